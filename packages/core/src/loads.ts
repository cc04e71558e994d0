import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import type { ServiceRunner } from "./calling/services.js";
import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import { isStillSo } from "./change-plan.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import { MortiseError } from "./diagnostics/error.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Generations } from "./generations.js";
import type { PluginInstance } from "./loading/instance.js";
import type { LoadOutcome } from "./loading/loader.js";
import { inLevels, withRequirements, type PluginLoader } from "./plugin-loader.js";
import type { Quarantine } from "./policy/quarantine.js";
import type { Retirement } from "./retirement.js";
import { assertRequired, isToBeQuarantined, requiredPlugins } from "./startup.js";

/** What loading and committing needs. */
export interface LoadsOptions {
  readonly generations: Generations;
  readonly loader: PluginLoader;
  readonly services: ServiceRunner;
  readonly retirement: Retirement;
  readonly quarantine: Quarantine;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The plugins that are loaded when something needs them. */
export interface Loads {
  /**
   * Loads what a trigger needs, and the plugins that the operator requires for it. Resolves when that is registered and
   * its services have started. `without`: plugins that are left alone, by folded id. Rejects with `TRIGGER_INVALID`, `PLUGIN_REQUIRED`, `HOST_CLOSED`.
   */
  ensure(trigger: Trigger | string, without?: ReadonlySet<string>): Promise<ActivationPlan>;
  /**
   * Loads plugins by id and what they require, once each, however many ask; those that may not run, are loaded or failed
   * already are left alone. Resolves when they have registered and their `onLoad` is done: a service that starts may
   * itself wait for this. Rejects with `HOST_CLOSED`.
   */
  load(ids: Iterable<string>): Promise<void>;
  /** As `load`; those that failed are tried again, and count as failed until that is done. */
  retry(ids: Iterable<string>): Promise<void>;
  /** Folded ids that are to be loaded anew when they are asked for, also while they are being loaded. */
  forget(ids: Iterable<string>): void;
  /** Resolves when nothing is being loaded. */
  settled(): Promise<void>;
  /** Lets the services follow what is registered; not while `hold` is on, since then they are being handed over. */
  followServices(): Promise<void>;
  hold(isHeld: boolean): void;
  /** Nothing is loaded any more. */
  close(): void;
}

/** Makes an empty set of loads: the registry knows what is declared, and nothing is active. */
export function createLoads(options: LoadsOptions): Loads {
  const { generations, loader, services, retirement } = options;
  /** What is being loaded, by folded id. */
  const asked = new Map<string, Promise<void>>();
  /** Folded ids of those whose failure does not count, because they are being tried again. */
  const retried = new Set<string>();
  const running = new Set<Promise<void>>();
  let isClosed = false;
  let isHeld = false;

  const refuseClosed = () => isClosed && refuse();
  const followServices = async () => {
    if (!isHeld && !isClosed) await services.run(generations.active());
  };
  const hasFailed = (id: string) => generations.failures.has(id) && !retried.has(id);
  const loadNow = async (fresh: readonly ReadyCandidate[], others: readonly Promise<void>[]) => {
    const { controlPlane } = generations;
    // What is loaded by somebody else already may be what these require.
    await Promise.all(others);
    const levels = inLevels(fresh);
    for (const [depth, candidates] of levels.entries()) {
      refuseClosed();
      const outcomes = await loader.load(candidates, { controlPlane, hasFailed });
      const { taken, dropped } = sortOut(outcomes, controlPlane, generations);
      for (const instance of dropped) retirement.track(instance.dispose());
      for (const outcome of outcomes) if ("dropped" in outcome) retirement.track(outcome.dropped);
      await commit(taken);
      if (taken.length === outcomes.length) continue;
      // What was read is not how it is any more: those that are still wanted are loaded as they are now.
      forget(fresh.map(({ id }) => id));
      return load(levels.slice(depth).flatMap((level) => level.map(({ id }) => id)));
    }
  };
  const commit = async (outcomes: readonly LoadOutcome[]) => {
    if (outcomes.length === 0) return;
    const pushedOut = generations.commit(outcomes);
    for (const { candidate } of outcomes) retried.delete(foldId(candidate.id));
    await quarantineFailed(outcomes, options);
    forget(pushedOut.map(({ id }) => id));
    const followed = followServices();
    for (const instance of pushedOut) retirement.track(followed.then(() => retirement.retire(instance)));
  };
  const forget = (ids: Iterable<string>) => {
    for (const id of ids) asked.delete(foldId(id));
  };
  const load = async (ids: Iterable<string>): Promise<void> => {
    refuseClosed();
    const wanted = withRequirements(ids, generations.controlPlane.order);
    const isFresh = ({ id }: ReadyCandidate) => !asked.has(foldId(id)) && !hasFailed(foldId(id));
    const fresh = wanted.filter(isFresh).filter(({ id }) => !generations.current.instances.has(foldId(id)));
    const others = wanted.flatMap(({ id }) => asked.get(foldId(id)) ?? []);
    if (fresh.length > 0) begin(fresh, loadNow(fresh, others));
    await Promise.all(wanted.flatMap(({ id }) => asked.get(foldId(id)) ?? []));
  };
  const begin = (fresh: readonly ReadyCandidate[], batch: Promise<void>) => {
    running.add(batch);
    const end = () => {
      running.delete(batch);
      // Whoever asks later looks at what is loaded and what failed.
      for (const { id } of fresh) if (asked.get(foldId(id)) === batch) asked.delete(foldId(id));
    };
    batch.then(end, end);
    for (const { id } of fresh) asked.set(foldId(id), batch);
  };
  return {
    load,
    async retry(ids) {
      const again = [...ids].map(foldId);
      for (const id of again) retried.add(id);
      forget(again);
      try {
        await load(again);
      } finally {
        for (const id of again) retried.delete(id);
      }
    },
    forget,
    followServices,
    async ensure(trigger, without) {
      const { controlPlane } = generations;
      const planned = controlPlane.plan(trigger);
      if ("code" in planned) throw new MortiseError(planned);
      const entries = planned.entries.filter(({ plugin }) => without?.has(foldId(plugin)) !== true);
      const wanted = [...entries.map(({ plugin }) => plugin), ...requiredPlugins(controlPlane, trigger)];
      await load(wanted);
      await services.settled();
      assertRequired(trigger, controlPlane, generations.current, generations.failures, wanted);
      return planned;
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    hold: (held) => void (isHeld = held),
    close: () => void (isClosed = true),
  };
}

function refuse(): never {
  throw new MortiseError(diagnose("HOST_CLOSED", {}));
}

/** Keeps those out of later starts that the operator wants kept out when they fail. */
async function quarantineFailed(
  outcomes: readonly LoadOutcome[],
  { generations, quarantine, report }: LoadsOptions,
): Promise<void> {
  for (const { candidate } of outcomes) {
    const failure = generations.failures.get(foldId(candidate.id));
    if (!failure || !isToBeQuarantined(generations.controlPlane, candidate.id, failure)) continue;
    const problem = await quarantine.add(candidate, failure);
    if (problem) report(problem);
  }
}

/**
 * Parts what came of loading into what is to be committed, and the instances that are not: while they were being loaded
 * their plugin, or its config, became another, was taken out, or was loaded by a change.
 */
function sortOut(
  outcomes: readonly LoadOutcome[],
  before: ControlPlane,
  { controlPlane: now, current }: Generations,
): { readonly taken: readonly LoadOutcome[]; readonly dropped: readonly PluginInstance[] } {
  if (before === now) return { taken: outcomes, dropped: [] };
  const taken = outcomes.filter(({ candidate: { id } }) => {
    return !current.instances.has(foldId(id)) && isStillSo(foldId(id), before, now);
  });
  const left = outcomes.filter((outcome) => !taken.includes(outcome));
  return { taken, dropped: left.flatMap((outcome) => ("instance" in outcome ? [outcome.instance] : [])) };
}
