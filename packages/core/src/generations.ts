import { serviceKind } from "./calling/services.js";
import { foldId } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { messageOf } from "./diagnostics/error.js";
import { isPromiseLike } from "./diagnostics/given-value.js";
import {
  emptyState,
  failureOf,
  inputOf,
  withChange,
  withOutcomes,
  type GenerationChange,
  type GenerationState,
  type NextState,
} from "./generation-state.js";
import type { PluginInstance } from "./loading/instance.js";
import type { LoadOutcome } from "./loading/loader.js";
import type { Registration } from "./loading/registration.js";
import { compareRegistries, isEmptyDelta, type RegistryDelta } from "./registry/delta.js";
import { nextLoser } from "./registry/ownership.js";
import { buildRegistry, type Registry, type Since } from "./registry/registry.js";
import { positionsIn } from "./registry/state.js";

export { failureOf, type GenerationChange };

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
  /** Where `current` stands, for those who look thousands of times in a millisecond. */
  readonly now: { readonly registry: Registry };
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
  /** The services that are registered and owned, in load order. */
  active(): readonly Registration[];
  /** Hears of each swap that changes what is owned; gives its own undo. What it throws is reported. */
  onChange(listener: (delta: RegistryDelta) => unknown): () => void;
}

/** A state whose conflicts are settled, and what it came to. */
interface Settled {
  readonly state: GenerationState;
  readonly registry: Registry;
  readonly pushedOut: readonly PluginInstance[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Begins with a generation in which nothing is loaded. `report` hears of what each new one finds, once. */
export function createGenerations(controlPlane: ControlPlane, report: (diagnostic: Diagnostic) => void): Generations {
  const reportOnce = onlyOnce(report);
  const listeners = new Set<(delta: RegistryDelta) => unknown>();
  const begun = settle(emptyState(controlPlane), 0);
  let { state } = begun;
  const now: { registry: Registry } = { registry: begun.registry };
  begun.diagnostics.forEach(reportOnce);

  const untold: RegistryDelta[] = [];
  /** In order, also where a listener itself brings the next change about. */
  const tellInTurn = (delta: RegistryDelta) => {
    if (untold.push(delta) > 1) return;
    for (let next: RegistryDelta | undefined = delta; next; next = untold[0]) {
      tell(listeners, next, report);
      untold.shift();
    }
  };

  const take = ({ next, changed }: NextState): Swap & { readonly pushedOut: readonly PluginInstance[] } => {
    const [before, was] = [now.registry, state];
    const settled = settle(next, before.generation + 1, { before, changed });
    // The swap: nobody can see one of the two without the other.
    ({ state, registry: now.registry } = settled);
    settled.diagnostics.forEach(reportOnce);
    let delta: RegistryDelta | undefined;
    const compared = () => (delta ??= compareRegistries(before, settled.registry));
    if (listeners.size > 0 && !isEmptyDelta(compared())) tellInTurn(compared());
    return {
      left: [...leftBetween(was, settled, changed), ...onlyPushedOut(was, settled)],
      pushedOut: settled.pushedOut,
      get delta() {
        return compared();
      },
    };
  };
  return {
    now,
    get controlPlane() {
      return state.controlPlane;
    },
    get current() {
      return now.registry;
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
      const { registry: before } = now;
      return servicesIn(settle(next, before.generation + 1, { before, changed }).registry, next);
    },
    swap: (change) => take(withChange(state, change)),
    renew(plugin) {
      const id = foldId(plugin);
      if (state.instances.has(id)) take({ next: state, changed: [id] });
    },
    active: () => servicesIn(now.registry, state),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What a listener throws, or rejects with, is none of the others' affair, nor reason to end the process. */
function tell(
  listeners: ReadonlySet<(delta: RegistryDelta) => unknown>,
  delta: RegistryDelta,
  report: (diagnostic: Diagnostic) => void,
): void {
  const failed = (error: unknown) => report(diagnose("CHANGE_LISTENER_FAILED", { reason: messageOf(error) }));
  for (const listener of listeners) {
    try {
      const returned = listener(delta);
      if (isPromiseLike(returned)) Promise.resolve(returned).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

function servicesIn(registry: Registry, { controlPlane }: GenerationState): readonly Registration[] {
  const contract = controlPlane.vocabulary.byKind.get(serviceKind);
  return contract ? registry.entries(contract).map(({ registration }) => registration) : [];
}

/** Instances that came with a state and lost to another plugin at once: they are in no generation at all. */
function onlyPushedOut({ instances }: GenerationState, { pushedOut }: Settled): readonly PluginInstance[] {
  return pushedOut.filter(({ id, use }) => instances.get(foldId(id))?.use !== use);
}

/** The instances of one state that are not in the next, in load order. */
function leftBetween(
  was: GenerationState,
  { state, pushedOut }: Settled,
  changed: readonly string[],
): readonly PluginInstance[] {
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

/** Builds the registry of a state; where conflicts are to fail, without the plugins that lose, one after the other. */
function settle(given: GenerationState, generation: number, since?: Since): Settled {
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
    state = withoutLoser(state, id, failure);
    registry = buildRegistry(inputOf(state, generation), { before: registry, changed: [id] });
    diagnostics.push(failure, ...registry.diagnostics);
  }
  return { state, registry, pushedOut, diagnostics };
}

function withoutLoser(state: GenerationState, id: string, failure: Diagnostic): GenerationState {
  const instances = state.instances.with(new Map([[id, undefined]]));
  return { ...state, instances, failures: new Map([...state.failures, [id, [failure]]]) };
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
