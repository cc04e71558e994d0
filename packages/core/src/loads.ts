import { AskedPlugins, type AskedPlugin } from "./asked-plugins.js";
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
import { inWaves, type LoadOutcome } from "./loading/loader.js";
import type { LoadBatch, OnLoadRun } from "./loading/load-batch.js";
import { withRequirements, type LoadSetting, type PluginLoader } from "./plugin-loader.js";
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
   * its services have started. `without`: plugins that are left alone, by folded id. `asker`: the `onLoad` that asks,
   * which does not wait for services. Rejects with `TRIGGER_INVALID`, `PLUGIN_REQUIRED`, `HOST_CLOSED`, `RUNTIME_NOT_READY`.
   */
  ensure(trigger: Trigger | string, without?: ReadonlySet<string>, asker?: OnLoadRun): Promise<ActivationPlan>;
  /**
   * Loads plugins by id and what they require, once each, however many ask; those that may not run, are loaded or failed
   * already are left alone. Resolves when they have registered and their `onLoad` is done: a service that starts may
   * itself wait for this. Those that come together are committed together; only a plugin whose `onLoad` may use what it
   * requires comes after that. Rejects with `HOST_CLOSED`, and with `RUNTIME_NOT_READY` where `asker`, the `onLoad` that
   * asks, would wait for itself.
   */
  load(ids: Iterable<string>, asker?: OnLoadRun): Promise<void>;
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
  const asked = new AskedPlugins();
  /** Folded ids of those whose failure does not count, because they are being tried again. */
  const retried = new Set<string>();
  let isClosed = false;
  let isHeld = false;

  const refuseClosed = () => isClosed && refuse();
  const followServices = async () => {
    if (!isHeld && !isClosed) await services.run(generations.active());
  };
  const hasFailed = (id: string) => generations.failures.has(id) && !retried.has(id);
  const loadNow = async (
    fresh: readonly ReadyCandidate[],
    others: readonly AskedPlugin[],
    batch: LoadBatch,
    land: (id: string) => void,
  ) => {
    const { controlPlane } = generations;
    // What is loaded by somebody else already may be what these require.
    await Promise.all(others.map(({ done }) => done));
    refuseClosed();
    const setting: LoadSetting = { batch, controlPlane, hasFailed };
    const waves = inWaves(await loader.prepare(fresh, setting));
    for (const [depth, wave] of waves.entries()) {
      // What had begun when the host was closed is unloaded by that in turn.
      if (depth > 0) refuseClosed();
      const outcomes = await loader.register(wave, setting);
      const taken = sortOut(outcomes, controlPlane, options);
      await commit(taken);
      for (const { candidate } of taken) land(candidate.id);
      if (taken.length === outcomes.length) continue;
      // What was read is not how it is any more: those that are still wanted are loaded as they are now.
      asked.forget(batch.ids);
      const left = waves.slice(depth).flatMap((each) => each.map(({ candidate }) => candidate.id));
      return load(left, undefined, batch);
    }
  };
  const commit = async (outcomes: readonly LoadOutcome[]) => {
    if (outcomes.length === 0) return;
    const pushedOut = generations.commit(outcomes);
    for (const { candidate } of outcomes) retried.delete(foldId(candidate.id));
    await quarantineFailed(outcomes, options);
    asked.forget(pushedOut.map(({ id }) => id));
    const followed = followServices();
    for (const instance of pushedOut) retirement.track(followed.then(() => retirement.retire(instance)));
  };
  const load = async (ids: Iterable<string>, asker?: OnLoadRun, waiting = batchOf(asker)): Promise<void> => {
    refuseClosed();
    const isThere = (id: string) => generations.current.instances.has(id) || hasFailed(id);
    const order = withRequirements(ids, generations.controlPlane.order);
    const wanted = order.filter(({ id }) => !isThere(foldId(id)));
    const names = wanted.map(({ id }) => id);
    if (asker?.isRunning === true) asked.refuseCircle(asker, names);
    const others = asked.among(names);
    const fresh = wanted.filter(({ id }) => !asked.has(id));
    const begin = () => asked.begin(fresh, others, (batch, land) => loadNow(fresh, others, batch, land));
    const begun = fresh.length === 0 ? [] : begin();
    for (const plugin of [...others, ...begun]) waiting?.waitFor(plugin);
    await Promise.all([...others, ...begun].map(({ done }) => done));
  };
  return {
    load: (ids, asker) => load(ids, asker),
    async retry(ids) {
      const again = [...ids].map(foldId);
      for (const id of again) retried.add(id);
      asked.forget(again);
      try {
        await load(again);
      } finally {
        for (const id of again) retried.delete(id);
      }
    },
    forget: (ids) => asked.forget(ids),
    followServices,
    async ensure(trigger, without, asker) {
      const { controlPlane } = generations;
      const planned = controlPlane.plan(trigger);
      if ("code" in planned) throw new MortiseError(planned);
      const ids = planned.entries.map(({ plugin }) => plugin).filter((id) => without?.has(foldId(id)) !== true);
      const wanted = [...ids, ...requiredPlugins(controlPlane, trigger)];
      await load(wanted, asker);
      // A service may wait for the very plugin whose `onLoad` asks.
      if (asker?.isRunning !== true) await services.settled();
      assertRequired(trigger, controlPlane, generations.current, generations.failures, wanted);
      return planned;
    },
    settled: () => asked.settled(),
    hold: (held) => void (isHeld = held),
    close: () => void (isClosed = true),
  };
}

function refuse(): never {
  throw new MortiseError(diagnose("HOST_CLOSED", {}));
}

/** What waits for what `asker` waits for. */
function batchOf(asker: OnLoadRun | undefined): LoadBatch | undefined {
  return asker?.isRunning === true ? asker.batch : undefined;
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
 * What came of loading that is to be committed. What is not is undone: while it was being loaded its plugin, or its config,
 * became another, was taken out, or was loaded by a change.
 */
function sortOut(
  outcomes: readonly LoadOutcome[],
  before: ControlPlane,
  { generations, retirement }: LoadsOptions,
): readonly LoadOutcome[] {
  const { controlPlane: now, current } = generations;
  const isToTake = ({ candidate: { id } }: LoadOutcome) =>
    !current.instances.has(foldId(id)) && (before === now || isStillSo(foldId(id), before, now));
  const taken = outcomes.filter(isToTake);
  for (const outcome of outcomes) {
    if ("dropped" in outcome) retirement.track(outcome.dropped);
    if ("instance" in outcome && !taken.includes(outcome)) retirement.track(outcome.instance.dispose());
  }
  return taken;
}
