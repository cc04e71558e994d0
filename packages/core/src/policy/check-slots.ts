import { foldId, isReady, type Candidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { reasonTexts, type Decision } from "./decision.js";
import { chartSlots, mayFill } from "./slots.js";

/** Says of slots that the config gives to a plugin which does not run that nobody fills them. */
export function checkHolders(loaded: LoadedConfig, decisions: readonly Decision[]): readonly Diagnostic[] {
  return Object.entries(loaded.config.plugins?.slots ?? {}).flatMap(([slot, id]) => {
    const named = decisions.filter(({ candidate }) => id !== null && foldId(candidate.id) === foldId(id));
    // Of several places of one id, the one that goes first.
    const first = named.find(({ candidate, reason }) => isReady(candidate) && reason !== "shadowed");
    if (!first || named.some(({ enabled }) => enabled)) return [];
    const { id: plugin } = first.candidate;
    const parameters = { slot, id: plugin, reason: reasonTexts[first.reason] };
    return [diagnose("CONFIG_SLOT_IDLE", parameters, { plugin, ...loaded.place(joinPointer("/plugins/slots", slot)) })];
  });
}

/** Says which capabilities `plugins.order` names that there are not. */
export function checkOrders(loaded: LoadedConfig, { byKind }: Vocabulary): readonly Diagnostic[] {
  const known = [...byKind.values()].filter(({ category }) => category === "capability").map(({ kind }) => kind);
  return Object.keys(loaded.config.plugins?.order ?? {})
    .filter((kind) => !known.includes(kind))
    .map((kind) => {
      const parameters = { kind, suggestion: didYouMean(kind, known), known: known.join(", ") };
      return diagnose("CONFIG_ORDER_UNKNOWN", parameters, loaded.place(joinPointer("/plugins/order", kind)));
    });
}

/** Says of `plugins.slots` which slots there are not, and which are given to a plugin that cannot fill them. */
export function checkSlots(
  loaded: LoadedConfig,
  candidates: readonly Candidate[],
  vocabulary: Vocabulary,
): readonly Diagnostic[] {
  const configured = loaded.config.plugins?.slots ?? {};
  const { places } = chartSlots(candidates, configured, vocabulary);
  const slotByPlace = new Map([...places].flatMap(([slot, all]) => all.map((place) => [place, slot] as const)));
  // Sorted, so that nothing depends on what was found first.
  const known = [...slotByPlace.keys()].toSorted();
  return Object.entries(configured).flatMap(([place, id]) => {
    const at = loaded.place(joinPointer("/plugins/slots", place));
    const slot = slotByPlace.get(place);
    if (slot === undefined) {
      const parameters = { slot: place, suggestion: didYouMean(place, known), known: known.join(", ") || "none" };
      return [diagnose("CONFIG_SLOT_UNKNOWN", parameters, at)];
    }
    const named = candidates.filter(isReady).filter((candidate) => foldId(candidate.id) === foldId(id ?? ""));
    // Of one that was not found, or was blocked, that is said elsewhere.
    if (named.length === 0 || named.some(({ manifest }) => mayFill(manifest, slot, vocabulary))) return [];
    const able = candidates.filter(isReady).filter(({ manifest }) => mayFill(manifest, slot, vocabulary));
    const parameters = {
      slot: place,
      id: id ?? "",
      able: [...new Set(able.map((one) => one.id))].toSorted().join(", ") || "none",
    };
    return [diagnose("CONFIG_SLOT_UNFIT", parameters, { plugin: id ?? "", ...at })];
  });
}
