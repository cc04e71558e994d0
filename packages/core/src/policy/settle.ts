import type { Candidate } from "../catalog/candidate.js";
import type { Ruling } from "./decide.js";
import { dependsOnOthers, type Decision } from "./decision.js";

/** What came of looking closer at what policy let through; `decisions` stand in the order of the ruling's. */
export interface Outcome {
  readonly decisions: readonly Decision[];
}

/**
 * Rules, looks closer, and rules again without the plugins that turned out to be kept out: these leave their slots and
 * their conflicts to others, which are then looked at in their turn. One that was kept out for the sake of another is
 * tried again when that has changed, but once only: where its running would itself be the end of what it needs, it stays
 * out. Ends when a ruling changes nothing.
 */
export async function settle<Found extends Outcome>(
  ruleWithout: (keptOut: ReadonlySet<Candidate>) => Ruling,
  lookCloser: (ruling: Ruling) => Promise<Found>,
): Promise<{ readonly ruling: Ruling; readonly outcome: Found }> {
  const keptOut = new Map<Candidate, Decision>();
  const triedAgain = new Set<Candidate>();
  const ruleAnew = (): Ruling => {
    const ruling = ruleWithout(new Set(keptOut.keys()));
    const isOver = ({ candidate }: Decision) => triedAgain.has(candidate);
    const decisions = ruling.decisions.map((one) => (isOver(one) && keptOut.get(one.candidate)) || one);
    return { ...ruling, decisions };
  };
  for (let ruling = ruleAnew(); ;) {
    const outcome = await lookCloser(ruling);
    const back = outcome.decisions.filter(({ enabled, candidate }) => enabled && keptOut.has(candidate));
    for (const { candidate } of back) {
      keptOut.delete(candidate);
      triedAgain.add(candidate);
    }
    let next = back.length > 0 ? ruleAnew() : ruling;
    for (const refused of back.length > 0 ? [] : inStages(ruling, outcome)) {
      const others = refused.filter(({ candidate }) => !keptOut.has(candidate));
      // The same plugins kept out are the same ruling.
      if (others.length === 0) continue;
      for (const decision of others) keptOut.set(decision.candidate, decision);
      next = ruleAnew();
      if (!isSame(next, ruling)) break;
    }
    if (back.length === 0 && isSame(next, ruling)) return { ruling: next, outcome };
    ruling = next;
  }
}

/**
 * What was let through and is refused after all: first for what a plugin is itself, which stays so whatever else runs;
 * what others are the reason of only where that changes nothing, because it may mend that.
 */
function inStages({ decisions }: Ruling, outcome: Outcome): readonly (readonly Decision[])[] {
  const refused = outcome.decisions.filter(({ enabled }, index) => !enabled && decisions[index]?.enabled === true);
  const [own, others] = [false, true].map((wanted) => refused.filter((one) => dependsOnOthers(one) === wanted));
  return [own ?? [], others ?? []];
}

function isSame(one: Ruling, other: Ruling): boolean {
  return (
    one.decisions.every(({ enabled, reason }, index) => {
      const before = other.decisions[index];
      return enabled === before?.enabled && reason === before.reason;
    }) &&
    one.slots.size === other.slots.size &&
    [...one.slots].every(([place, holder]) => other.slots.get(place) === holder)
  );
}
