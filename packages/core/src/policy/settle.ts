import type { Candidate } from "../catalog/candidate.js";
import type { Ruling } from "./decide.js";
import type { Decision } from "./decision.js";

/** What came of looking closer at what policy let through; `decisions` stand in the order of the ruling's. */
export interface Outcome {
  readonly decisions: readonly Decision[];
}

/**
 * Rules, looks closer, and rules again without the plugins that turned out to be kept out: these leave their slots and
 * their conflicts to others, which are then looked at in their turn. Ends when a ruling changes nothing.
 */
export async function settle<Found extends Outcome>(
  ruleWithout: (keptOut: ReadonlySet<Candidate>) => Ruling,
  lookCloser: (decisions: readonly Decision[]) => Promise<Found>,
): Promise<{ readonly ruling: Ruling; readonly outcome: Found }> {
  const keptOut = new Set<Candidate>();
  let ruling = ruleWithout(keptOut);
  for (;;) {
    const { decisions } = ruling;
    const outcome = await lookCloser(decisions);
    const known = keptOut.size;
    outcome.decisions.forEach(({ enabled, candidate }, index) => {
      if (!enabled && decisions[index]?.enabled === true) keptOut.add(candidate);
    });
    if (keptOut.size === known) return { ruling, outcome };
    ruling = ruleWithout(keptOut);
    if (ruling.decisions.every((decision, index) => isSame(decision, decisions[index]))) return { ruling, outcome };
  }
}

function isSame(one: Decision, other: Decision | undefined): boolean {
  return one.enabled === other?.enabled && one.reason === other.reason;
}
