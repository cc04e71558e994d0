import { distance } from "fastest-levenshtein";

/** The candidate most like `word`, of equals the first by code unit; nothing where none is close enough for a slip. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const steps = stepsBetween(folded, candidate.toLowerCase());
    const isNearer = steps < bestDistance || (steps === bestDistance && best !== undefined && candidate < best);
    if (isNearer) [best, bestDistance] = [candidate, steps];
  }
  return best;
}

/** Letters in another order are one slip, however many they are; so is a plural's `es` that is left out. */
function stepsBetween(one: string, other: string): number {
  const steps = distance(one, other);
  if (other === `${one}es`) return 1;
  return steps > 1 && one.length === other.length && sorted(one) === sorted(other) ? 1 : steps;
}

function sorted(word: string): string {
  return word.split("").toSorted().join("");
}

/** ` Did you mean "x"?` for the nearest candidate, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === undefined ? "" : ` Did you mean "${found}"?`;
}
