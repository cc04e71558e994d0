import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SlotHolders } from "../policy/slots.js";
import type { Claim } from "./claims.js";

/** Whether a plugin's registrations under a contract may be used: it holds the slot, a role of it, or there is no slot. */
export function holdsSlot(plugin: string, { slot }: Contract, holders: SlotHolders): boolean {
  if (!slot) return true;
  const names = [slot.name, ...Object.keys(slot.roles ?? {}).map((role) => `${slot.name}.${role}`)];
  const given = names.filter((name) => holders.has(name));
  return given.length === 0 || given.some((name) => holders.get(name) === foldId(plugin));
}

/** The plugin that answers an operation; `undefined`: any, null: nobody. */
export function holderFor({ slot }: Contract, operation: string, holders: SlotHolders): string | null | undefined {
  if (!slot) return undefined;
  const [role] = Object.entries(slot.roles ?? {}).find(([, operations]) => operations.includes(operation)) ?? [];
  const special = role === undefined ? undefined : holders.get(`${slot.name}.${role}`);
  return special === undefined ? holders.get(slot.name) : special;
}

/** Says that what a plugin registered is not used, because another has the slot. */
export function slotDiagnostic({ plugin, contract, id, standing }: Claim, holders: SlotHolders): Diagnostic {
  const slot = contract.slot?.name ?? "";
  const holder = holders.get(slot) ?? "nobody";
  const { manifestPath, root } = standing.candidate;
  return diagnose(
    "SLOT_NOT_HELD",
    { kind: contract.kind, id, slot, holder, loser: plugin },
    { plugin, path: manifestPath ?? root },
  );
}
