import { isDeepStrictEqual } from "node:util";
import { foldId } from "./catalog/candidate.js";
import { callPolicy } from "./config/call-policy.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { PluginInstance } from "./loading/instance.js";
import type { LoadOutcome } from "./loading/loader.js";
import { Layers } from "./registry/layers.js";
import { ownerChoices } from "./registry/ownership.js";
import type { RegistryInput } from "./registry/registry.js";
import { positionsIn } from "./registry/state.js";

/** What decides among plugins; the same object for as long as it says the same. */
type Rules = Required<Pick<RegistryInput, "vocabulary" | "choices" | "slots" | "handlerPolicy">>;

/** What a generation is made of. */
export interface GenerationState {
  readonly controlPlane: ControlPlane;
  readonly rules: Rules;
  /** By folded id, in load order. */
  readonly instances: Layers<PluginInstance>;
  /** Why plugins failed, by folded id; secrets taken out. */
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** What is to be otherwise in the next generation. */
export interface GenerationChange {
  readonly controlPlane?: ControlPlane;
  /** In place of the instances of the same ids. */
  readonly put?: readonly PluginInstance[];
  /** Folded ids of plugins that are not loaded any more, and of such as are to be tried again. */
  readonly remove?: readonly string[];
}

/** A state to be settled, and the folded ids of the plugins of which something else is there, or is brought. */
export interface NextState {
  readonly next: GenerationState;
  readonly changed: readonly string[];
}

/** Nothing is loaded. */
export function emptyState(controlPlane: ControlPlane): GenerationState {
  const instances = new Layers<PluginInstance>(new Map(), rankIn(controlPlane));
  return { controlPlane, rules: rulesOf(controlPlane), instances, failures: new Map() };
}

function rankIn({ order }: ControlPlane): (id: string) => number {
  return (id) => positionsIn(order).get(id) ?? Infinity;
}

/** A state with what came of loading. */
export function withOutcomes(state: GenerationState, outcomes: readonly LoadOutcome[]): NextState {
  const loaded = new Map<string, PluginInstance>();
  const failed = new Map<string, readonly Diagnostic[]>();
  for (const outcome of outcomes) {
    const id = foldId(outcome.candidate.id);
    if ("instance" in outcome) loaded.set(id, outcome.instance);
    else failed.set(id, failureOf(outcome, state.controlPlane));
  }
  const isMended = [...loaded.keys()].some((id) => state.failures.has(id));
  const still = isMended ? [...state.failures].filter(([id]) => !loaded.has(id)) : state.failures;
  const failures = failed.size === 0 && !isMended ? state.failures : new Map([...still, ...failed]);
  const next = { ...state, failures, instances: state.instances.with(loaded) };
  return { next, changed: [...loaded.keys(), ...failed.keys()] };
}

/** A state after a change. */
export function withChange(
  state: GenerationState,
  { controlPlane = state.controlPlane, put = [], remove = [] }: GenerationChange,
): NextState {
  const known = positionsIn(controlPlane.order);
  const gone = new Set(remove);
  const renewed = new Map(put.map((instance) => [foldId(instance.id), instance] as const));
  const stays = (id: string) => known.has(id) && !gone.has(id);
  const changes = new Map<string, PluginInstance | undefined>([...gone].map((id) => [id, undefined]));
  for (const [id, instance] of renewed) if (known.has(id)) changes.set(id, instance);
  const isSameOrder = controlPlane.order === state.controlPlane.order;
  // Who lost to another is tried again: what it lost to may have gone.
  const isStill = ([id, failure]: readonly [string, readonly Diagnostic[]]) =>
    stays(id) && !renewed.has(id) && !lostConflict(failure);
  const instances = isSameOrder ? state.instances : state.instances.only(stays, rankIn(controlPlane));
  const next = {
    controlPlane,
    rules: controlPlane === state.controlPlane ? state.rules : rulesOf(controlPlane, state),
    instances: instances.with(changes),
    failures: new Map([...state.failures].filter(isStill)),
  };
  return { next, changed: [...changes.keys()] };
}

/** The rules of a control plane; those of the state before where they say the same. */
function rulesOf({ vocabulary, slots, loaded: { config, place } }: ControlPlane, before?: GenerationState): Rules {
  const choices = ownerChoices(config.plugins?.owners, place);
  const known = before?.rules;
  const isSame =
    known !== undefined &&
    isDeepStrictEqual([...known.vocabulary.byKey.values()], [...vocabulary.byKey.values()]) &&
    isDeepStrictEqual(known.choices, choices) &&
    isDeepStrictEqual(known.slots, slots) &&
    isDeepStrictEqual(before?.controlPlane.loaded.config.plugins, config.plugins);
  return isSame ? known : { vocabulary, choices, slots, handlerPolicy: callPolicy(config) };
}

function lostConflict([first]: readonly Diagnostic[]): boolean {
  return first?.code === "OWNER_CONFLICT";
}

/** What the registry of a state is built from. */
export function inputOf(
  { controlPlane, rules, instances, failures }: GenerationState,
  generation: number,
): RegistryInput {
  return { ...rules, order: controlPlane.order, instances, failed: new Set(failures.keys()), generation };
}

/** Why a plugin could not be loaded, as it may be shown. */
export function failureOf(
  { candidate: { id: plugin }, failure }: Extract<LoadOutcome, { readonly failure: readonly Diagnostic[] }>,
  { checks: { redactor } }: ControlPlane,
): readonly Diagnostic[] {
  return failure.map((diagnostic) => redactor.diagnostic({ plugin, ...diagnostic }));
}
