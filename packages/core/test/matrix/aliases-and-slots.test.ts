import type { Contract } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { casesOf, pluginsOf, type MatrixCase } from "./cases.js";
import { matrixHost } from "./matrix-host.js";
import { idOf, providing, registering } from "./plugins.js";

const first = ({ kind }: MatrixCase) => `a-${kind}`;
const second = ({ kind }: MatrixCase) => `b-${kind}`;
const named = (contract: Contract, word: string, ...aliases: readonly string[]) =>
  providing(contract, idOf(contract, word), { [contract.aliasField ?? ""]: JSON.stringify(aliases) });

describe("an alias is another plugin's id [OWN-7, OWN-9]", () => {
  const cases = casesOf("alias-behind-id");
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: named(one.contract, "one", "other"),
    [second(one)]: named(one.contract, "other"),
  }));
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, codes } = made();
    expect(host.registry.get(one.contract, "other")).toMatchObject({ id: "other", plugin: second(one) });
    expect(host.registry.get(one.contract, "one")).toMatchObject({ id: "one", plugin: first(one) });
    expect([codes(first(one)), codes(second(one))]).toEqual([one.codes, []]);
  });
});

describe("two plugins want the same alias", () => {
  const cases = casesOf("alias-wanted-twice");
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: named(one.contract, "one", "short"),
    [second(one)]: named(one.contract, "other", "SHORT"),
  }));
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, codes } = made();
    expect(host.registry.get(one.contract, "short")).toMatchObject({ id: "one", plugin: first(one) });
    expect(host.registry.get(one.contract, "other")).toMatchObject({ id: "other", plugin: second(one) });
    expect([codes(first(one)), codes(second(one))]).toEqual([[], one.codes]);
  });
});

describe("plugins.slots names who fills a slot [POL-7]", () => {
  const cases = casesOf("slot-choice");
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: providing(one.contract),
    [second(one)]: providing(one.contract),
  }));
  const slots = Object.fromEntries(cases.map((one) => [one.contract.slot?.name ?? "", second(one)]));
  const made = matrixHost(plugins, { slots });

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, report, codes } = made();
    expect(host.registry.get(one.contract, idOf(one.contract))).toMatchObject({ plugin: second(one), overruled: [] });
    expect(report(first(one))).toMatchObject({ status: "off", reason: "slot-taken" });
    expect([codes(first(one)), codes(second(one))]).toEqual([[], []]);
  });
});

describe("a plugin that does not get the slot brings something else too", () => {
  const cases = casesOf("slot-shared");
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: providing(one.contract),
    [second(one)]: {
      provides: { [one.contract.key]: [idOf(one.contract)], hooks: ["llm_input"] },
      register: `${registering(one.contract, idOf(one.contract))} api.on("llm_input", () => {});`,
    },
  }));
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, report, codes } = made();
    expect(host.registry.entries(one.contract).map(({ plugin }) => plugin)).toEqual([first(one)]);
    expect(host.registry.handlers("llm_input").map(({ plugin }) => plugin)).toContain(second(one));
    expect(report(second(one))).toMatchObject({ status: "active", shape: { value: "plain-capability" } });
    expect([codes(first(one)), codes(second(one))]).toEqual([[], one.codes]);
  });
});

describe("plugins.slots gives two plugins a role each", () => {
  const cases = casesOf("slot-roles");
  const rolesOf = ({ contract: { slot } }: MatrixCase) => Object.entries(slot?.roles ?? {});
  const answering = ({ contract }: MatrixCase, word: string) =>
    providing(
      contract,
      idOf(contract, word),
      Object.fromEntries(Object.keys(contract.operations).map((name) => [name, `async () => ({ from: "${word}" })`])),
    );
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: answering(one, "one"),
    [second(one)]: answering(one, "two"),
  }));
  const slots = Object.fromEntries(
    cases.flatMap((one) =>
      rolesOf(one).map(([role], index) => [
        `${one.contract.slot?.name}.${role}`,
        index === 0 ? first(one) : second(one),
      ]),
    ),
  );
  const made = matrixHost(plugins, { slots });

  it.each(cases)("$kind: $outcome", async (one) => {
    const { host, codes } = made();
    expect(host.registry.entries(one.contract).map(({ plugin }) => plugin)).toEqual([first(one), second(one)]);
    const runtime = host.runtime as unknown as Record<string, Record<string, (request: object) => Promise<unknown>>>;
    for (const [index, [, operations]] of rolesOf(one).entries()) {
      for (const name of operations) {
        expect(await runtime[one.kind]?.[name]?.({})).toEqual({ from: index === 0 ? "one" : "two" });
      }
    }
    expect([codes(first(one)), codes(second(one))]).toEqual([[], []]);
  });
});
