import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import { isStillSo } from "./change-plan.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Generations } from "./generations.js";
import type { Loads } from "./loads.js";
import type { PluginInstance } from "./loading/instance.js";
import { withRequirements } from "./plugin-loader.js";

/** What gathering a group needs of the host. */
export interface GroupSetting {
  readonly generations: Pick<Generations, "current" | "failures">;
  readonly loads: Pick<Loads, "load">;
}

/** The change that a group is part of, as far as it has come. Ids are folded. */
export interface GroupChange {
  readonly before: ControlPlane;
  readonly next: ControlPlane;
  readonly reload: ReadonlySet<string>;
  /** What was loaded for it. */
  readonly put: ReadonlyMap<string, PluginInstance>;
}

/** What is to be loaded for a group. */
export interface GatheredGroup {
  /** In load order: its plugins, and what they require that is not there. */
  readonly candidates: readonly ReadyCandidate[];
  /** Why something that they require cannot be had. */
  readonly unmet: readonly Diagnostic[];
}

/**
 * Gathers the plugins that are to be loaded anew together. In its `onLoad` each may use what it requires: what of that was
 * not loaded so far, and is not part of the change itself, is loaded first, as for any caller.
 *
 * @param group folded ids
 */
export async function gatherGroup(
  group: readonly string[],
  { before, next, reload, put }: GroupChange,
  { generations, loads }: GroupSetting,
): Promise<GatheredGroup> {
  const all = withRequirements(group, next.order);
  const others = all.map(({ id }) => foldId(id)).filter((id) => !group.includes(id) && !put.has(id));
  const unchanged = others.filter((id) => !reload.has(id) && isStillSo(id, before, next));
  await loads.load(unchanged);
  const isLoaded = (id: string) => put.has(id) || generations.current.instances.has(id);
  return {
    candidates: all.filter(({ id }) => group.includes(foldId(id)) || !isLoaded(foldId(id))),
    unmet: unchanged.flatMap((id) => generations.failures.get(id) ?? []),
  };
}
