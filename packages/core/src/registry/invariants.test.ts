import { gatewaySdk, speech, tool, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { orderPlugins } from "../activation/order.js";
import { origins } from "../catalog/roots.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import type { PluginInstance } from "../loading/instance.js";
import { ownerChoices } from "./ownership.js";
import { buildRegistry, type Registry } from "./registry.js";
import { registeredContributions, shapeOf } from "./shape.js";

const vocabulary = vocabularyOf(gatewaySdk);
const contracts: readonly Contract[] = [speech, tool];
const ids = ["x", "y", "Z"];

/** One plugin of a random set. */
const plugin = fc.record({
  id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  origin: fc.constantFrom(...origins),
  after: fc.subarray(["a", "b", "c"]),
  before: fc.subarray(["d", "e"]),
  declared: fc.subarray(ids),
  /** What it registers when it is loaded; some of it undeclared. */
  registers: fc.subarray([...ids, "w"]),
  kind: fc.constantFrom(0, 1),
  fate: fc.constantFrom("active", "failed", "waiting"),
});
type Described = typeof plugin extends fc.Arbitrary<infer Value> ? Value : never;

const plugins = fc.uniqueArray(plugin, { selector: ({ id }) => id, maxLength: 6 });
const owners = fc.dictionary(fc.constantFrom("speech:x", "speech:z", "tool:y"), fc.constantFrom("a", "b", "c"));

function candidateOf({ id, origin, after, before, declared, kind }: Described) {
  const provides = { [(contracts[kind] as Contract).key]: Object.fromEntries(declared.map((name) => [name, {}])) };
  return ready(id, { origin, after, before, provides, declarations: "lenient" });
}

function instanceOf(described: Described): PluginInstance {
  const contract = contracts[described.kind] as Contract;
  const registrations = described.registers.map((id) => [contract, id, described.declared.includes(id)] as const);
  return loaded(candidateOf(described), { registrations, hooks: described.registers.map(() => ({})) });
}

/** The registry of a set of plugins, found and loaded in the order given. */
function registryOf(set: readonly Described[], chosen: Readonly<Record<string, string>>) {
  const active = set.filter(({ fate }) => fate === "active");
  const { candidates: order } = orderPlugins(set.map(candidateOf));
  const registry = buildRegistry({
    order,
    vocabulary,
    choices: ownerChoices(chosen),
    failed: new Set(set.filter(({ fate }) => fate === "failed").map(({ id }) => id)),
    instances: new Map(active.map((described) => [described.id, instanceOf(described)])),
    generation: 0,
  });
  return { registry, order };
}

/** All that a registry says, as plain data. */
function told(registry: Registry): unknown {
  return {
    lists: contracts.map((contract) => registry.list(contract)),
    lookups: contracts.flatMap((contract) => [...ids, "w"].map((id) => registry.get(contract, id) ?? "nothing")),
    handlers: registry.handlers("llm_input").map((handler) => handler.plugin),
    diagnostics: registry.diagnostics,
  };
}

describe("for any set of plugins [OWN-1, OWN-2, OWN-3]", () => {
  it("the registry is the same in whatever order they are found and loaded", () => {
    fc.assert(
      fc.property(plugins, owners, fc.infiniteStream(fc.nat()), (set, chosen, order) => {
        const shuffled = set.map((described) => [order.next().value ?? 0, described] as const);
        const other = shuffled.toSorted(([one], [two]) => one - two).map(([, described]) => described);
        expect(told(registryOf(other, chosen).registry)).toEqual(told(registryOf(set, chosen).registry));
        expect(told(registryOf(set.toReversed(), chosen).registry)).toEqual(told(registryOf(set, chosen).registry));
      }),
    );
  });

  it("each registration has at most one owner, the registry names it, and it is the one that the rule says", () => {
    fc.assert(
      fc.property(plugins, owners, (set, chosen) => {
        const { registry, order } = registryOf(set, chosen);
        for (const contract of contracts) {
          for (const id of [...ids, "w"]) {
            const wanting = set.filter((described) => wants(described, contract.kind, id));
            const choice = chosen[`${contract.kind}:${id.toLowerCase()}`];
            const rank = ({ id: plugin, origin, declared }: Described) => [
              Number(plugin !== choice),
              Number(!declared.includes(id)),
              origins.indexOf(origin),
              order.findIndex((candidate) => candidate.id === plugin),
            ];
            const [owner, ...others] = wanting.toSorted((one, two) => compare(rank(one), rank(two)));
            const found = registry.get(contract, id);
            expect(found?.status === "failed" ? undefined : found?.plugin).toBe(owner?.id);
            expect(found?.overruled.toSorted() ?? []).toEqual(others.map((other) => other.id).toSorted());
            const active = [...registry.instances.values()]
              .flatMap(({ registrations }) => [...registrations])
              .filter((one) => one.contract === contract && one.id === id && registry.isActive(one));
            expect(active.map((one) => one.plugin)).toEqual(found?.status === "active" ? [owner?.id] : []);
          }
        }
      }),
    );
  });

  it("whoever is overruled is told, first in the text, with both folders", () => {
    fc.assert(
      fc.property(plugins, (set) => {
        const { registry, order } = registryOf(set, {});
        const rootOf = (id: string) => order.find((candidate) => candidate.id === id)?.root ?? "";
        const expected = registry.conflicts.flatMap(({ owner, overruled }) =>
          overruled.map((loser) => [
            loser.plugin,
            `of ${loser.plugin} (${rootOf(loser.plugin)}) is not used: ${owner.plugin} (${rootOf(owner.plugin)})`,
          ]),
        );
        expect(registry.diagnostics).toHaveLength(expected.length);
        for (const [index, [loser, text]] of expected.entries()) {
          expect(registry.diagnostics[index]).toMatchObject({
            plugin: loser,
            message: expect.stringContaining(text ?? ""),
          });
        }
      }),
    );
  });

  it("a plugin that failed owns nothing and is called for nothing", () => {
    fc.assert(
      fc.property(plugins, owners, (set, chosen) => {
        const { registry } = registryOf(set, chosen);
        const failed: readonly string[] = set.filter(({ fate }) => fate === "failed").map(({ id }) => id);
        const named = [...contracts.flatMap((contract) => registry.list(contract)), ...registry.handlers("llm_input")];
        expect(named.filter(({ plugin: id }) => failed.includes(id))).toEqual([]);
      }),
    );
  });

  it("the shape follows from what was registered, not from what was declared", () => {
    fc.assert(
      fc.property(plugin, (described) => {
        const shape = shapeOf(registeredContributions(instanceOf(described)), vocabulary);
        const hasCapability = described.kind === 0 && described.registers.length > 0;
        expect(shape).toBe(hasCapability ? "plain-capability" : "non-capability");
      }),
    );
  });
});

function wants({ kind, fate, declared, registers }: Described, contract: string, id: string): boolean {
  if (contracts[kind]?.kind !== contract || fate === "failed") return false;
  return (fate === "active" ? registers : declared).includes(id);
}

function compare(one: readonly number[], two: readonly number[]): number {
  return one.map((value, index) => value - (two[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
