import type { Contract } from "@mortise/sdk";
import type { diagnosticCatalogue } from "../../src/diagnostics/catalogue.js";

/** The code of a diagnostic of core. */
export type Code = keyof typeof diagnosticCatalogue;

/**
 * What can happen to an id: who brings it, and how. `packages/core/test/matrix` brings each about for every contract,
 * on a real host.
 */
export type Situation =
  | "alone"
  | "collision"
  | "choice"
  | "failing-conflicts"
  | "slot-choice"
  | "slot-shared"
  | "slot-roles"
  | "undeclared"
  | "undeclared-kept"
  | "undeclared-rival"
  | "malformed"
  | "twice"
  | "absent"
  | "alias-behind-id"
  | "alias-wanted-twice";

/** Who wins, and what is said of whoever does not; nothing where all is well. */
export interface Outcome {
  readonly outcome: string;
  readonly code?: Code;
}

/** What happens to ids of a contract, by situation; a situation that cannot come about is not there. */
export type OwnershipRules = Readonly<Partial<Record<Situation, Outcome>>>;

/** Situations as the table words them. */
export const situations: Readonly<Record<Situation, string>> = {
  alone: "one plugin brings an id",
  collision: "two plugins want the same id",
  choice: "two want it, and `plugins.owners` names the second",
  "failing-conflicts": 'two want it, and `plugins.conflicts` is `"fail"`',
  "slot-choice": "two plugins can fill the slot, and `plugins.slots` names the second",
  "slot-shared": "two can fill the slot, and the second brings something else too",
  "slot-roles": "two can fill the slot, and `plugins.slots` gives each a role of it",
  undeclared: "a plugin registers what its manifest does not declare",
  "undeclared-kept": "the same, and the manifest's format cannot be strict",
  "undeclared-rival": "two want it, and only the second declares it (the first is not strict)",
  malformed: "a plugin registers what the contract does not admit",
  twice: "a plugin registers the same id twice",
  absent: "a plugin declares an id and does not register it",
  "alias-behind-id": "an alias is another plugin's id",
  "alias-wanted-twice": "two plugins want the same alias",
};

const isOwner: Outcome = { outcome: "it owns it" };
const bothActive: Outcome = { outcome: "both are active, in plugin order" };

/** The rules for a contract. They follow from what it says of itself, so a new one has them without being named here. */
export function ownershipRules(contract: Contract): OwnershipRules {
  if (contract.declaredBy === "manifest") return resourceRules(contract);
  return {
    alone: isOwner,
    ...collisionRules(contract),
    ...registrationRules,
    ...(contract.slot
      ? { "undeclared-rival": { outcome: "who declares it: it has the slot", code: "SLOT_NOT_HELD" } }
      : contract.ownership === "exclusive" && {
          "undeclared-rival": { outcome: "who declares it, whoever was loaded first", code: "OWNER_OVERRULED" },
        }),
    ...(contract.aliasField && aliasRules),
  };
}

/** Ids of a plugin's own hooks begin with the plugin's id, so no two plugins can want the same. */
function resourceRules(contract: Contract): OwnershipRules {
  return contract.kind === "custom-hook" ? { alone: isOwner } : { alone: isOwner, ...collisionRules(contract) };
}

function collisionRules({ ownership, slot }: Contract): OwnershipRules {
  if (slot) return slot.roles ? { ...slotRules, ...roleRules } : slotRules;
  if (ownership === "exclusive") return exclusiveRules;
  return { collision: bothActive, choice: bothActive, "failing-conflicts": bothActive };
}

const exclusiveRules = {
  collision: { outcome: "the first by the order; the other is kept inactive", code: "OWNER_OVERRULED" },
  choice: { outcome: "the one that is named", code: "OWNER_OVERRULED" },
  "failing-conflicts": {
    outcome: "the first by the order; the other is kept out as a whole (`owner-conflict`)",
    code: "OWNER_CONFLICT",
  },
} as const satisfies OwnershipRules;

const slotOutcome = { outcome: "the first by the order has the slot; the other does not run (`slot-taken`)" };

const slotRules = {
  collision: slotOutcome,
  "failing-conflicts": slotOutcome,
  "slot-choice": { outcome: "the one that is named; the other does not run (`slot-taken`)" },
  "slot-shared": { outcome: "the first; the second runs without it", code: "SLOT_NOT_HELD" },
} as const satisfies OwnershipRules;

const roleRules = {
  "slot-roles": { outcome: "both are active, and each answers the operations of its role" },
} as const satisfies OwnershipRules;

const registrationRules = {
  undeclared: { outcome: "it is refused; the rest of the plugin works", code: "REGISTER_UNDECLARED" },
  "undeclared-kept": { outcome: "it is kept, with a warning", code: "REGISTER_UNDECLARED" },
  malformed: { outcome: "the plugin fails as a whole", code: "REGISTER_MALFORMED" },
  twice: { outcome: "the first registration stays, the second is refused", code: "REGISTER_TWICE" },
  absent: { outcome: "nobody owns it any more; an advisory, as it may depend on config", code: "REGISTER_ABSENT" },
} as const satisfies OwnershipRules;

const aliasRules = {
  "alias-behind-id": { outcome: "the id; the other keeps its own id", code: "OWNER_ALIAS_OVERRULED" },
  "alias-wanted-twice": { outcome: "the first by the order", code: "OWNER_ALIAS_OVERRULED" },
} as const satisfies OwnershipRules;
