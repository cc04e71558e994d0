import type { ReadyCandidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { triggerKinds } from "./trigger.js";

/** Says which triggers a manifest's `activation` names that this host does not have: they would never come. */
export function checkHints(candidate: ReadyCandidate, vocabulary: Vocabulary): readonly Diagnostic[] {
  const { id: plugin, manifest, manifestPath } = candidate;
  const kinds = triggerKinds(vocabulary);
  const place = { plugin, ...(manifestPath !== undefined && { path: manifestPath }), pointer: "/activation" };
  return [...manifest.activation.on, ...manifest.activation.enabledBy].flatMap((hint) => {
    const [kind = ""] = hint.split(":");
    if (kinds.includes(kind)) return [];
    const parameters = { hint, suggestion: didYouMean(kind, kinds), kinds: kinds.join(", ") };
    return [diagnose("HINT_UNKNOWN", parameters, place)];
  });
}
