import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { foldId, isReady } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { reasonTexts, refuse, type Decision } from "../policy/decision.js";

/** What a plugin lacks, in words: `a requires b, b requires c, c was not found`; and the last of these. */
interface Lack {
  readonly chain: string;
  readonly missing: string;
}

/** Keeps out every plugin that requires one which does not run, and those that require these, and so on. */
export function checkRequirements(decisions: readonly Decision[]): readonly Decision[] {
  // What was found lacking in one round is the end of the chains of the next.
  const lacking = new Map<string, Lack>();
  for (let known = decisions; ;) {
    const byId = foremost(known);
    const found = new Map<string, Lack>();
    const checked = known.map((decision) => {
      const lack = lackOf(decision, byId, lacking);
      if (!lack) return decision;
      found.set(foldId(decision.candidate.id), lack);
      return refuseFor(decision, lack);
    });
    if (found.size === 0) return known;
    for (const [id, lack] of found) lacking.set(id, lack);
    known = checked;
  }
}

/** Of each id the plugin that runs; else the one that would be the next to. */
function foremost(decisions: readonly Decision[]): ReadonlyMap<string, Decision> {
  const byId = new Map<string, Decision>();
  const rank = ({ enabled, reason }: Decision) => (enabled ? 0 : reason === "shadowed" ? 2 : 1);
  for (const decision of decisions) {
    const id = foldId(decision.candidate.id);
    const known = byId.get(id);
    if (!known || rank(decision) < rank(known)) byId.set(id, decision);
  }
  return byId;
}

function lackOf(
  { candidate, enabled }: Decision,
  byId: ReadonlyMap<string, Decision>,
  lacking: ReadonlyMap<string, Lack>,
): Lack | undefined {
  if (!enabled || !isReady(candidate)) return undefined;
  for (const [required, range] of Object.entries(candidate.manifest.requires)) {
    const problem = requirementProblem(byId.get(foldId(required)), range);
    if (problem === undefined) continue;
    const { chain, missing } = lacking.get(foldId(required)) ?? { chain: `${required} ${problem}`, missing: required };
    return { chain: `${candidate.id} requires ${required}, ${chain}`, missing };
  }
  return undefined;
}

function refuseFor(decision: Decision, lack: Lack): Decision {
  const { id, manifestPath } = decision.candidate;
  const place = { plugin: id, ...(manifestPath !== undefined && { path: manifestPath }), pointer: "/requires" };
  return refuse(decision, "requires", "requirement-missing", [diagnose("REQUIREMENT_MISSING", { ...lack }, place)]);
}

function requirementProblem(required: Decision | undefined, range: string): string | undefined {
  if (!required) return "was not found";
  if (!required.enabled) return `does not run: ${reasonTexts[required.reason]}`;
  if (validRange(range) === null) return `is asked for in the version "${range}", which is not a semver range`;
  const version = required.candidate.manifest?.version;
  if (validRange(range) === "*" || (version !== undefined && satisfies(version, range))) return undefined;
  return `has version ${version ?? "unknown"}, and ${range} is needed`;
}
