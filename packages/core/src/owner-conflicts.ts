import { orderPlugins } from "./activation/order.js";
import { checkRequirements } from "./activation/requirements.js";
import { foldId, isReady, type ReadyCandidate } from "./catalog/candidate.js";
import type { Vocabulary } from "./catalog/vocabulary.js";
import type { LoadedConfig } from "./config/read.js";
import type { Ruling } from "./policy/decide.js";
import { refuse, type Decision } from "./policy/decision.js";
import { nextLoser, ownerChoices, type Loser, type OwnerChoices } from "./registry/ownership.js";
import { declaredRegistry } from "./registry/declared.js";

/** What owners are decided by. */
interface OwnerFacts {
  readonly loaded: LoadedConfig;
  readonly vocabulary: Vocabulary;
}

/**
 * Keeps out what requires a plugin that does not run; and where `plugins.conflicts` is "fail", every plugin that by the
 * manifests wants an id which another owns, and what requires it. What plugins bring undeclared is seen when it is loaded.
 */
export function checkTogether(ruling: Ruling, { loaded, vocabulary }: OwnerFacts): readonly Decision[] {
  const { owners, conflicts } = loaded.config.plugins ?? {};
  const choices = ownerChoices(owners, loaded.place);
  for (let decisions = checkRequirements(ruling.decisions); ;) {
    const loser = conflicts === "fail" ? findLoser({ decisions, slots: ruling.slots }, choices, vocabulary) : undefined;
    if (!loser) return decisions;
    decisions = checkRequirements(decisions.map((decision) => withoutLoser(decision, loser)));
  }
}

/** The candidates that may run. */
export function runningOf(decisions: readonly Decision[]): readonly ReadyCandidate[] {
  return decisions.flatMap(({ enabled, candidate }) => (enabled && isReady(candidate) ? [candidate] : []));
}

function findLoser({ decisions, slots }: Ruling, choices: OwnerChoices, vocabulary: Vocabulary): Loser | undefined {
  const { candidates: order } = orderPlugins(runningOf(decisions));
  const { conflicts } = declaredRegistry({ order, vocabulary, choices, slots });
  return nextLoser(conflicts, choices, order);
}

function withoutLoser(decision: Decision, { plugin, failure }: Loser): Decision {
  if (!decision.enabled || foldId(decision.candidate.id) !== plugin) return decision;
  return refuse(decision, "plugins.conflicts", "owner-conflict", [failure]);
}
