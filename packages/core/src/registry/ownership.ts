import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { foldWrittenId } from "../catalog/contribution-id.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import type { Claim, ClaimSources } from "./claims.js";

/** Who owns an id, and who wanted it too. */
export interface Ownership {
  readonly kind: string;
  readonly id: string;
  readonly owner: Claim;
  /** Of a contract that is shared, everybody who wants the id; else the owner alone. */
  readonly sharers: readonly Claim[];
  readonly overruled: readonly Claim[];
}

/** One of the operator's choices. */
interface OwnerChoice {
  /** Folded, as are `id` (but for paths) and `plugin`. */
  readonly kind: string;
  readonly id: string;
  readonly plugin: string;
  /** Where it is written. */
  readonly place: ReturnType<LoadedConfig["place"]>;
}

/** The operator's choices by `kind:id` (folded). */
export type OwnerChoices = ReadonlyMap<string, OwnerChoice>;

/** Reads `plugins.owners`; `place` finds the file and the line of a choice, which has its pointer alone without it. */
export function ownerChoices(
  owners: Readonly<Record<string, string>> = {},
  place: LoadedConfig["place"] = (pointer) => ({ pointer }),
): OwnerChoices {
  return new Map(
    Object.entries(owners).map(([what, plugin]) => {
      // Ids may have colons in them, and kinds have none.
      const [written = "", ...rest] = what.split(":");
      const [kind, id] = [written.toLowerCase(), foldWrittenId(rest.join(":"))];
      const choice = { kind, id, plugin: foldId(plugin), place: place(joinPointer("/plugins/owners", what)) };
      return [`${kind}:${id}`, choice] as const;
    }),
  );
}

function choiceFor(kind: string, id: string, choices: OwnerChoices): string | undefined {
  return choices.size === 0 ? undefined : choices.get(`${kind.toLowerCase()}:${foldWrittenId(id)}`)?.plugin;
}

const none: readonly never[] = Object.freeze([]);

/**
 * Decides who owns an id: the operator's choice; then what is declared before what is not; then origin; then declared
 * order; then plugin id. Never luck, and never who came first.
 */
export function decideOwnership(kind: string, id: string, claims: readonly Claim[], choices: OwnerChoices): Ownership {
  const [only] = claims;
  if (only && claims.length === 1) return { kind, id, owner: only, sharers: claims, overruled: none };
  const chosen = choiceFor(kind, id, choices);
  const sorted = claims.toSorted((one, other) => compareClaims(one, other, chosen));
  const [owner, ...others] = sorted as [Claim, ...Claim[]];
  if (owner.contract.ownership === "shared") return { kind, id, owner, sharers: sorted, overruled: [] };
  return { kind, id, owner, sharers: [owner], overruled: others };
}

function compareClaims(one: Claim, other: Claim, chosen: string | undefined): number {
  return (
    Number(foldId(other.plugin) === chosen) - Number(foldId(one.plugin) === chosen) ||
    Number(other.isDeclared) - Number(one.isDeclared) ||
    one.standing.origin - other.standing.origin ||
    one.standing.order - other.standing.order
  );
}

/** Which rule decided between two claims, in words. */
function ruleBetween(winner: Claim, loser: Claim, chosen: string | undefined): string {
  if (foldId(winner.plugin) === chosen) return "plugins.owners says so";
  if (winner.isDeclared !== loser.isDeclared) return "its manifest declares it and the other's does not";
  const { origin } = winner.standing.candidate;
  if (origin !== loser.standing.candidate.origin) {
    return `${origin} plugins go before ${loser.standing.candidate.origin} plugins`;
  }
  return "it goes first in plugin order (before, after, requires, then id)";
}

/** Says that a plugin does not run because another owns an id it wants: the operator asked for that. */
function conflictFailure({ kind, id, owner }: Ownership, loser: Claim, choices: OwnerChoices): Diagnostic {
  const { candidate } = loser.standing;
  const rule = ruleBetween(owner, loser, choiceFor(kind, id, choices));
  const parameters = { kind, id, loser: loser.plugin, winner: owner.plugin, rule };
  return diagnose("OWNER_CONFLICT", parameters, {
    plugin: loser.plugin,
    path: candidate.manifestPath ?? candidate.root,
  });
}

/** A plugin that must not run because another owns an id that it wants. */
export interface Loser {
  /** Folded. */
  readonly plugin: string;
  readonly failure: Diagnostic;
}

/**
 * Of those that lose an id, the one that goes first: who loses to a plugin that stays; where all lose to one another, the
 * last in plugin order. One is told at a time, because what it leaves may settle the next.
 */
export function nextLoser(
  conflicts: readonly Ownership[],
  choices: OwnerChoices,
  order: readonly ReadyCandidate[],
): Loser | undefined {
  const found = conflicts.flatMap((conflict) => {
    const winner = foldId(conflict.owner.plugin);
    return conflict.overruled.map((claim) => {
      return { winner, plugin: foldId(claim.plugin), failure: conflictFailure(conflict, claim, choices) };
    });
  });
  const losers = new Set(found.map(({ plugin }) => plugin));
  const last = order.map(({ id }) => foldId(id)).findLast((id) => losers.has(id));
  return found.find(({ winner }) => !losers.has(winner)) ?? found.find(({ plugin }) => plugin === last);
}

/** Says of each plugin that registered an id and does not own it: who does, and why. The loser is named first. */
export function overruledDiagnostics(
  { kind, id, owner, overruled }: Ownership,
  choices: OwnerChoices,
): readonly Diagnostic[] {
  const chosen = choiceFor(kind, id, choices);
  return overruled.map((claim) => {
    const { candidate } = claim.standing;
    const parameters = {
      kind,
      id,
      loser: claim.plugin,
      loserPath: candidate.root,
      winner: owner.plugin,
      winnerPath: owner.standing.candidate.root,
      rule: ruleBetween(owner, claim, chosen),
    };
    const place = { plugin: claim.plugin, path: candidate.manifestPath ?? candidate.root };
    return diagnose("OWNER_OVERRULED", parameters, place);
  });
}

/**
 * The operator's choices that name a plugin which does not want the id. Of a plugin that failed, its failure is news
 * enough; of one whose manifest cannot tell ahead, nothing is known before it is loaded.
 */
export function unmetChoices(
  choices: OwnerChoices,
  find: (kind: string, id: string) => Ownership | undefined,
  { order, vocabulary, instances, failed }: ClaimSources,
): readonly Diagnostic[] {
  return [...choices.values()].flatMap(({ kind, id, plugin: chosen, place }) => {
    const found = find(kind, id);
    if (failed.has(chosen) || (found && foldId(found.owner.plugin) === chosen)) return [];
    const key = vocabulary.byKind.get(kind)?.key;
    const isOpen = ({ id: plugin, manifest: { undeclarable } }: ReadyCandidate) =>
      foldId(plugin) === chosen && key !== undefined && undeclarable.includes(key);
    if (!instances.has(chosen) && order.some(isOpen)) return [];
    return [diagnose("OWNER_CHOICE_UNMET", { kind, id, chosen, suggestion: suggestKind(kind, id, vocabulary) }, place)];
  });
}

/** Of a kind that there is not, the one that was meant: manifests write `tools` where the config writes `tool`. */
function suggestKind(kind: string, id: string, { byKind, byKey }: Vocabulary): string {
  if (byKind.has(kind)) return "";
  const meant = byKey.get(kind)?.kind;
  const suggestion = meant === undefined ? didYouMean(kind, [...byKind.keys()]) : ` Did you mean "${meant}:${id}"?`;
  return ` There is no kind "${kind}".${suggestion}`;
}
