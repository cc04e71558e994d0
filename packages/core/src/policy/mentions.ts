import { foldId } from "../catalog/candidate.js";
import { namedPlugins, type LoadedConfig } from "../config/read.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { reasonTexts, type Decision } from "./decision.js";

/** Says of every plugin that the config names whether it was not found, or found and blocked. */
export function checkMentions(loaded: LoadedConfig, decisions: readonly Decision[]): readonly Diagnostic[] {
  // In order of ids, so that of two that are as near the same is named, whatever was found first.
  const ids = [...new Set(decisions.map(({ candidate }) => candidate.id))].toSorted();
  return namedPlugins(loaded.config).flatMap(({ id, pointer }) => {
    const found = decisions.filter(({ candidate }) => foldId(candidate.id) === foldId(id));
    const place = { plugin: id, ...loaded.place(pointer) };
    if (found.length === 0) return [diagnose("CONFIG_PLUGIN_UNKNOWN", { id, suggestion: didYouMean(id, ids) }, place)];
    const usable = found.some(({ candidate }) => candidate.status === "ready");
    const [first] = found;
    if (usable || !first) return [];
    const parameters = { id, reason: reasonTexts[first.reason], root: first.candidate.root };
    return [diagnose("CONFIG_PLUGIN_BLOCKED", parameters, place)];
  });
}
