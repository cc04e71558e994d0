import type { ReadyCandidate } from "../catalog/candidate.js";
import { joinPointer } from "../config/pointer.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";

/** The scope of a plugin's own config, of which it always hears. */
export const selfScope = "self";

/** What is wrong with the scopes of config that a plugin subscribes to. `scopes`: those that the application has. */
export function checkScopes(
  { id: plugin, manifest, manifestPath }: ReadyCandidate,
  scopes: readonly string[],
): readonly Diagnostic[] {
  return manifest.configSubscriptions.flatMap((scope, index) => {
    if (scope !== selfScope && scopes.includes(scope)) return [];
    const pointer = joinPointer("/configSubscriptions", String(index));
    const place = { plugin, pointer, ...(manifestPath !== undefined && { path: manifestPath }) };
    if (scope === selfScope) return [diagnose("CONFIG_SCOPE_SELF", {}, place)];
    const known = scopes.length === 0 ? "none" : scopes.join(", ");
    return [diagnose("CONFIG_SCOPE_UNKNOWN", { scope, known, suggestion: didYouMean(scope, scopes) }, place)];
  });
}
