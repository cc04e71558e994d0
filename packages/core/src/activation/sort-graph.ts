import type { Origin } from "../catalog/roots.js";
import { origins } from "../catalog/roots.js";
import { createQueue } from "./queue.js";

/** `from` goes before `to`, because `by` said so. */
export interface Constraint {
  /** Indices into what is sorted. */
  readonly from: number;
  readonly to: number;
  /** Folded id of a plugin. */
  readonly by: string;
  /** It cannot do without, rather than would like to: in a circle, what others would like is dropped first. */
  readonly isNeed?: boolean;
}

/** What came of sorting. */
export interface Sorted {
  /** Indices into what was sorted. */
  readonly order: readonly number[];
  readonly circles: readonly Circle[];
}

/** Constraints that could not all be kept. */
export interface Circle {
  /** In the order in which they would go. */
  readonly constraints: readonly Constraint[];
  /** Folded id of the plugin whose constraints were dropped. */
  readonly by: string;
  /** Those of them that were. */
  readonly dropped: readonly Constraint[];
}

/** What each waits for, and whom it holds back, by index. Constraints that were met or dropped are gone from `waits`. */
interface Graph {
  readonly waits: readonly Set<Constraint>[];
  readonly frees: readonly Constraint[][];
}

/**
 * Sorts what stands in the order of preference, `0` to `count - 1`: of those that wait for nothing the first goes next.
 * Where all wait there is a circle, and what `loserOf` it asked is dropped; a need only where the circle has nothing else.
 */
export function sortGraph(
  count: number,
  constraints: readonly Constraint[],
  loserOf: (ids: readonly string[]) => string,
): Sorted {
  if (constraints.length === 0) return { order: Array.from({ length: count }, (_, index) => index), circles: [] };
  const first = sortOnce(count, constraints, loserOf);
  if (first.circles.length === 0) return first;
  const dropped = new Set(first.circles.flatMap((circle) => circle.dropped));
  // What waited in a circle came late; without what made it one, all stand where they belong.
  const kept = constraints.filter((constraint) => !dropped.has(constraint));
  return { order: sortOnce(count, kept, loserOf).order, circles: first.circles };
}

function sortOnce(
  count: number,
  constraints: readonly Constraint[],
  loserOf: (ids: readonly string[]) => string,
): Sorted {
  const { waits, frees } = graphOf(count, constraints);
  const left = new Set(waits.keys());
  const ready = createQueue([...left].filter((index) => waits[index]?.size === 0));
  const order: number[] = [];
  const circles: Circle[] = [];
  const lift = (constraint: Constraint) => {
    const waiting = waits[constraint.to];
    if (waiting?.delete(constraint) && waiting.size === 0) ready.add(constraint.to);
  };
  while (left.size > 0) {
    const index = ready.take();
    if (index === undefined) {
      const circle = breakCircle(findCircle(left, waits), loserOf);
      circles.push(circle);
      circle.dropped.forEach(lift);
      continue;
    }
    left.delete(index);
    order.push(index);
    frees[index]?.forEach(lift);
  }
  return { order, circles };
}

function breakCircle(constraints: readonly Constraint[], loserOf: (ids: readonly string[]) => string): Circle {
  const wishes = constraints.filter(({ isNeed }) => isNeed !== true);
  const droppable = wishes.length > 0 ? wishes : constraints;
  const by = loserOf(droppable.map((constraint) => constraint.by));
  return { constraints, by, dropped: droppable.filter((constraint) => constraint.by === by) };
}

function graphOf(count: number, constraints: readonly Constraint[]): Graph {
  const waits = Array.from({ length: count }, () => new Set<Constraint>());
  const frees = Array.from({ length: count }, (): Constraint[] => []);
  for (const constraint of constraints) {
    waits[constraint.to]?.add(constraint);
    frees[constraint.from]?.push(constraint);
  }
  return { waits, frees };
}

/** One circle among those that all wait for one another, or for those that do: followed back until it closes. */
function findCircle(left: ReadonlySet<number>, waits: Graph["waits"]): readonly Constraint[] {
  const path: Constraint[] = [];
  const steps = new Map<number, number>();
  let [here] = left;
  while (here !== undefined && !steps.has(here)) {
    steps.set(here, path.length);
    const [constraint] = waits[here] ?? [];
    if (!constraint) break;
    path.push(constraint);
    here = constraint.from;
  }
  const start = here === undefined ? 0 : (steps.get(here) ?? 0);
  // Each step went from one to one before it; told in the order in which they would go.
  return path.slice(start).toReversed();
}

/** Of plugins by folded id, the one of the lowest precedence; of two alike, the one whose id comes last. */
export function lowestPrecedence(
  ids: readonly string[],
  plugins: ReadonlyMap<string, { readonly origin: Origin }>,
): string {
  const precedence = (id: string) => origins.indexOf(plugins.get(id)?.origin ?? "config");
  const [lowest = ""] = ids.toSorted((one, other) => precedence(other) - precedence(one) || (one < other ? 1 : -1));
  return lowest;
}
