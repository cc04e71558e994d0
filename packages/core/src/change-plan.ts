import { isDeepStrictEqual } from "node:util";
import { foldId, isReady, type ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane, PluginState } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { PluginInstance } from "./loading/instance.js";
import type { Generations } from "./generations.js";
import type { PluginLoader } from "./plugin-loader.js";
import type { DecisionReason } from "./policy/decision.js";
import type { Registry } from "./registry/registry.js";

/** What a change asks of the plugins that are loaded; ids are folded. */
export interface ChangePlan {
  /** Loaded plugins that are not to be loaded any more, in load order. */
  readonly leave: readonly string[];
  /** Loaded plugins that are to be loaded anew, with what requires them, in groups that go together or not at all. */
  readonly replace: readonly (readonly string[])[];
}

/** What a change plan is made from. */
export interface ChangeInput {
  readonly instances: ReadonlyMap<string, PluginInstance>;
  readonly next: ControlPlane;
  readonly reload: ReadonlySet<string>;
  readonly unload: ReadonlySet<string>;
  /** Those that are what they should be: loaded anew already, or kept although they changed. */
  readonly settled: ReadonlySet<string>;
}

/** Why a plugin may not run, where that is no word of the operator's: one that runs already runs on as it was. */
const broken: ReadonlySet<DecisionReason> = new Set([
  "manifest-invalid",
  "config-missing",
  "config-invalid",
  "schema-invalid",
  "secret-unavailable",
  "engine-unmet",
]);

/** The loaded plugins that may not run any more because something about them broke, each as it is and as it was. */
export function brokenPlugins(
  instances: ReadonlyMap<string, PluginInstance>,
  before: ControlPlane,
  next: ControlPlane,
): readonly { readonly now: PluginState; readonly was: PluginState }[] {
  const inNext = firstByRoot(next.plugins);
  const ranBefore = firstByRoot(before.plugins.filter(({ decision }) => decision.enabled));
  return [...instances.values()].flatMap(({ candidate: { root } }) => {
    const [now, was] = [inNext.get(root), ranBefore.get(root)];
    return now && was && !now.decision.enabled && broken.has(now.decision.reason) ? [{ now, was }] : [];
  });
}

/** Two plugins may lie in one folder: then the first counts. */
function firstByRoot(plugins: readonly PluginState[]): ReadonlyMap<string, PluginState> {
  return new Map(plugins.toReversed().map((state) => [state.decision.candidate.root, state]));
}

/** Compares what is loaded with what should be. */
export function planChange(input: ChangeInput): ChangePlan {
  const { instances, next, settled, unload, reload } = input;
  const wanted = new Map(next.order.map((candidate) => [foldId(candidate.id), candidate]));
  const loaded = [...instances.keys()];
  const leaving = withDependants(
    loaded.filter((id) => !wanted.has(id) || (unload.has(id) && !settled.has(id))),
    instances,
    wanted,
  );
  const isOld = (id: string) => {
    const candidate = wanted.get(id);
    const instance = instances.get(id);
    return candidate && instance && (reload.has(id) || !isSameCode(instance.candidate, candidate));
  };
  const renewed = withDependants(
    loaded.filter((id) => !leaving.has(id) && !settled.has(id) && isOld(id)),
    instances,
    wanted,
  );
  const replaced = loaded.filter((id) => renewed.has(id) && !leaving.has(id) && !settled.has(id));
  return { leave: loaded.filter((id) => leaving.has(id)), replace: groupsOf(replaced, wanted) };
}

/** Whether two readings of a plugin are of the same plugin, but for what its code says. */
export function isSameCode(one: ReadyCandidate, other: ReadyCandidate): boolean {
  return (
    one.root === other.root &&
    one.origin === other.origin &&
    one.entry?.file === other.entry?.file &&
    isDeepStrictEqual(one.manifest, other.manifest)
  );
}

/** The plugins, and all that are loaded and require one of them. */
function withDependants(
  ids: readonly string[],
  instances: ReadonlyMap<string, PluginInstance>,
  wanted: ReadonlyMap<string, ReadyCandidate>,
): ReadonlySet<string> {
  const all = new Set(ids);
  // Grows while it is walked.
  for (const id of all) {
    for (const [other, { candidate }] of instances) {
      if (requiredBy(wanted.get(other) ?? candidate).includes(id)) all.add(other);
    }
  }
  return all;
}

