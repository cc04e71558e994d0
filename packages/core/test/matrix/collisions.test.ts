import { describe, expect, it } from "vitest";
import { casesOf, pluginsOf, shapeWith, type MatrixCase } from "./cases.js";
import { lenient, lenientFormat, matrixHost } from "./matrix-host.js";
import { idOf, providing } from "./plugins.js";

const first = ({ kind }: MatrixCase) => `a-${kind}`;
const second = ({ kind }: MatrixCase) => `b-${kind}`;
const both = (one: MatrixCase) => ({ [first(one)]: providing(one.contract), [second(one)]: providing(one.contract) });
const owners = (cases: readonly MatrixCase[]) =>
  Object.fromEntries(cases.map((one) => [`${one.kind}:${idOf(one.contract)}`, second(one)]));

describe("one plugin brings an id [OWN-9]", () => {
  const cases = casesOf("alone");
  const made = matrixHost(pluginsOf(cases, ({ kind, contract }) => ({ [`own-${kind}`]: providing(contract) })));

  it.each(cases)("$kind: $outcome", ({ kind, contract }) => {
    const { host, report, codes } = made();
    const id = idOf(contract);
    const found = host.registry.get(contract, id);
    expect(found).toMatchObject({ status: "active", id, plugin: `own-${kind}`, overruled: [] });
    expect(host.registry.entries(contract)).toMatchObject([{ id, plugin: `own-${kind}` }]);
    expect(report(`own-${kind}`).shape).toEqual({ value: shapeWith(contract), basis: "registered" });
    expect(codes(`own-${kind}`)).toEqual([]);
  });
});

describe("two plugins want the same id [OWN-2, OWN-9]", () => {
  const cases = casesOf("collision");
  const made = matrixHost(pluginsOf(cases, both));

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, report, codes } = made();
    const { contract } = one;
    const isShared = contract.ownership === "shared";
    const overruled = isShared || contract.slot ? [] : [second(one)];
    expect(host.registry.get(contract, idOf(contract))).toMatchObject({ plugin: first(one), overruled });
    const active = host.registry.entries(contract).map(({ plugin }) => plugin);
    expect(active).toEqual(isShared ? [first(one), second(one)] : [first(one)]);
    expect(codes(first(one))).toEqual([]);
    expect(codes(second(one))).toEqual(one.codes);
    const loser = contract.slot ? { status: "off", reason: "slot-taken" } : { status: "active" };
    expect(report(second(one))).toMatchObject({ ...loser, shape: { value: shapeWith(contract) } });
  });

  it.each(cases.filter(({ code }) => code))("$kind: the loser is named first, with both paths and the mend", (one) => {
    const { host, report } = made();
    const said = host.diagnostics.all.find(({ plugin }) => plugin === second(one));
    const [loser, winner] = [report(second(one)).root, report(first(one)).root];
    expect(said?.message).toContain(`of ${second(one)} (${loser}) is not used: ${first(one)} (${winner})`);
    expect(said?.help).toContain(`plugins.owners["${one.kind}:${idOf(one.contract)}"] = "${second(one)}"`);
  });
});

describe("the operator chooses the owner [OWN-4]", () => {
  const cases = casesOf("choice");
  const made = matrixHost(pluginsOf(cases, both), { owners: owners(cases) });

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, codes } = made();
    const { contract } = one;
    const isShared = contract.ownership === "shared";
    expect(host.registry.get(contract, idOf(contract))).toMatchObject({
      plugin: second(one),
      overruled: isShared ? [] : [first(one)],
    });
    const active = host.registry.entries(contract).map(({ plugin }) => plugin);
    expect(active).toEqual(isShared ? [first(one), second(one)] : [second(one)]);
    expect([codes(first(one)), codes(second(one))]).toEqual([one.codes, []]);
  });
});

describe('plugins.conflicts is "fail" [POL-12]', () => {
  const cases = casesOf("failing-conflicts");
  const made = matrixHost(pluginsOf(cases, both), { conflicts: "fail" });

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, report, codes } = made();
    const { contract } = one;
    const status = one.code ? "kept-out" : contract.slot ? "off" : "active";
    expect(host.registry.get(contract, idOf(contract))).toMatchObject({ status: "active", plugin: first(one) });
    expect([report(first(one)).status, report(second(one)).status]).toEqual(["active", status]);
    if (one.code) expect(report(second(one)).reason).toBe("owner-conflict");
    expect([codes(first(one)), codes(second(one))]).toEqual([[], one.codes]);
  });
});

describe("only the second declares it", () => {
  const cases = casesOf("undeclared-rival");
  const plugins = pluginsOf(cases, (one) => ({
    [first(one)]: lenient(first(one), { ...providing(one.contract), provides: {} }),
    [second(one)]: providing(one.contract),
  }));
  const made = matrixHost(plugins, {}, { formats: [lenientFormat] });

  it.each(cases)("$kind: $outcome", (one) => {
    const { host, codes } = made();
    expect(host.registry.get(one.contract, idOf(one.contract))).toMatchObject({
      status: "active",
      plugin: second(one),
    });
    expect(codes(first(one)).toSorted()).toEqual(["REGISTER_UNDECLARED", ...one.codes].toSorted());
    expect(codes(second(one))).toEqual([]);
  });
});
