import { foldId, type Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { HostConfig } from "../config/schema.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Decision, DecisionStep } from "./decision.js";
import type { EngineVersions } from "./engines.js";
import { policyConfig, rules, type PolicyConfig, type RuleContext } from "./rules.js";

/**
 * Decides for every candidate whether it may run: a pure function of what is on disk, what the operator said and what
 * versions are there. Decisions stand in the order of the candidates.
 */
export function decide(
  candidates: readonly Candidate[],
  config: HostConfig,
  versions: EngineVersions,
): readonly Decision[] {
  const policy = policyConfig(config);
  const firsts = firstOfEachId(candidates, policy);
  return candidates.map((candidate) => {
    const first = firsts.get(foldId(candidate.id));
    const context = { candidate, policy, versions, ...(first && first !== candidate && { shadowedBy: first }) };
    return decideOne(context);
  });
}

function decideOne(context: RuleContext): Decision {
  const trace: DecisionStep[] = [];
  for (const { name, ask } of rules) {
    const verdict = ask(context);
    trace.push({ rule: name, outcome: verdict?.outcome ?? "pass", ...(verdict && { reason: verdict.reason }) });
    if (!verdict) continue;
    const { reason, outcome, diagnostic } = verdict;
    const about = diagnostic ?? (reason === "shadowed" ? shadowed(context) : undefined);
    const place = { plugin: context.candidate.id, path: context.candidate.manifestPath ?? context.candidate.root };
    const diagnostics = about ? [{ ...place, ...about }] : [];
    return { candidate: context.candidate, enabled: outcome === "enable", reason, trace, diagnostics };
  }
  throw new Error("The last rule, origin, always answers");
}

function shadowed({ candidate, shadowedBy }: RuleContext): Diagnostic | undefined {
  if (!shadowedBy) return undefined;
  const { id, root: loser } = candidate;
  return diagnose("PLUGIN_SHADOWED", { id, loser, winner: shadowedBy.root, origin: shadowedBy.origin });
}

/**
 * Which candidate of each id goes first: by origin, then by path. A workspace or global plugin stands before a bundled
 * one only when the operator enabled or allowed the id; what a gate blocked stands behind what may run.
 */
function firstOfEachId(candidates: readonly Candidate[], policy: PolicyConfig): ReadonlyMap<string, Candidate> {
  const firsts = new Map<string, Candidate>();
  for (const candidate of [...candidates].toSorted((one, other) => compare(one, other, policy))) {
    const id = foldId(candidate.id);
    if (!firsts.has(id)) firsts.set(id, candidate);
  }
  return firsts;
}

function compare(one: Candidate, other: Candidate, policy: PolicyConfig): number {
  return rank(one, policy) - rank(other, policy) || (one.root < other.root ? -1 : one.root > other.root ? 1 : 0);
}

function rank({ status, origin, id }: Candidate, policy: PolicyConfig): number {
  const place = origins.indexOf(origin);
  if (status !== "ready") return origins.length * 2 + place;
  const needsConsent = origin === "workspace" || origin === "global";
  const hasConsent = policy.entries.get(foldId(id))?.enabled === true || policy.allow?.has(foldId(id)) === true;
  return needsConsent && !hasConsent ? origins.length + place : place;
}
