import { origins } from "../catalog/roots.js";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Plugins in the order in which they load and stand, and the circles that had to be broken for it. */
export interface PluginOrder {
  readonly candidates: readonly ReadyCandidate[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `from` goes before `to`, because the plugin `by` said so. */
interface Constraint {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/**
 * Orders plugins by what they ask (`requires`, `after`, `before`), then by id. A plugin that is named and not there is
 * ignored. In a circle, what the plugin of the lowest precedence asked is dropped.
 */
export function orderPlugins(candidates: readonly ReadyCandidate[]): PluginOrder {
  const byId = new Map(candidates.map((candidate) => [foldId(candidate.id), candidate]));
  const ids = [...byId.keys()].toSorted();
  let constraints = candidates.flatMap(constraintsOf).filter(({ from, to }) => byId.has(from) && byId.has(to));
  const diagnostics: Diagnostic[] = [];
  for (;;) {
    const { ordered, left } = sort(ids, constraints);
    if (left.length === 0) {
      return { candidates: ordered.map((id) => byId.get(id) as ReadyCandidate), diagnostics };
    }
    const circle = findCircle(left, constraints);
    const weakest = circle.toSorted((one, other) => precedence(byId, other) - precedence(byId, one) || (one < other ? 1 : -1))[0] ?? "";
    const inCircle = ({ from, to }: Constraint) => circle.includes(from) && circle.includes(to);
    const own = constraints.filter((constraint) => constraint.by === weakest && inCircle(constraint));
    // The weakest may only be talked about, not talk: then whatever holds the circle together is dropped.
    const dropped = own.length > 0 ? own : constraints.filter(inCircle).slice(-1);
    constraints = constraints.filter((constraint) => !dropped.includes(constraint));
    const plugin = dropped[0]?.by ?? weakest;
    const place = { plugin, path: byId.get(plugin)?.manifestPath ?? "" };
    diagnostics.push(diagnose("ORDER_CYCLE", { chain: [...circle, circle[0]].join(" -> "), plugin }, place));
  }
}

function constraintsOf({ id, manifest }: ReadyCandidate): readonly Constraint[] {
  const by = foldId(id);
  const first = [...Object.keys(manifest.requires), ...manifest.after].map((other) => ({ from: foldId(other), to: by, by }));
  const last = manifest.before.map((other) => ({ from: by, to: foldId(other), by }));
  return [...first, ...last].filter(({ from, to }) => from !== to);
}

function precedence(byId: ReadonlyMap<string, ReadyCandidate>, id: string): number {
  const origin = byId.get(id)?.origin;
  return origin === undefined ? 0 : origins.indexOf(origin);
}

/** Counts what must go before each plugin; the smallest id that waits for nothing goes next. */
function sort(ids: readonly string[], constraints: readonly Constraint[]) {
  const waiting = new Map(ids.map((id) => [id, 0]));
  const followers = new Map<string, string[]>();
  for (const { from, to } of constraints) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    followers.set(from, [...(followers.get(from) ?? []), to]);
  }
  const ordered: string[] = [];
  let ready = ids.filter((id) => waiting.get(id) === 0);
  while (ready.length > 0) {
    const [next, ...rest] = ready as [string, ...string[]];
    ordered.push(next);
    waiting.delete(next);
    const freed: string[] = [];
    for (const follower of followers.get(next) ?? []) {
      const count = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, count);
      if (count === 0) freed.push(follower);
    }
    ready = freed.length === 0 ? rest : [...rest, ...freed].toSorted();
  }
  return { ordered, left: [...waiting.keys()] };
}

/** One circle among plugins that all wait for one another. */
function findCircle(left: readonly string[], constraints: readonly Constraint[]): readonly string[] {
  const path: string[] = [];
  let here = left[0];
  while (here !== undefined && !path.includes(here)) {
    path.push(here);
    const current: string = here;
    here = constraints.find(({ from, to }) => to === current && left.includes(from))?.from;
  }
  return here === undefined ? path : path.slice(path.indexOf(here)).toReversed();
}
