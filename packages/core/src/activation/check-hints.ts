import type { ReadyCandidate } from "../catalog/candidate.js";
import { isCustomHook } from "../catalog/custom-hooks.js";
import { providedIds } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { triggerKinds } from "./trigger.js";

/**
 * Says what a manifest waits for that never comes: triggers in `activation` that this host does not have, and hooks of
 * other plugins' own that no plugin declares.
 *
 * @param ownHooks the names of all hooks that plugins declare as their own, whether they run or not
 */
export function checkHints(
  candidate: ReadyCandidate,
  vocabulary: Vocabulary,
  ownHooks: ReadonlyMap<string, unknown>,
): readonly Diagnostic[] {
  const { id: plugin, manifestPath } = candidate;
  const place = { plugin, ...(manifestPath !== undefined && { path: manifestPath }) };
  return [...unknownTriggers(candidate, vocabulary, place), ...undeclaredHooks(candidate, vocabulary, ownHooks, place)];
}

function unknownTriggers(
  { manifest }: ReadyCandidate,
  vocabulary: Vocabulary,
  place: DiagnosticPlace,
): readonly Diagnostic[] {
  const hints = [...manifest.activation.on, ...manifest.activation.enabledBy];
  // Most manifests have none.
  if (hints.length === 0) return [];
  const kinds = triggerKinds(vocabulary);
  return hints.flatMap((hint) => {
    const [kind = ""] = hint.split(":");
    if (kinds.includes(kind)) return [];
    const parameters = { hint, suggestion: didYouMean(kind, kinds), kinds: kinds.join(", ") };
    return [diagnose("HINT_UNKNOWN", parameters, { ...place, pointer: "/activation" })];
  });
}

function undeclaredHooks(
  { manifest }: ReadyCandidate,
  { hooks }: Vocabulary,
  ownHooks: ReadonlyMap<string, unknown>,
  place: DiagnosticPlace,
): readonly Diagnostic[] {
  return providedIds(manifest, hooksKey).flatMap((hook) => {
    if (!isCustomHook(hook) || hooks.has(hook) || ownHooks.has(hook)) return [];
    const parameters = { hook, suggestion: didYouMean(hook, ownHooks.keys()) };
    return [diagnose("CUSTOM_HOOK_UNKNOWN", parameters, { ...place, pointer: `/provides/${hooksKey}` })];
  });
}
