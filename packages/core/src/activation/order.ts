import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { lowestPrecedence, sortGraph, type Circle, type Constraint } from "./sort-graph.js";

/** Plugins in the order in which they load and stand, and the circles that had to be broken for it. */
export interface PluginOrder {
  readonly candidates: readonly ReadyCandidate[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Orders plugins by what they ask (`requires`, `after`, `before`), then by id. A plugin that is named and not there is
 * ignored. In a circle, what the plugin of the lowest precedence asked is dropped; what is required only where there is
 * nothing else.
 */
export function orderPlugins(candidates: readonly ReadyCandidate[]): PluginOrder {
  const named = new Map(candidates.map((candidate) => [foldId(candidate.id), candidate]));
  // By id, so that nothing depends on the order of the candidates.
  const ids = [...named.keys()].toSorted();
  const places = new Map(ids.map((id, index) => [id, index]));
  const constraints = ids.flatMap((id) => constraintsOf(named.get(id) as ReadyCandidate, places));
  const { order, circles } = sortGraph(ids.length, constraints, (among) => lowestPrecedence(among, named));
  return {
    candidates: order.map((index) => named.get(ids[index] as string) as ReadyCandidate),
    diagnostics: circles.map((circle) => cycleDiagnostic(circle, ids, named.get(circle.by))),
  };
}

function constraintsOf({ id, manifest }: ReadyCandidate, places: ReadonlyMap<string, number>): readonly Constraint[] {
  const by = foldId(id);
  const own = places.get(by) as number;
  const placesOf = (others: readonly string[]) =>
    others.flatMap((other) => places.get(foldId(other)) ?? []).filter((place) => place !== own);
  return [
    ...placesOf(Object.keys(manifest.requires)).map((from) => ({ from, to: own, by, isNeed: true })),
    ...placesOf(manifest.after).map((from) => ({ from, to: own, by })),
    ...placesOf(manifest.before).map((to) => ({ from: own, to, by })),
  ];
}

function cycleDiagnostic(
  { constraints, by: plugin }: Circle,
  ids: readonly string[],
  candidate: ReadyCandidate | undefined,
): Diagnostic {
  const chain = [...constraints, ...constraints.slice(0, 1)].map(({ from }) => ids[from]).join(" -> ");
  const path = candidate?.manifestPath;
  return diagnose("ORDER_CYCLE", { chain, plugin }, { plugin, ...(path !== undefined && { path }) });
}
