import satisfies from "semver/functions/satisfies.js";
import { foldId, isReady } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { reasonTexts, refuse, type Decision } from "../policy/decision.js";

/** Keeps out every plugin that requires one which does not run, and those that require these, and so on. */
export function checkRequirements(decisions: readonly Decision[]): readonly Decision[] {
  const checked = decisions.map((decision) => checkOne(decision, decisions));
  return checked.some((decision, index) => decision !== decisions[index]) ? checkRequirements(checked) : decisions;
}

function checkOne(decision: Decision, all: readonly Decision[]): Decision {
  const { candidate, enabled } = decision;
  if (!enabled || !isReady(candidate)) return decision;
  for (const [required, range] of Object.entries(candidate.manifest.requires)) {
    const problem = requirementProblem(required, range, all);
    if (problem === undefined) continue;
    const place = { plugin: candidate.id, ...(candidate.manifestPath && { path: candidate.manifestPath }), pointer: "/requires" };
    const found = diagnose("REQUIREMENT_MISSING", { required, reason: problem }, place);
    return refuse(decision, "requires", "requirement-missing", [found]);
  }
  return decision;
}

function requirementProblem(required: string, range: string, all: readonly Decision[]): string | undefined {
  const found = all.filter(({ candidate }) => foldId(candidate.id) === foldId(required));
  const running = found.find(({ enabled }) => enabled);
  if (!running) {
    const [first] = found;
    return first ? `does not run: ${reasonTexts[first.reason]}` : "was not found";
  }
  const version = running.candidate.manifest?.version;
  if (range === "*" || (version !== undefined && satisfies(version, range))) return undefined;
  return `has version ${version ?? "unknown"}, and ${range} is needed`;
}
