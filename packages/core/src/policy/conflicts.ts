import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { foldId, type Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { refuse, type Decision } from "./decision.js";
import type { PolicyConfig } from "./rules.js";

/**
 * Keeps out of two plugins that conflict the one that goes behind: not enabled by name before enabled by name; then by
 * origin; then by id. A plugin that is kept out keeps out nobody, so nothing depends on the order of `decisions`.
 */
export function checkConflicts(decisions: readonly Decision[], policy: PolicyConfig): readonly Decision[] {
  const running = decisions.filter(({ enabled }) => enabled);
  if (!running.some(({ candidate }) => Object.keys(candidate.manifest?.conflicts ?? {}).length > 0)) return decisions;
  const staying: Staying = { byId: new Map(), naming: new Map() };
  const refused = new Map<Decision, Decision>();
  for (const decision of running.toSorted((one, other) => compare(one, other, policy))) {
    const { candidate } = decision;
    const rival = rivalOf(candidate, staying);
    if (rival) refused.set(decision, refuseFor(decision, rival));
    else keep(candidate, staying);
  }
  return decisions.map((decision) => refused.get(decision) ?? decision);
}

/** The plugins that stay, by folded id, and by the folded ids that they conflict with. */
interface Staying {
  readonly byId: Map<string, Candidate>;
  readonly naming: Map<string, Candidate[]>;
}

function keep(candidate: Candidate, { byId, naming }: Staying): void {
  byId.set(foldId(candidate.id), candidate);
  for (const named of Object.keys(candidate.manifest?.conflicts ?? {}).map(foldId)) {
    naming.set(named, [...(naming.get(named) ?? []), candidate]);
  }
}

/** One that stays and will not have the candidate beside it, whichever of the two says so. */
function rivalOf(candidate: Candidate, { byId, naming }: Staying): Candidate | undefined {
  const named = Object.keys(candidate.manifest?.conflicts ?? {}).map((id) => byId.get(foldId(id)));
  const own = named.find((other) => other && excludes(candidate, other));
  return own ?? naming.get(foldId(candidate.id))?.find((other) => excludes(other, candidate));
}

/** Whether a plugin's manifest names another, in the version that it has. */
function excludes({ id, manifest }: Candidate, other: Candidate): boolean {
  if (foldId(id) === foldId(other.id)) return false;
  return Object.entries(manifest?.conflicts ?? {}).some(
    ([named, range]) => foldId(named) === foldId(other.id) && fits(other.manifest?.version, range),
  );
}

/** A range that is none is read as every version, because the conflict itself was meant. */
function fits(version: string | undefined, range: string): boolean {
  const valid = validRange(range);
  if (valid === null || valid === "*") return true;
  return version !== undefined && satisfies(version, range, { includePrerelease: true });
}

function refuseFor(decision: Decision, winner: Candidate): Decision {
  const { id, root, manifestPath } = decision.candidate;
  const isOwn = excludes(decision.candidate, winner);
  const parameters = { id, winner: winner.id, winnerPath: winner.root, by: isOwn ? id : winner.id };
  const place = { plugin: id, path: manifestPath ?? root, ...(isOwn && { pointer: "/conflicts" }) };
  return refuse(decision, "conflicts", "conflict", [diagnose("PLUGIN_CONFLICT", parameters, place)]);
}

function compare({ candidate: one }: Decision, { candidate: other }: Decision, policy: PolicyConfig): number {
  return (
    Number(isNamed(other, policy)) - Number(isNamed(one, policy)) ||
    origins.indexOf(one.origin) - origins.indexOf(other.origin) ||
    (foldId(one.id) < foldId(other.id) ? -1 : 1)
  );
}

/** The operator turned it on by its id. */
function isNamed({ id }: Candidate, { entries }: PolicyConfig): boolean {
  return entries.get(foldId(id))?.enabled === true;
}
