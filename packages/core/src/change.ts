import { startup } from "./activation/trigger.js";
import type { ServiceRunner } from "./calling/services.js";
import { foldId } from "./catalog/candidate.js";
import { pluginsToRetry, runningState } from "./change-plan.js";
import type { ControlPlane } from "./control-plane.js";
import type { ChangeRequest, FailedChange, HostChange } from "./host-change.js";
import type { Loads } from "./loads.js";
import { compareRegistries } from "./registry/delta.js";
import { Preparation, type PreparationSetting } from "./preparation.js";
import { requiredPlugins } from "./startup.js";

/** What changing needs of the host. */
export interface ChangeSetting extends PreparationSetting {
  readonly loads: Loads;
  readonly services: ServiceRunner;
  /** Whether what belongs to the start is loaded by itself. */
  isStarted(): boolean;
  /** Callers see another generation from now on. */
  onSwap(): void;
}

/** Makes one change, whole: callers see all of it or nothing. */
export async function makeChange(request: ChangeRequest, setting: ChangeSetting): Promise<HostChange> {
  const { loads, services, generations } = setting;
  await loads.settled();
  const preparation = new Preparation(request, setting);
  try {
    do await preparation.run();
    while (!(await handOver(preparation, setting)));
  } catch (error) {
    preparation.abandon();
    await services.run(generations.active());
    loads.hold(false);
    throw error;
  }
  try {
    return await swap(preparation, setting);
  } finally {
    loads.hold(false);
  }
}

/**
 * Stops old services and starts new ones, since two of a kind cannot run beside each other. False where a new one did
 * not start: the old run again, and all is to be decided anew.
 */
async function handOver(preparation: Preparation, { services, generations, loads }: ChangeSetting): Promise<boolean> {
  loads.hold(true);
  const failed = await services.run(generations.preview(preparation.change));
  const bad = [...preparation.put].filter(([, { registrations }]) => failed.some((each) => registrations.has(each)));
  if (bad.length === 0) return true;
  await services.run(generations.active());
  for (const [id, instance] of bad) await preparation.undo(id, instance, failed);
  return false;
}

async function swap(preparation: Preparation, setting: ChangeSetting): Promise<HostChange> {
  const { generations, loads, retirement, report, onSwap } = setting;
  const { put, configs, leave, failed, begun } = preparation;
  const known = new Set(begun.instances.keys());
  const retried = pluginsToRetry(preparation, generations);
  for (const [instance, config] of configs) instance.use.config = config;
  const { left } = generations.swap(preparation.change);
  onSwap();
  for (const instance of put.values()) instance.diagnostics.forEach(report);
  loads.forget(left.map(({ id }) => id));
  loads.hold(false);
  await loads.followServices();
  for (const instance of left.toReversed()) await retirement.retire(instance);
  await loadWhatBelongs(retried, new Set(leave), setting);
  const { instances } = generations.current;
  const ids = (all: Iterable<string>) => [...all].map((id) => instances.get(id)?.id ?? id);
  return {
    delta: compareRegistries(begun, generations.current),
    loaded: ids([...instances.keys()].filter((id) => !known.has(id))),
    reloaded: ids([...put.keys()].filter((id) => known.has(id))),
    updated: [...configs.keys()].map(({ id }) => id),
    unloaded: [...new Set(left.flatMap(({ id }) => (instances.has(foldId(id)) ? [] : [id])))],
    failed: [...failed, ...notLoaded(retried, setting)],
  };
}

/**
 * What is to run from the start may have been let in only now; what had failed is tried again. What this very change
 * unloads is not brought back by it.
 */
async function loadWhatBelongs(
  retried: readonly string[],
  unloaded: ReadonlySet<string>,
  { loads, generations, isStarted }: ChangeSetting,
): Promise<void> {
  if (isStarted()) {
    const belonging = startupPlugins(generations.controlPlane);
    await loads.load(belonging.filter((id) => !unloaded.has(foldId(id))));
  }
  if (retried.length > 0) await loads.retry(retried);
}

function notLoaded(
  retried: readonly string[],
  { generations: { failures, controlPlane } }: ChangeSetting,
): readonly FailedChange[] {
  return retried.flatMap((id) => {
    const diagnostics = failures.get(id);
    const plugin = runningState(controlPlane, id)?.decision.candidate.id ?? id;
    return diagnostics ? [{ plugin, diagnostics }] : [];
  });
}

/** Ids of the plugins that are to run from the start. */
function startupPlugins(controlPlane: ControlPlane): readonly string[] {
  const planned = controlPlane.plan(startup);
  const entries = "code" in planned ? [] : planned.entries;
  return [...entries.map(({ plugin }) => plugin), ...requiredPlugins(controlPlane)];
}
