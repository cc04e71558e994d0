import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import type { ServiceRunner } from "./calling/services.js";
import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import { diagnose } from "./diagnostics/catalogue.js";
import { MortiseError } from "./diagnostics/error.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Generations } from "./generations.js";
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
  /** Folded ids that are to be loaded anew when they are asked for. */
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
  const asked = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  let isClosed = false;
  let isHeld = false;

  const refuseClosed = () => {
    if (isClosed) throw new MortiseError(diagnose("HOST_CLOSED", {}));
  };
  const followServices = async () => {
    if (!isHeld && !isClosed) await services.run(generations.active());
  };
  const loadNow = async (fresh: readonly ReadyCandidate[], others: readonly Promise<void>[]) => {
    // What is loaded by somebody else already may be what these require.
    await Promise.all(others);
    for (const candidates of inLevels(fresh)) {
      refuseClosed();
      const { controlPlane } = generations;
      const outcomes = await loader.load(candidates, { controlPlane, hasFailed: (id) => generations.failures.has(id) });
      for (const outcome of outcomes) if ("dropped" in outcome) retirement.await(outcome.dropped);
      const pushedOut = generations.commit(outcomes);
      await quarantineFailed(outcomes, options);
      forget(pushedOut.map(({ id }) => id));
      const followed = followServices();
      for (const instance of pushedOut) retirement.await(followed.then(() => retirement.retire(instance)));
    }
  };
  const forget = (ids: Iterable<string>) => {
    for (const id of ids) asked.delete(foldId(id));
  };
  const load = async (ids: Iterable<string>) => {
    refuseClosed();
    const wanted = withRequirements(ids, generations.controlPlane.order);
    const isFresh = ({ id }: ReadyCandidate) => !asked.has(foldId(id)) && !generations.failures.has(foldId(id));
    const fresh = wanted.filter(isFresh).filter(({ id }) => !generations.current.instances.has(foldId(id)));
    const others = wanted.flatMap(({ id }) => asked.get(foldId(id)) ?? []);
    if (fresh.length > 0) {
      const batch = loadNow(fresh, others);
      running.add(batch);
      batch.finally(() => running.delete(batch)).catch(() => {});
      for (const { id } of fresh) asked.set(foldId(id), batch);
    }
    await Promise.all(wanted.flatMap(({ id }) => asked.get(foldId(id)) ?? []));
  };
  return {
    load,
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
