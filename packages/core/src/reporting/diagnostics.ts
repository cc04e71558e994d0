import { foldId } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

const byWeight: readonly Diagnostic["level"][] = ["advisory", "warning", "error"];

/**
 * Leaves out what was said before: the same code, at the same place, in the same words. What was a warning when it was
 * found and an error when it mattered is an error.
 */
export function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, plugin, path, pointer, message, level } = diagnostic;
    const words = `${code} ${plugin} ${path} ${pointer} ${message}`;
    const known = kept.get(words);
    if (!known || byWeight.indexOf(level) > byWeight.indexOf(known.level)) kept.set(words, diagnostic);
  }
  return [...kept.values()];
}

/** Diagnostics by the folded id of the plugin they are about. */
export function byPlugin(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.plugin === undefined) continue;
    const id = foldId(diagnostic.plugin);
    const known = found.get(id);
    if (known) known.push(diagnostic);
    else found.set(id, [diagnostic]);
  }
  return found;
}
