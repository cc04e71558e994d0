import { foldId } from "../catalog/candidate.js";
import { refuse, type Decision } from "./decision.js";

/**
 * Gives each slot that the config leaves open to the first plugin that can fill it, and keeps out those that are left
 * with none. `decisions` stand in order of precedence.
 *
 * @param configured slot to the folded id of the plugin that the config gives it to, or null
 */
export function grantSlots(
  decisions: readonly Decision[],
  configured: ReadonlyMap<string, string | null>,
): readonly Decision[] {
  const holders = new Map(configured);
  return decisions.map((decision) => {
    const { candidate, enabled } = decision;
    const slots = candidate.manifest?.slots ?? [];
    if (!enabled || slots.length === 0) return decision;
    const id = foldId(candidate.id);
    const isSelected = [...configured.values()].includes(id);
    const open = slots.filter((slot) => !holders.has(slot));
    if (open.length === 0 && !isSelected) return refuse(decision, "one plugin per slot", "slot-taken", []);
    for (const slot of open) holders.set(slot, id);
    return decision;
  });
}