function requiredBy({ manifest }: ReadyCandidate): readonly string[] {
  return Object.keys(manifest.requires).map(foldId);
}

/** Splits plugins into those that have to do with one another through `requires`. */
function groupsOf(ids: readonly string[], wanted: ReadonlyMap<string, ReadyCandidate>): readonly (readonly string[])[] {
  const left = new Set(ids);
  const requiredOf = (id: string) => {
    const candidate = wanted.get(id);
    return candidate ? requiredBy(candidate) : [];
  };
  const groups: string[][] = [];
  for (const first of ids) {
    if (!left.delete(first)) continue;
    const group = new Set([first]);
    for (const id of group) {
      for (const other of left) {
        if (!requiredOf(id).includes(other) && !requiredOf(other).includes(id)) continue;
        group.add(other);
        left.delete(other);
      }
    }
    groups.push(ids.filter((id) => group.has(id)));
  }
  return groups;
}

type States = ControlPlane["plugins"];

const running = new WeakMap<States, ReadonlyMap<string, PluginState>>();

/** The plugin's state, if it may run. `id`: folded. Indexed once for each reading: a change asks about every plugin. */
export function runningState({ plugins }: ControlPlane, id: string): PluginState | undefined {
  const known = running.get(plugins);
  if (known) return known.get(id);
  const made = new Map(plugins.filter(mayRun).map((state) => [foldId(state.decision.candidate.id), state]));
  running.set(plugins, made);
  return made.get(id);
}

function mayRun({ decision: { candidate, enabled } }: PluginState): boolean {
  return enabled && isReady(candidate);
}

/** Folded ids of plugins that were loaded since, meanwhile, and are not what they should be by now. */
export async function stalePlugins(
  { instances: known }: Pick<Registry, "instances">,
  { current: { instances }, controlPlane }: Generations,
  { configOf }: Pick<PluginLoader, "configOf">,
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [id, { use, candidate }] of instances) {
    if (known.get(id)?.use === use) continue;
    const now = runningState(controlPlane, id)?.decision.candidate;
    if (!now || !isReady(now)) continue;
    const resolved = await configOf(now, controlPlane);
    const isSameConfig = !("config" in resolved) || isDeepStrictEqual(resolved.config, use.config);
    if (!isSameCode(candidate, now) || !isSameConfig) stale.push(id);
  }
  return stale;
}

/** What decides which failed plugins are tried again. */
export interface RetryInput {
  /** Folded ids of those that were asked for. */
  readonly reload: ReadonlySet<string>;
  /** Of which everything new is taken in. */
  readonly isWide: boolean;
  readonly before: ControlPlane;
  readonly next: ControlPlane;
}

/**
 * Folded ids of failed plugins that are to be tried again: those asked for, those that are not what failed any more, and
 * those that failed only because they require one of these. `failures`: why each failed, by folded id.
 */
export function pluginsToRetry(
  { reload, isWide, before, next }: RetryInput,
  { failures }: { readonly failures: ReadonlyMap<string, readonly Diagnostic[]> },
): readonly string[] {
  const failed = [...failures.keys()].filter((id) => runningState(next, id));
  const isNew = (id: string) => isWide && !isStillSo(id, before, next);
  const again = new Set(failed.filter((id) => reload.has(id) || isNew(id)));
  // Grows while it is walked.
  for (const id of again) {
    for (const other of failed) {
      const { candidate } = runningState(next, other)?.decision ?? {};
      const isWaiting = failures.get(other)?.some(({ code }) => code === "LOAD_REQUIREMENT_FAILED");
      if (isWaiting && candidate && isReady(candidate) && requiredBy(candidate).includes(id)) again.add(other);
    }
  }
  return [...again];
}

/** Whether a plugin may run in both readings, with the same manifest and the same config. */
export function isStillSo(id: string, before: ControlPlane, now: ControlPlane): boolean {
  const [was, is] = [runningState(before, id), runningState(now, id)];
  const [one, other] = [was?.decision.candidate, is?.decision.candidate];
  if (!one || !other || !isReady(one) || !isReady(other)) return false;
  return isSameCode(one, other) && isDeepStrictEqual(was?.config?.written, is?.config?.written);
}
