import { foldId, isReady, type Candidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { chartSlots, mayFill } from "./slots.js";

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
