import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { PluginInstance } from "./loading/instance.js";
import type { LoadOutcome } from "./loading/loader.js";
import type { Registration } from "./loading/registration.js";
import { conflictFailure, ownerChoices } from "./registry/ownership.js";
import { buildRegistry, type Registry } from "./registry/registry.js";

/** The current generation, and the one place where it changes: every change is one swap. */
export interface Generations {
  readonly current: Registry;
  /** Why plugins failed, by folded id; secrets taken out. */
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>;
  /**
   * Takes in what came of loading. Gives the instances that did not stay, because another plugin owns what they want and
   * the operator asked for that to be a failure.
   */
  commit(outcomes: readonly LoadOutcome[]): readonly PluginInstance[];
  /** A plugin took something back; nothing changes where it is not loaded. */
  renew(plugin: string): void;
  /** Makes a generation in which nothing is loaded, and gives the instances of the one before, in load order. */
  clear(): readonly PluginInstance[];
  /** What is registered and owned, in load order. */
  active(): readonly Registration[];
}

/** Begins with a generation in which nothing is loaded. `report` hears of what each new one finds, once. */
export function createGenerations(controlPlane: ControlPlane, report: (diagnostic: Diagnostic) => void): Generations {
  const { order, vocabulary, checks, loaded, slots } = controlPlane;
  const instances = new Map<string, PluginInstance>();
  const failures = new Map<string, readonly Diagnostic[]>();
  const choices = ownerChoices(loaded.config.plugins?.owners);
  const reportOnce = onlyOnce(report);

  const build = (generation: number): Registry => {
    const failed = new Set(failures.keys());
    const built = buildRegistry({
      order,
      vocabulary,
      choices,
      slots,
      failed,
      generation,
      instances: inLoadOrder(order, instances),
    });
    built.diagnostics.forEach(reportOnce);
    return built;
  };
  let current = build(0);
  const swap = () => void (current = build(current.generation + 1));

  const take = (outcome: LoadOutcome) => {
    const { id } = outcome.candidate;
    if ("instance" in outcome) {
      instances.set(foldId(id), outcome.instance);
      outcome.instance.diagnostics.forEach(report);
      return;
    }
    const failure = outcome.failure.map((diagnostic) => checks.redactor.diagnostic({ plugin: id, ...diagnostic }));
    failures.set(foldId(id), failure);
    failure.forEach(report);
  };
  /** Who loses to a plugin that stays; where all lose to one another, the last in plugin order. */
  const nextLoser = (): readonly [string, Diagnostic] | undefined => {
    const found = current.conflicts.flatMap((conflict) => {
      const winner = foldId(conflict.owner.plugin);
      return conflictFailure(conflict, choices).map((failure) => ({
        winner,
        id: foldId(failure.plugin ?? ""),
        failure,
      }));
    });
    const losers = new Set(found.map(({ id }) => id));
    const settled = found.find(({ winner }) => !losers.has(winner));
    const last = order.findLast(({ id }) => losers.has(foldId(id)));
    const next = settled ?? found.find(({ id }) => last !== undefined && id === foldId(last.id));
    return next && [next.id, next.failure];
  };
  /** One after the other: what one leaves may settle the next. */
  const failConflicts = (): readonly PluginInstance[] => {
    const removed: PluginInstance[] = [];
    if (loaded.config.plugins?.conflicts !== "fail") return removed;
    for (let loser = nextLoser(); loser; loser = nextLoser()) {
      const [id, failure] = loser;
      const instance = instances.get(id);
      if (instance) removed.push(instance);
      instances.delete(id);
      failures.set(id, [failure]);
      report(failure);
      swap();
    }
    return removed;
  };
  // What manifests say is settled before anything runs, so that it does not matter what is loaded first.
  failConflicts();
  return {
    get current() {
      return current;
    },
    failures,
    commit(outcomes) {
      outcomes.forEach(take);
      swap();
      return failConflicts();
    },
    renew: (plugin) => void (instances.has(foldId(plugin)) && swap()),
    clear() {
      const cleared = [...current.instances.values()];
      instances.clear();
      swap();
      return cleared;
    },
    active: () =>
      [...current.instances.values()].flatMap(({ registrations }) => [...registrations].filter(current.isActive)),
  };
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

/** In load order, whatever was loaded first. */
function inLoadOrder(
  order: readonly ReadyCandidate[],
  instances: ReadonlyMap<string, PluginInstance>,
): ReadonlyMap<string, PluginInstance> {
  return new Map(
    order.flatMap(({ id }) => {
      const instance = instances.get(foldId(id));
      return instance ? [[foldId(id), instance] as const] : [];
    }),
  );
}
