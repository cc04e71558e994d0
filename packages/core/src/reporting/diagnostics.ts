import { foldId } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Leaves out what was said before: the same code, at the same place, in the same words. */
export function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, plugin, path, pointer, message }) => {
    const words = `${code} ${plugin} ${path} ${pointer} ${message}`;
    return !seen.has(words) && seen.add(words);
  });
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
