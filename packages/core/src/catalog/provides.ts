import { isDangerousName } from "../config/json-text.js";
import { joinPointer } from "../config/pointer.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import type { PluginManifest, ProvidedMetadata } from "./manifest.js";
import { hooksKey, type Vocabulary } from "./vocabulary.js";

/** Takes out of `provides` what this host has no word for, and says so. */
export function checkProvides(
  manifest: PluginManifest,
  path: string,
  vocabulary: Vocabulary,
): { readonly manifest: PluginManifest; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const provides: Record<string, Readonly<Record<string, ProvidedMetadata>>> = {};
  for (const [key, ids] of Object.entries(manifest.provides)) {
    const accepts = idCheck(key, vocabulary);
    if (accepts === undefined) diagnostics.push(unknownKey(key, path, vocabulary));
    else provides[key] = Object.fromEntries(Object.entries(ids).filter(([id]) => keep(id, key)));
    function keep(id: string, under: string): boolean {
      if (accepts?.(id) && !isDangerousName(id)) return true;
      const place = { path, pointer: joinPointer("/provides", under, id) };
      diagnostics.push(diagnose("MANIFEST_ID_INVALID", { id }, { ...place, level: "warning" }));
      return false;
    }
  }
  return diagnostics.length === 0 ? { manifest, diagnostics } : { manifest: { ...manifest, provides }, diagnostics };
}

function idCheck(key: string, { byKey, hooks }: Vocabulary): ((id: string) => boolean) | undefined {
  if (key === hooksKey) return (id) => hooks.has(id);
  const contract = byKey.get(key);
  return contract && ((id) => contract.idPattern.test(id));
}

function unknownKey(key: string, path: string, { byKey }: Vocabulary): Diagnostic {
  const keys = [...byKey.keys(), hooksKey];
  const parameters = { key, suggestion: didYouMean(key, keys), known: keys.join(", ") };
  return diagnose("MANIFEST_PROVIDES_UNKNOWN", parameters, { path, pointer: joinPointer("/provides", key) });
}
