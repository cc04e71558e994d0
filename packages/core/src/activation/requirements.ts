import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { foldId, isReady } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { reasonTexts, refuse, type Decision } from "../policy/decision.js";

/** Keeps out every plugin that requires one which does not run, and those that require these, and so on. */
export function checkRequirements(decisions: readonly Decision[]): readonly Decision[] {
  for (let known = decisions; ;) {
    const byId = foremost(known);
    const checked = known.map((decision) => checkOne(decision, byId));
    if (checked.every((decision, index) => decision === known[index])) return known;
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

function checkOne(decision: Decision, byId: ReadonlyMap<string, Decision>): Decision {
  const { candidate, enabled } = decision;
  if (!enabled || !isReady(candidate)) return decision;
  for (const [required, range] of Object.entries(candidate.manifest.requires)) {
    const problem = requirementProblem(byId.get(foldId(required)), range);
    if (problem === undefined) continue;
    const place = {
      plugin: candidate.id,
      ...(candidate.manifestPath !== undefined && { path: candidate.manifestPath }),
      pointer: "/requires",
    };
    const found = diagnose("REQUIREMENT_MISSING", { required, reason: problem }, place);
    return refuse(decision, "requires", "requirement-missing", [found]);
  }
  return decision;
}

function requirementProblem(required: Decision | undefined, range: string): string | undefined {
  if (!required) return "was not found";
  if (!required.enabled) return `does not run: ${reasonTexts[required.reason]}`;
  if (validRange(range) === null) return `is asked for in the version "${range}", which is not a semver range`;
  const version = required.candidate.manifest?.version;
  if (validRange(range) === "*" || (version !== undefined && satisfies(version, range))) return undefined;
  return `has version ${version ?? "unknown"}, and ${range} is needed`;
}
