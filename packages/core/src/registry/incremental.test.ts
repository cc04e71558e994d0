import { command, gatewaySdk, memory, speech, tool, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import type { PluginInstance } from "../loading/instance.js";
import type { HookRegistration, Registration } from "../loading/registration.js";
import { compareRegistries, type RegistryDelta } from "./delta.js";
import { ownerChoices } from "./ownership.js";
import { buildRegistry, type OwnedContribution, type Registry, type RegistryInput } from "./registry.js";

const vocabulary = vocabularyOf(gatewaySdk);
const contracts: readonly Contract[] = [speech, tool, command, memory, ...gatewaySdk.resources.slice(0, 1)];
const hooks = ["llm_input", "llm_output"];
const pluginIds = ["a", "b", "c", "d", "e"];
const ids = ["x", "Y", "z"];

const wish = fc.record({
  contract: fc.constantFrom(...contracts),
  id: fc.constantFrom(...ids),
  isDeclared: fc.boolean(),
});
const listener = fc.record({
  hook: fc.constantFrom(...hooks),
  priority: fc.constantFrom(0, 0, 5),
  after: fc.subarray(pluginIds, { maxLength: 2 }),
});
const brings = fc.record({
  wishes: fc.array(wish, { maxLength: 4 }),
  aliases: fc.subarray(["w", ...ids], { maxLength: 2 }),
  listeners: fc.array(listener, { maxLength: 2 }),
});
type Brings = typeof brings extends fc.Arbitrary<infer Value> ? Value : never;

const pluginId = fc.constantFrom(...pluginIds);
const step = fc.oneof(
  fc.record({ do: fc.constant("load" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constant("load" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constantFrom("fail" as const, "unload" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("update" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constantFrom("disable" as const, "enable" as const, "take back" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("reread" as const), plugin: pluginId, declares: brings }),
  fc.record({ do: fc.constantFrom("leave out" as const, "let in" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("choose" as const), plugin: pluginId, isLeftOut: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function candidateOf(id: string, { wishes, aliases }: Brings): ReadyCandidate {
  const provides: Record<string, Record<string, object>> = {};
  for (const { contract, id: name } of wishes) (provides[contract.key] ??= {})[name] = { aliases };
  return ready(id, { provides: provides as never, declarations: "lenient" });
}

function registrationsOf(candidate: ReadyCandidate, { wishes, aliases }: Brings): readonly Registration[] {
  const own = wishes.filter(({ contract }) => contract.declaredBy === "code");
  const brought = own.map(({ contract, id, isDeclared }) => [contract, id, isDeclared] as const);
  return [...loaded(candidate, { registrations: brought }).registrations].map((one) => ({
    ...one,
    value: { ...one.value, aliases },
  }));
}

function instanceOf(candidate: ReadyCandidate, what: Brings): PluginInstance {
  const instance = loaded(candidate, { hooks: what.listeners });
  return { ...instance, registrations: new Set(registrationsOf(candidate, what)) };
}

/** What a sequence of changes has come to. */
class Course {
  order: readonly ReadyCandidate[];
  readonly all: Map<string, ReadyCandidate>;
  readonly instances = new Map<string, PluginInstance>();
  readonly failed = new Set<string>();
  slots: RegistryInput["slots"] & {};
  choices: RegistryInput["choices"] = ownerChoices({ "speech:x": "b" });

  constructor(begin: readonly Brings[], holder: string | null) {
    const candidates = pluginIds.map((id, index) => candidateOf(id, begin[index] as Brings));
    this.order = candidates;
    this.all = new Map(candidates.map((candidate) => [candidate.id, candidate]));
    this.slots = new Map([["memory", holder]]);
  }

  /** Makes a step; whether it changed what the plugin brings. */
  take(made: Step): boolean {
    const { plugin } = made;
    const candidate = this.all.get(plugin) as ReadyCandidate;
    const instance = this.instances.get(plugin);
    const [first] = [...(instance?.registrations ?? []), ...(instance?.hooks ?? [])];
    if (made.do === "load" && this.order.includes(candidate)) {
      this.instances.set(plugin, instanceOf(candidate, made.brings));
      this.failed.delete(plugin);
    } else if (made.do === "fail") {
      this.failed.add(plugin);
      // That one failed which was not loaded is seen without being told.
      return this.instances.delete(plugin);
    } else if (made.do === "unload") {
      this.instances.delete(plugin);
    } else if (made.do === "update" && instance) {
      for (const one of registrationsOf(candidate, made.brings)) (instance.registrations as Set<Registration>).add(one);
    } else if (made.do === "take back" && instance && first) {
      (instance.registrations as Set<Registration>).delete(first as Registration);
      (instance.hooks as Set<HookRegistration>).delete(first as HookRegistration);
    } else if ((made.do === "disable" || made.do === "enable") && first) {
      first.isDisabled = made.do === "disable";
    } else return this.#reread(made);
    return true;
  }

  /** Changes of what the control plane says; the registry sees them by itself. */
  #reread(made: Step): false {
    if (made.do === "choose") this.choices = ownerChoices({ "tool:x": made.plugin });
    if (made.do === "reread") this.all.set(made.plugin, candidateOf(made.plugin, made.declares));
    const ids = new Set(this.order.map(({ id }) => id));
    if (made.do === "let in") ids.add(made.plugin);
    if (made.do === "leave out" || (made.do === "choose" && made.isLeftOut)) ids.delete(made.plugin);
    if (made.do === "leave out" || made.do === "reread") this.instances.delete(made.plugin);
    if (["let in", "leave out", "reread", "choose"].includes(made.do)) {
      this.order = [...this.all.values()].filter(({ id }) => ids.has(id));
    }
    return false;
  }

  input(generation: number): RegistryInput {
    const { order, choices, slots } = this;
    const instances = new Map(order.flatMap(({ id }) => [...this.instances].filter(([other]) => other === id)));
    return { order, vocabulary, choices, slots, instances, failed: new Set(this.failed), generation };
  }
}

/** All that a registry says, what was registered by identity. */
function told(registry: Registry): unknown {
  return {
    lists: contracts.map((contract) => registry.list(contract)),
    entries: contracts.map((contract) => registry.entries(contract)),
    lookups: contracts.flatMap((contract) => ["w", ...ids].map((id) => registry.get(contract, id) ?? "nothing")),
    handlers: hooks.map((hook) => registry.handlers(hook)),
    contributions: [...registry.contributions()].map(asText).toSorted(),
    conflicts: registry.conflicts.map(({ kind, id, owner, overruled }) => [kind, id, owner, ...overruled]),
    diagnostics: registry.diagnostics,
    instances: [...registry.instances],
    active: [...registry.instances.values()].flatMap((one) => [...one.registrations].map(registry.isActive)),
  };
}

function asText({ kind, id, plugin, status, registered }: OwnedContribution): string {
  return [kind, id, plugin, status, ...registered.map(({ use }) => use.plugin)].join(" ");
}

function changesIn({ added, removed, changed }: RegistryDelta): readonly (readonly string[])[] {
  return [added, removed, changed].map((all) => all.map(asText).toSorted());
}

/** The same registry as if it had been built from nothing, and not known to have been built from another. */
function fromNothing(registry: Registry, input: RegistryInput): Registry {
  return buildRegistry({ ...input, generation: registry.generation });
}

describe("a generation that is built from the one before [LIFE-2]", () => {
  it("is what it would be if it were built from nothing, and so is the difference between the two", () => {
    const begin = fc.array(brings, { minLength: 5, maxLength: 5 });
    const holder = fc.constantFrom("a", "b", null);
    fc.assert(
      fc.property(begin, holder, fc.array(step, { maxLength: 14 }), (declared, holds, steps) => {
        const course = new Course(declared, holds);
        let registry = buildRegistry(course.input(0));
        let whole = fromNothing(registry, course.input(0));
        for (const [index, made] of steps.entries()) {
          const isTold = course.take(made);
          const input = course.input(index + 1);
          const next = buildRegistry(input, { before: registry, changed: isTold ? [made.plugin] : [] });
          const nextWhole = fromNothing(next, input);
          expect(told(next)).toEqual(told(nextWhole));
          const delta = changesIn(compareRegistries(registry, next));
          expect(delta).toEqual(changesIn(compareRegistries(whole, nextWhole)));
          [registry, whole] = [next, nextWhole];
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("shares with it what nothing happened to", () => {
    const [a, b] = [ready("a"), ready("b")];
    const instances = new Map([
      ["a", loaded(a, { registrations: [[speech, "v"]], hooks: [{ hook: "llm_input" }] })],
      ["b", loaded(b, { registrations: [[tool, "t"]] })],
    ]);
    const input = { order: [a, b], vocabulary, choices: ownerChoices(), failed: new Set<string>(), instances };
    const before = buildRegistry({ ...input, generation: 1 });
    const lists = [before.list(speech), before.list(tool)];
    const after = buildRegistry({ ...input, generation: 2 }, { before, changed: ["b"] });
    expect(after.list(speech)).toBe(lists[0]);
    expect(after.list(tool)).not.toBe(lists[1]);
    expect(after.handlers("llm_input")).toBe(before.handlers("llm_input"));
    expect(after.get(speech, "v")).toBe(before.get(speech, "v"));
  });
});
