import { isDeepStrictEqual } from "node:util";
import { serviceKind } from "./calling/services.js";
import { foldId } from "./catalog/candidate.js";
import { callPolicy } from "./config/call-policy.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { PluginInstance } from "./loading/instance.js";
import type { LoadOutcome } from "./loading/loader.js";
import type { Registration } from "./loading/registration.js";
import { compareRegistries, isEmptyDelta, type RegistryDelta } from "./registry/delta.js";
import { Layers } from "./registry/layers.js";
import { nextLoser, ownerChoices } from "./registry/ownership.js";
import { buildRegistry, type Registry, type RegistryInput, type Since } from "./registry/registry.js";
import { positionsIn } from "./registry/state.js";

/** What decides among plugins; the same object for as long as it says the same. */
type Rules = Required<Pick<RegistryInput, "vocabulary" | "choices" | "slots" | "handlerPolicy">>;

/** What a generation is made of. */
interface State {
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

/** What came of a swap. */
export interface Swap {
  /** Instances that are in no generation any more, in load order. */
  readonly left: readonly PluginInstance[];
  readonly delta: RegistryDelta;
}

/** The current generation, and the one place where it changes: every change is one swap. */
export interface Generations {
  readonly controlPlane: ControlPlane;
  readonly current: Registry;
  /** Why plugins failed, by folded id; secrets taken out. */
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>;
  /**
   * Takes in what came of loading. Gives the instances that did not stay, because another plugin owns what they want and
   * the operator asked for that to be a failure.
   */
  commit(outcomes: readonly LoadOutcome[]): readonly PluginInstance[];
  /** The services that would be registered and owned after a change, in load order. */
  preview(change: GenerationChange): readonly Registration[];
  swap(change: GenerationChange): Swap;
  /** A plugin brings other than it did; nothing changes where it is not loaded. */
  renew(plugin: string): void;
  /** Makes a generation in which nothing is loaded, and gives the instances of the one before, in load order. */
  clear(): readonly PluginInstance[];
  /** The services that are registered and owned, in load order. */
  active(): readonly Registration[];
  /** Hears of each swap that changes what is owned; gives its own undo. */
  onChange(listener: (delta: RegistryDelta) => void): () => void;
}

/** A state whose conflicts are settled, and what it came to. */
interface Settled {
  readonly state: State;
  readonly registry: Registry;
  readonly pushedOut: readonly PluginInstance[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Begins with a generation in which nothing is loaded. `report` hears of what each new one finds, once. */
export function createGenerations(controlPlane: ControlPlane, report: (diagnostic: Diagnostic) => void): Generations {
  const reportOnce = onlyOnce(report);
  const listeners = new Set<(delta: RegistryDelta) => void>();
  let { state, registry, diagnostics } = settle(emptyState(controlPlane), 0);
  diagnostics.forEach(reportOnce);

  const take = ({ next, changed }: NextState): Swap & { readonly pushedOut: readonly PluginInstance[] } => {
    const [before, was] = [registry, state];
    const settled = settle(next, before.generation + 1, { before, changed });
    // The swap: nobody can see one of the two without the other.
    ({ state, registry } = settled);
    settled.diagnostics.forEach(reportOnce);
    let delta: RegistryDelta | undefined;
    const compared = () => (delta ??= compareRegistries(before, settled.registry));
    if (listeners.size > 0 && !isEmptyDelta(compared())) tell(listeners, compared());
    return {
      left: leftBetween(was, settled, changed),
      pushedOut: settled.pushedOut,
      get delta() {
        return compared();
      },
    };
  };
  return {
    get controlPlane() {
      return state.controlPlane;
    },
    get current() {
      return registry;
    },
    get failures() {
      return state.failures;
    },
    commit(outcomes) {
      for (const diagnostic of outcomes.flatMap((outcome) => saidOf(outcome, state.controlPlane))) report(diagnostic);
      return take(withOutcomes(state, outcomes)).pushedOut;
    },
    preview(change) {
      const { next, changed } = withChange(state, change);
      return servicesIn(settle(next, registry.generation + 1, { before: registry, changed }).registry, next);
    },
    swap: (change) => take(withChange(state, change)),
    renew(plugin) {
      const id = foldId(plugin);
      if (state.instances.has(id)) take({ next: state, changed: [id] });
    },
    clear: () =>
      take({ next: { ...state, instances: state.instances.only(() => false) }, changed: [...state.instances.keys()] })
        .left,
    active: () => servicesIn(registry, state),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A listener is the application's own: what it throws is its own affair, and none of the others'. */
function tell(listeners: ReadonlySet<(delta: RegistryDelta) => void>, delta: RegistryDelta): void {
  for (const listener of listeners) {
    try {
      listener(delta);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

function servicesIn(registry: Registry, { controlPlane }: State): readonly Registration[] {
  const contract = controlPlane.vocabulary.byKind.get(serviceKind);
  return contract ? registry.entries(contract).map(({ registration }) => registration) : [];
}

/** The instances of one state that are not in the next, in load order. */
function leftBetween(was: State, { state, pushedOut }: Settled, changed: readonly string[]): readonly PluginInstance[] {
  const isSameOrder = was.controlPlane.order === state.controlPlane.order;
  const ids = isSameOrder ? [...changed, ...pushedOut.map(({ id }) => foldId(id))] : was.instances.keys();
  const at = positionsIn(was.controlPlane.order);
  return [...new Set(ids)]
    .toSorted((one, other) => (at.get(one) ?? 0) - (at.get(other) ?? 0))
    .flatMap((id) => was.instances.get(id) ?? [])
    .filter(({ id, use }) => state.instances.get(foldId(id))?.use !== use);
}

function saidOf(outcome: LoadOutcome, controlPlane: ControlPlane): readonly Diagnostic[] {
  return "instance" in outcome ? outcome.instance.diagnostics : failureOf(outcome, controlPlane);
}

/** Why a plugin could not be loaded, as it may be shown. */
export function failureOf(
  { candidate: { id: plugin }, failure }: Extract<LoadOutcome, { readonly failure: readonly Diagnostic[] }>,
  { checks: { redactor } }: ControlPlane,
): readonly Diagnostic[] {
  return failure.map((diagnostic) => redactor.diagnostic({ plugin, ...diagnostic }));
}

/** A state to be settled, and the folded ids of the plugins of which something else is there, or is brought. */
interface NextState {
  readonly next: State;
  readonly changed: readonly string[];
}

function emptyState(controlPlane: ControlPlane): State {
  const instances = new Layers<PluginInstance>(new Map(), rankIn(controlPlane));
  return { controlPlane, rules: rulesOf(controlPlane), instances, failures: new Map() };
}

function rankIn({ order }: ControlPlane): (id: string) => number {
  return (id) => positionsIn(order).get(id) ?? Infinity;
}

function withOutcomes(state: State, outcomes: readonly LoadOutcome[]): NextState {
  const loaded = new Map<string, PluginInstance>();
  const failed = new Map<string, readonly Diagnostic[]>();
  for (const outcome of outcomes) {
    const id = foldId(outcome.candidate.id);
    if ("instance" in outcome) loaded.set(id, outcome.instance);
    else failed.set(id, failureOf(outcome, state.controlPlane));
  }
  const failures = failed.size === 0 ? state.failures : new Map([...state.failures, ...failed]);
  const next = { ...state, failures, instances: state.instances.with(loaded) };
  return { next, changed: [...loaded.keys(), ...failed.keys()] };
}

function withChange(
  state: State,
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
function rulesOf({ vocabulary, slots, loaded: { config, place } }: ControlPlane, before?: State): Rules {
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

/** Builds the registry of a state; where conflicts are to fail, without the plugins that lose, one after the other. */
function settle(given: State, generation: number, since?: Since): Settled {
  const { controlPlane, rules } = given;
  let state = given;
  let registry = buildRegistry(inputOf(state, generation), since);
  const diagnostics = [...registry.diagnostics];
  const pushedOut: PluginInstance[] = [];
  if (controlPlane.loaded.config.plugins?.conflicts !== "fail") return { state, registry, pushedOut, diagnostics };
  const next = () => nextLoser(registry.conflicts, rules.choices, controlPlane.order);
  for (let loser = next(); loser; loser = next()) {
    const { plugin: id, failure } = loser;
    const instance = state.instances.get(id);
    if (instance) pushedOut.push(instance);
    const instances = state.instances.with(new Map([[id, undefined]]));
    state = { ...state, instances, failures: new Map([...state.failures, [id, [failure]]]) };
    registry = buildRegistry(inputOf(state, generation), { before: registry, changed: [id] });
    diagnostics.push(failure, ...registry.diagnostics);
  }
  return { state, registry, pushedOut, diagnostics };
}

function inputOf({ controlPlane, rules, instances, failures }: State, generation: number): RegistryInput {
  return { ...rules, order: controlPlane.order, instances, failed: new Set(failures.keys()), generation };
}

function onlyOnce(report: (diagnostic: Diagnostic) => void): (diagnostic: Diagnostic) => void {
  const said = new Set<string>();
  return (diagnostic) => {
    const name = `${diagnostic.code} ${diagnostic.message}`;
    if (said.has(name)) return;
    said.add(name);
    report(diagnostic);
  };
}
