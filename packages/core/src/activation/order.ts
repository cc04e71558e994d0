import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createQueue } from "./queue.js";

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

/** Plugins by folded id, and what each waits for. */
interface Graph {
  readonly byId: ReadonlyMap<string, ReadyCandidate>;
  /** Constraints that hold a plugin back, by its id; those that were met or dropped are gone. */
  readonly waits: ReadonlyMap<string, Set<Constraint>>;
  /** Constraints that end when a plugin was placed, by its id. */
  readonly frees: ReadonlyMap<string, readonly Constraint[]>;
}

/**
 * Orders plugins by what they ask (`requires`, `after`, `before`), then by id. A plugin that is named and not there is
 * ignored. In a circle, what the plugin of the lowest precedence asked is dropped.
 */
export function orderPlugins(candidates: readonly ReadyCandidate[]): PluginOrder {
  const named = new Map(candidates.map((candidate) => [foldId(candidate.id), candidate]));
  // By id, so that nothing depends on the order of the candidates.
  const byId = new Map([...named.keys()].toSorted().map((id) => [id, named.get(id) as ReadyCandidate]));
  const constraints = [...byId.values()]
    .flatMap(constraintsOf)
    .filter(({ from, to }) => byId.has(from) && byId.has(to));
  const { ordered, dropped, diagnostics } = sort(byId, constraints);
  // What waited in a circle came late; without what made it one, all stand where they belong.
  const settled =
    dropped.size === 0
      ? ordered
      : sort(
          byId,
          constraints.filter((constraint) => !dropped.has(constraint)),
        ).ordered;
  return { candidates: settled, diagnostics };
}

interface Sorting {
  readonly ordered: readonly ReadyCandidate[];
  readonly dropped: ReadonlySet<Constraint>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The smallest id that waits for nothing goes next; where all wait, a circle is broken. */
function sort(byId: Graph["byId"], constraints: readonly Constraint[]): Sorting {
  const graph = graphOf(byId, constraints);
  const { waits, frees } = graph;
  const ready = createQueue([...byId.keys()].filter((id) => waits.get(id)?.size === 0));
  const left = new Set(byId.keys());
  const ordered: ReadyCandidate[] = [];
  const dropped = new Set<Constraint>();
  const diagnostics: Diagnostic[] = [];
  const lift = (constraint: Constraint) => {
    const waiting = waits.get(constraint.to);
    if (waiting?.delete(constraint) && waiting.size === 0) ready.add(constraint.to);
  };
  while (left.size > 0) {
    const id = ready.take();
    if (id === undefined) {
      const broken = breakCircle(left, graph);
      for (const constraint of broken.constraints) dropped.add(constraint);
      broken.constraints.forEach(lift);
      diagnostics.push(broken.diagnostic);
      continue;
    }
    left.delete(id);
    ordered.push(byId.get(id) as ReadyCandidate);
    frees.get(id)?.forEach(lift);
  }
  return { ordered, dropped, diagnostics };
}

function graphOf(byId: Graph["byId"], constraints: readonly Constraint[]): Graph {
  const waits = new Map([...byId.keys()].map((id) => [id, new Set<Constraint>()]));
  const frees = new Map([...byId.keys()].map((id): [string, Constraint[]] => [id, []]));
  for (const constraint of constraints) {
    waits.get(constraint.to)?.add(constraint);
    frees.get(constraint.from)?.push(constraint);
  }
  return { byId, waits, frees };
}

function constraintsOf({ id, manifest }: ReadyCandidate): readonly Constraint[] {
  const by = foldId(id);
  const first = [...Object.keys(manifest.requires), ...manifest.after].map((other) => ({
    from: foldId(other),
    to: by,
    by,
  }));
  const last = manifest.before.map((other) => ({ from: by, to: foldId(other), by }));
  return [...first, ...last].filter(({ from, to }) => from !== to);
}

/** Of one circle, what the plugin of the lowest precedence asked for it; of two, the one whose id comes last. */
function breakCircle(
  left: ReadonlySet<string>,
  { byId, waits }: Graph,
): { constraints: readonly Constraint[]; diagnostic: Diagnostic } {
  const circle = findCircle(left, waits);
  const plugin =
    circle
      .map(({ by }) => by)
      .toSorted((one, other) => precedence(byId, other) - precedence(byId, one) || (one < other ? 1 : -1))[0] ?? "";
  const chain = [...circle.map(({ from }) => from), circle[0]?.from].join(" -> ");
  const path = byId.get(plugin)?.manifestPath;
  const diagnostic = diagnose("ORDER_CYCLE", { chain, plugin }, { plugin, ...(path !== undefined && { path }) });
  return { constraints: circle.filter(({ by }) => by === plugin), diagnostic };
}

function precedence(byId: ReadonlyMap<string, ReadyCandidate>, id: string): number {
  const origin = byId.get(id)?.origin;
  return origin === undefined ? 0 : origins.indexOf(origin);
}

/** One circle among plugins that all wait for one another, or for those that do: followed back until it closes. */
function findCircle(left: ReadonlySet<string>, waits: Graph["waits"]): readonly Constraint[] {
  const path: Constraint[] = [];
  const steps = new Map<string, number>();
  let [here] = left;
  while (here !== undefined && !steps.has(here)) {
    steps.set(here, path.length);
    const [constraint] = waits.get(here) ?? [];
    if (!constraint) break;
    path.push(constraint);
    here = constraint.from;
  }
  const start = here === undefined ? 0 : (steps.get(here) ?? 0);
  // Each step went from a plugin to one before it; told in the order in which they would go.
  return path.slice(start).toReversed();
}
