import { foldId, type Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { HostConfig } from "../config/schema.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { checkConflicts } from "./conflicts.js";
import { refuse, type Decision, type DecisionStep } from "./decision.js";
import { checkEngines, type EngineVersions } from "./engines.js";
import { policyConfig, rules, type PolicyConfig, type PolicyFacts, type RuleContext } from "./rules.js";
import { grantSlots, type SlotHolders } from "./slots.js";

/** What was decided. */
export interface Ruling {
  /** In the order of the candidates. */
  readonly decisions: readonly Decision[];
  /** Who holds which slot; one that nobody asked for is not in it. */
  readonly slots: SlotHolders;
}

/**
 * Decides for every candidate whether it may run, and who holds the slots: a pure function of what is on disk, what the
 * operator said and what versions are there.
 */
export function rule(
  candidates: readonly Candidate[],
  config: HostConfig,
  versions: EngineVersions,
  facts?: PolicyFacts,
): Ruling {
  const policy = policyConfig(config, candidates, facts);
  const ranked = candidates.toSorted((one, other) => compare(one, other, policy));
  const firsts = new Map(ranked.toReversed().map((candidate) => [foldId(candidate.id), candidate]));
  const asked = ranked.map((candidate) => {
    const first = firsts.get(foldId(candidate.id));
    const context = { candidate, policy, ...(first && first !== candidate && { shadowedBy: first }) };
    return requireEngines(askRules(context), versions);
  });
  // What does not run for another reason takes no slot and stands in nobody's way.
  const keptOut = facts?.keptOut ?? new Set();
  const running = asked.filter(({ candidate }) => !keptOut.has(candidate));
  const { decisions, slots } = grantSlots(checkConflicts(running, policy), policy.slots, policy.vocabulary);
  const byCandidate = new Map([...asked, ...decisions].map((decision) => [decision.candidate, decision]));
  return { decisions: candidates.flatMap((candidate) => byCandidate.get(candidate) ?? []), slots };
}

/** The decisions of `rule` alone. */
export function decide(...given: Parameters<typeof rule>): readonly Decision[] {
  return rule(...given).decisions;
}

function askRules(context: RuleContext): Decision {
  const { candidate } = context;
  const trace: DecisionStep[] = [];
  for (const { name, ask } of rules) {
    const verdict = ask(context);
    trace.push({ rule: name, outcome: "pass", ...verdict });
    if (!verdict) continue;
    const { reason, outcome } = verdict;
    const diagnostics = reason === "shadowed" ? [shadowed(context)].flat() : [];
    return { candidate, enabled: outcome === "enable", reason, trace, diagnostics };
  }
  throw new Error("The last rule, origin, always answers");
}

/** Asked last, and only of what is to run: what is off needs nothing. */
function requireEngines(decision: Decision, versions: EngineVersions): Decision {
  const { candidate, enabled, trace } = decision;
  if (!enabled || !candidate.manifest) return decision;
  const unmet = checkEngines(candidate.manifest, versions);
  if (!unmet) return { ...decision, trace: [...trace, { rule: "engines", outcome: "pass" }] };
  return refuse(decision, "engines", "engine-unmet", [{ ...placeOf(candidate), ...unmet }]);
}

function shadowed({ candidate, shadowedBy, policy }: RuleContext): readonly Diagnostic[] {
  if (!shadowedBy) return [];
  const { id, root: loser } = candidate;
  const consent = `set plugins.entries["${id}"].enabled to true, or allow it, to use the one at ${loser}`;
  const mend = `Remove one of the two, or give one another id${needsConsent(candidate, policy) ? `; or ${consent}` : ""}.`;
  const parameters = { id, loser, winner: shadowedBy.root, origin: shadowedBy.origin, mend };
  return [diagnose("PLUGIN_SHADOWED", parameters, placeOf(candidate))];
}

function placeOf({ id, root, manifestPath }: Candidate): { plugin: string; path: string } {
  return { plugin: id, path: manifestPath ?? root };
}

/**
 * Of one id the first goes: by origin, then by path. A workspace or global plugin stands before a bundled one only when
 * the operator enabled or allowed the id; what a gate blocked stands behind what may run.
 */
function compare(one: Candidate, other: Candidate, policy: PolicyConfig): number {
  return rank(one, policy) - rank(other, policy) || byText(one.root, other.root) || byText(nameOf(one), nameOf(other));
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Two plugins may lie in one folder. */
function nameOf({ id, manifestPath, entry }: Candidate): string {
  return `${manifestPath ?? ""} ${entry?.file ?? ""} ${id}`;
}

function rank(candidate: Candidate, policy: PolicyConfig): number {
  const place = origins.indexOf(candidate.origin);
  if (candidate.status !== "ready") return origins.length * 2 + place;
  return needsConsent(candidate, policy) ? origins.length + place : place;
}

/** A plugin of the workspace or the user, of whose id the operator said nothing. */
function needsConsent({ origin, id }: Candidate, { entries, allow }: PolicyConfig): boolean {
  if (origin !== "workspace" && origin !== "global") return false;
  return entries.get(foldId(id))?.enabled !== true && allow?.has(foldId(id)) !== true;
}
