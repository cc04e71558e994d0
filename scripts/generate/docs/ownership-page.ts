import { foldContributionId } from "../../../packages/core/src/catalog/contribution-id.js";
import type { Contract } from "../../../packages/sdk/src/contract.js";
import { gatewaySdk } from "../../../packages/sdk/src/plugin.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";
import {
  ownershipRules,
  situations,
  type Code,
  type Outcome,
  type OwnershipRules,
  type Situation,
} from "../../../packages/core/test/matrix/rules.js";

const contracts: readonly Contract[] = [...Object.values<Contract>(gatewaySdk.contracts), ...gatewaySdk.resources];

/** `docs/reference/ownership.md`. */
export function ownershipPage(): Artifact {
  return referencePage("ownership", "Who owns what", "packages/sdk/src/gateway-contracts.ts and gateway-resources.ts", [
    "Every id has an owner, and nothing about that depends on luck: not on what was loaded first, nor on how a disk lists " +
      "its files. Who does not win is named first in the diagnostic, with both paths and what to write in the config. These " +
      "are the rules for the contracts of the reference gateway; those of an application's own follow in the same way from " +
      "what the contract says of itself.",
    "## The order",
    "Of several plugins that want the same id, the first of these that tells them apart decides:",
    [
      '1. The operator\'s choice: `plugins.owners["kind:id"]`.',
      "2. Who declares the id in the manifest goes before who does not.",
      "3. Where they come from: a configured path, the workspace, the user's plugins, what is bundled.",
      "4. What they ask for: `before`, `after`, `requires`.",
      "5. Their ids, by the alphabet.",
    ].join("\n"),
    "A plugin that is declared and not loaded yet counts like a loaded one. One that failed does not. Ids are one where they " +
      "differ only in case, except for the paths of routes.",
    "## By kind",
    table(
      ["kind", "key in `provides`", "ownership", "ids", "two plugins want the same id", "what is said"],
      contracts.map(kindRow),
    ),
    "The handlers of a hook all run, by priority and then in plugin order; nobody owns a hook. Of two plugins with the " +
      `same id one is used, by the order of places above: ${linked("PLUGIN_SHADOWED")} names the other.`,
    "## By situation",
    "Each row of these tables is tried for each of its kinds on a real host, by the tests in `packages/core/test/matrix`.",
    table(["what happens", "of which kinds", "who wins", "what is said"], situationRows()),
  ]);
}

function kindRow(contract: Contract): readonly string[] {
  const { kind, key, declaredBy } = contract;
  const { collision } = ownershipRules(contract);
  const name = declaredBy === "code" ? code(kind) : `${code(kind)} (no code)`;
  return [
    name,
    code(key),
    ownershipOf(contract),
    idsOf(contract),
    collision?.outcome ?? "cannot be: ids begin with the plugin's",
    saidIn(collision),
  ];
}

function ownershipOf({ ownership, slot }: Contract): string {
  return slot ? `slot ${code(slot.name)}` : ownership;
}

function idsOf(contract: Contract): string {
  const { idField, aliasField, declaredBy } = contract;
  const field = declaredBy === "code" ? code(idField) : "the key";
  const isFolded = foldContributionId(contract, "A") === "a";
  const aliases = aliasField === undefined ? "" : ` and ${code(aliasField)}`;
  return `${field}${aliases}${isFolded ? "" : ", case counts"}`;
}

interface SituationRow {
  readonly situation: Situation;
  readonly outcome: Outcome;
  readonly kinds: readonly string[];
}

/** One row for each outcome that a situation has, with the kinds that have it. */
function situationRows(): readonly (readonly string[])[] {
  const rows = (Object.keys(situations) as readonly Situation[]).flatMap(rowsOf);
  return rows.map(({ situation, outcome, kinds }) => [
    situations[situation],
    kindsInWords(kinds),
    outcome.outcome,
    saidIn(outcome),
  ]);
}

function rowsOf(situation: Situation): readonly SituationRow[] {
  const rows = new Map<string, { outcome: Outcome; kinds: string[] }>();
  for (const contract of contracts) {
    const rules: OwnershipRules = ownershipRules(contract);
    const outcome = rules[situation];
    if (!outcome) continue;
    const row = rows.get(outcome.outcome) ?? { outcome, kinds: [] };
    row.kinds.push(contract.kind);
    rows.set(outcome.outcome, row);
  }
  return [...rows.values()].map((row) => ({ situation, ...row }));
}

/** Names for the groups of kinds that share rules. */
const groups: readonly (readonly [name: string, has: (contract: Contract) => boolean])[] = [
  ["all", () => true],
  ["all that code registers", isRegistered],
  ["exclusive kinds", isExclusive],
  ["exclusive kinds that code registers", (contract) => isExclusive(contract) && isRegistered(contract)],
  ["shared kinds", isShared],
  ["shared kinds that code registers", (contract) => isShared(contract) && isRegistered(contract)],
  ["kinds with a slot", ({ slot }) => slot !== undefined],
  ["kinds whose slot has roles", ({ slot }) => slot?.roles !== undefined],
  ["kinds with aliases", ({ aliasField }) => aliasField !== undefined],
];

function isRegistered({ declaredBy }: Contract): boolean {
  return declaredBy === "code";
}

function isShared({ ownership }: Contract): boolean {
  return ownership === "shared";
}

/** Of hooks of a plugin's own no two plugins can want the same. */
function isExclusive({ kind, ownership, slot }: Contract): boolean {
  return ownership === "exclusive" && !slot && kind !== "custom-hook";
}

function kindsInWords(kinds: readonly string[]): string {
  const group = groups.find(([, has]) =>
    contracts.every((contract) => has(contract) === kinds.includes(contract.kind)),
  );
  return group?.[0] ?? kinds.map(code).join(", ");
}

function saidIn(outcome: Outcome | undefined): string {
  return outcome?.code ? linked(outcome.code) : "nothing";
}

function linked(name: Code): string {
  return `[${name}](diagnostics.md#${name.toLowerCase()})`;
}
