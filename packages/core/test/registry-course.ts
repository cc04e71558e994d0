import { command, gatewaySdk, memory, speech, tool, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import type { ReadyCandidate } from "../src/catalog/candidate.js";
import { vocabularyOf } from "../src/catalog/vocabulary.js";
import { callPolicy } from "../src/config/call-policy.js";
import type { PluginInstance } from "../src/loading/instance.js";
import type { HookRegistration, Registration } from "../src/loading/registration.js";
import { ownerChoices } from "../src/registry/ownership.js";
import type { RegistryInput } from "../src/registry/registry.js";
import { ready } from "./candidates.js";
import { loaded } from "./instances.js";

/** The contracts of the gateway. */
export const vocabulary = vocabularyOf(gatewaySdk);
/** Those under which plugins bring something: exclusive ones, one with a slot, and one without code. */
export const contracts: readonly Contract[] = [speech, tool, command, memory, ...gatewaySdk.resources.slice(0, 1)];
/** The hooks that plugins hear. */
export const hooks = ["llm_input", "llm_output"];
const pluginIds = ["a", "b", "c", "d", "e"];
/** The ids that plugins want. */
export const ids = ["x", "Y", "z"];

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
/** What a plugin brings. */
export const brings = fc.record({
  wishes: fc.array(wish, { maxLength: 4 }),
  aliases: fc.subarray(["w", ...ids], { maxLength: 2 }),
  listeners: fc.array(listener, { maxLength: 2 }),
});
type Brings = typeof brings extends fc.Arbitrary<infer Value> ? Value : never;

const pluginId = fc.constantFrom(...pluginIds);
/** One change of what there is. */
export const step = fc.oneof(
  fc.record({ do: fc.constant("load" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constant("load" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constantFrom("fail" as const, "unload" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("update" as const), plugin: pluginId, brings }),
  fc.record({ do: fc.constantFrom("disable" as const, "enable" as const, "take back" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("reread" as const), plugin: pluginId, declares: brings }),
  fc.record({ do: fc.constantFrom("leave out" as const, "let in" as const), plugin: pluginId }),
  fc.record({ do: fc.constant("choose" as const), plugin: pluginId, isLeftOut: fc.boolean() }),
  fc.record({ do: fc.constantFrom("give" as const, "mute" as const, "turn" as const), plugin: pluginId }),
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

const muted = { hooks: { llm_input: { enabled: false } } };

/** What a sequence of changes has come to. */
export class Course {
  order: readonly ReadyCandidate[];
  readonly all: Map<string, ReadyCandidate>;
  readonly instances = new Map<string, PluginInstance>();
  readonly failed = new Set<string>();
  slots: RegistryInput["slots"] & {};
  choices: RegistryInput["choices"] = ownerChoices({ "speech:x": "b" });
  handlerPolicy = callPolicy({});
  #isTurned = false;

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
    if (made.do === "give") this.slots = new Map([["memory", made.plugin]]);
    if (made.do === "mute") this.handlerPolicy = callPolicy({ plugins: { entries: { [made.plugin]: muted } } });
    if (made.do === "turn") this.#isTurned = !this.#isTurned;
    if (made.do === "reread") this.all.set(made.plugin, candidateOf(made.plugin, made.declares));
    const ids = new Set(this.order.map(({ id }) => id));
    if (made.do === "let in") ids.add(made.plugin);
    if (made.do === "leave out" || (made.do === "choose" && made.isLeftOut)) ids.delete(made.plugin);
    if (made.do === "leave out" || made.do === "reread") this.instances.delete(made.plugin);
    if (["let in", "leave out", "reread", "choose", "turn"].includes(made.do)) {
      const order = [...this.all.values()].filter(({ id }) => ids.has(id));
      this.order = this.#isTurned ? order.toReversed() : order;
    }
    return false;
  }

  /** What the registry is built from now. */
  input(generation: number): RegistryInput {
    const { order, choices, slots, handlerPolicy } = this;
    const instances = new Map(order.flatMap(({ id }) => [...this.instances].filter(([other]) => other === id)));
    return { order, vocabulary, choices, slots, handlerPolicy, instances, failed: new Set(this.failed), generation };
  }
}
