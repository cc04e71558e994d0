import { describe, expect, it } from "vitest";
import { casesOf, pluginsOf, shapeWith } from "./cases.js";
import { lenient, lenientFormat, matrixHost } from "./matrix-host.js";
import { idOf, malformations, providing, registered, registering } from "./plugins.js";

describe("a plugin registers what its manifest does not declare [OWN-9, REG-3]", () => {
  const cases = casesOf("undeclared");
  const plugins = pluginsOf(cases, ({ kind, contract }) => ({
    [kind]: { register: registering(contract, idOf(contract)) },
  }));
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", ({ kind, contract, codes: expected }) => {
    const { host, report, codes } = made();
    expect(host.registry.get(contract, idOf(contract))).toBeUndefined();
    expect(report(kind)).toMatchObject({ status: "active", shape: { value: "non-capability", basis: "registered" } });
    expect(codes(kind)).toEqual(expected);
  });
});

describe("the same in a manifest that cannot be strict", () => {
  const cases = casesOf("undeclared-kept");
  const plugins = pluginsOf(cases, ({ kind, contract }) => ({
    [kind]: lenient(kind, { register: registering(contract, idOf(contract)) }),
  }));
  const made = matrixHost(plugins, {}, { formats: [lenientFormat] });

  it.each(cases)("$kind: $outcome", ({ kind, contract, codes: expected }) => {
    const { host, report, codes } = made();
    expect(host.registry.get(contract, idOf(contract))).toMatchObject({ status: "active", plugin: kind });
    expect(report(kind)).toMatchObject({
      format: "lenient",
      shape: { value: shapeWith(contract), basis: "registered" },
      drift: { undeclared: [`${kind}:${idOf(contract)}`], absent: [] },
    });
    expect(codes(kind)).toEqual(expected);
    const said = host.diagnostics.all.find(({ plugin }) => plugin === kind);
    expect(said?.level).toBe("warning");
  });
});

describe("a plugin registers what the contract does not admit [REG-4]", () => {
  const cases = casesOf("malformed").flatMap((one) =>
    malformations(one.contract).map((malformation, index) => ({
      ...one,
      ...malformation,
      plugin: `${one.kind}-${index}`,
      id: idOf(one.contract, `x-${index}`),
    })),
  );
  // Each declares a hook too, so that those which do not get a slot run all the same.
  const plugins = Object.fromEntries(
    cases.map(({ plugin, contract, id, members }) => {
      const { provides, ...rest } = providing(contract, id, members);
      return [plugin, { ...rest, provides: { ...provides, hooks: ["llm_input"] } }];
    }),
  );
  const made = matrixHost(plugins);

  it("is tried with every member of every contract", () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(registered.map(({ kind }) => kind)));
  });

  it.each(cases)(
    "$kind with a wrong $member ($plugin): $outcome",
    ({ plugin, contract, id, member, codes: expected }) => {
      const { host, report } = made();
      expect(host.registry.get(contract, id)).toEqual({ status: "failed", plugin, overruled: [] });
      expect(report(plugin)).toMatchObject({
        status: "failed",
        shape: { value: shapeWith(contract), basis: "declared" },
      });
      const [failure, ...others] = host.failureOf(plugin) ?? [];
      expect([[failure?.code], others]).toEqual([expected, []]);
      expect(failure?.message).toContain(member);
    },
  );
});

describe("a plugin registers the same id twice", () => {
  const cases = casesOf("twice");
  const plugins = pluginsOf(cases, ({ kind, contract }) => {
    const id = idOf(contract);
    const twice = `${registering(contract, id, { mark: '"first"' })} ${registering(contract, id, { mark: '"second"' })}`;
    return { [kind]: { provides: { [contract.key]: [id] }, register: twice } };
  });
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", ({ kind, contract, codes: expected }) => {
    const { host, report, codes } = made();
    const value: unknown = expect.objectContaining({ mark: "first" });
    expect(host.registry.get(contract, idOf(contract))).toMatchObject({ status: "active", plugin: kind, value });
    expect(host.registry.entries(contract)).toHaveLength(1);
    expect(report(kind)).toMatchObject({ status: "active", shape: { value: shapeWith(contract) } });
    expect(codes(kind)).toEqual(expected);
  });
});

describe("a plugin declares an id and does not register it", () => {
  const cases = casesOf("absent");
  const plugins = pluginsOf(cases, ({ kind, contract }) => ({
    [kind]: { provides: { [contract.key]: [idOf(contract)] } },
  }));
  const made = matrixHost(plugins);

  it.each(cases)("$kind: $outcome", ({ kind, contract, codes: expected }) => {
    const { host, report, codes } = made();
    expect(host.registry.get(contract, idOf(contract))).toBeUndefined();
    expect(report(kind)).toMatchObject({
      status: "active",
      shape: { value: "non-capability", basis: "registered" },
      drift: { absent: [`${kind}:${idOf(contract)}`], undeclared: [] },
    });
    expect(codes(kind)).toEqual(expected);
    expect(host.diagnostics.all.find(({ plugin }) => plugin === kind)?.level).toBe("advisory");
  });
});
