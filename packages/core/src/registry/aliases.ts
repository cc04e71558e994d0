import type { Contract } from "@mortise/sdk";
import { foldContributionId } from "../catalog/contribution-id.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Claim } from "./claims.js";
import { decideOwnership, type OwnerChoices, type Ownership } from "./ownership.js";

/** Who answers to which further names of a kind. */
export interface Aliases {
  /** Folded name to the id that it stands for; a name that is an id stands for that one. */
  readonly ids: ReadonlyMap<string, Ownership>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives each further name to one owner. An id goes before an alias; of several that want the same alias, the rule for
 * ids decides. Who loses an alias keeps its id.
 */
export function decideAliases(contract: Contract, ids: ReadonlyMap<string, Ownership>, choices: OwnerChoices): Aliases {
  const wanted = new Map<string, Set<Claim>>();
  const byClaim = new Map<Claim, Ownership>();
  for (const ownership of ids.values()) {
    const { owner } = ownership;
    byClaim.set(owner, ownership);
    for (const alias of aliasesOf(owner)) {
      const folded = foldContributionId(contract, alias);
      wanted.set(folded, (wanted.get(folded) ?? new Set()).add(owner));
    }
  }
  const given = new Map<string, Ownership>();
  const diagnostics: Diagnostic[] = [];
  for (const [alias, claims] of wanted) {
    const taken = ids.get(alias);
    const winner = taken?.owner ?? decideOwnership(contract.kind, alias, [...claims], choices).owner;
    given.set(alias, byClaim.get(winner) as Ownership);
    for (const loser of claims)
      if (loser !== winner) diagnostics.push(overruled(alias, loser, winner, taken !== undefined));
  }
  return { ids: given, diagnostics };
}

/** As registered; while the plugin is not loaded, as its manifest has them. */
function aliasesOf({ contract, id, registration, standing }: Claim): readonly string[] {
  return aliasesIn(registration?.value ?? standing.candidate.manifest.provides[contract.key]?.[id] ?? {}, contract);
}

/** The further names that a registration, or what the manifest says of one, has. */
export function aliasesIn(members: Readonly<Record<string, unknown>>, contract: Contract): readonly string[] {
  const aliases = contract.aliasField === undefined ? undefined : members[contract.aliasField];
  return Array.isArray(aliases) ? aliases.filter((alias): alias is string => isUsable(alias, contract)) : [];
}

function isUsable(alias: unknown, { idPattern }: Contract): boolean {
  return typeof alias === "string" && idPattern.test(alias);
}

function overruled(alias: string, loser: Claim, winner: Claim, isId: boolean): Diagnostic {
  const { candidate } = loser.standing;
  const parameters = {
    kind: loser.contract.kind,
    alias,
    id: loser.id,
    loser: loser.plugin,
    winner: winner.plugin,
    rule: isId
      ? `${winner.plugin} has it as an id, and an id goes before an alias`
      : "it goes first by the rule for ids",
  };
  const place = { plugin: loser.plugin, path: candidate.manifestPath ?? candidate.root };
  return diagnose("OWNER_ALIAS_OVERRULED", parameters, place);
}
