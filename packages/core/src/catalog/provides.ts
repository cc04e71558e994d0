import { isDangerousName, type JsonText } from "../config/json-text.js";
import { joinPointer, readPointer } from "../config/pointer.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { providedIds, type PluginManifest, type ProvidedMetadata } from "./manifest.js";
import { customHookProblem, customHooksKey, isCustomHook } from "./custom-hooks.js";
import { hooksKey, type Vocabulary } from "./vocabulary.js";

/** The manifest's file, so that diagnostics can say where. */
interface Source {
  readonly path: string;
  readonly json?: JsonText | undefined;
}

/** Takes out of `provides` what this host has no word for, and says so. */
export function checkProvides(
  manifest: PluginManifest,
  source: Source,
  vocabulary: Vocabulary,
): { readonly manifest: PluginManifest; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  for (const key of Object.keys(manifest.provides)) {
    const problemOf = idCheck(key, vocabulary, manifest);
    if (problemOf === undefined) {
      diagnostics.push(unknownKey(key, source, vocabulary));
      continue;
    }
    for (const id of providedIds(manifest, key)) {
      const problem = problemOf(id);
      if (problem) diagnostics.push({ ...problem, ...placeOf(source, key, id) });
    }
  }
  return { manifest: diagnostics.length === 0 ? manifest : withoutUnfit(manifest, vocabulary), diagnostics };
}

/** Apart, because nearly all manifests are kept as they are. */
function withoutUnfit(manifest: PluginManifest, vocabulary: Vocabulary): PluginManifest {
  const provides: Record<string, Readonly<Record<string, ProvidedMetadata>>> = {};
  for (const [key, ids] of Object.entries(manifest.provides)) {
    const problemOf = idCheck(key, vocabulary, manifest);
    if (!problemOf) continue;
    provides[key] = Object.fromEntries(Object.entries(ids).filter(([id]) => problemOf(id) === undefined));
  }
  return { ...manifest, provides };
}

type IdCheck = (id: string) => Diagnostic | undefined;

/** What is wrong with an id under a key; nothing where the host has no word for the key. */
function idCheck(
  key: string,
  { byKey, hooks }: Vocabulary,
  { id: plugin, provides }: PluginManifest,
): IdCheck | undefined {
  if (key === hooksKey) return (id) => (hooks.has(id) || isCustomHook(id) ? undefined : unknownHook(id, hooks));
  const contract = byKey.get(key);
  if (!contract) return undefined;
  return (id) => {
    if (contract.idPattern.test(id) && !isDangerousName(id)) {
      return key === customHooksKey ? customHookProblem(plugin, id, provides[key]?.[id] ?? {}) : undefined;
    }
    return diagnose("MANIFEST_ID_INVALID", { id }, { level: "warning" });
  };
}

function unknownHook(hook: string, hooks: Vocabulary["hooks"]): Diagnostic {
  const names = [...hooks.keys()];
  return diagnose("MANIFEST_HOOK_UNKNOWN", { hook, suggestion: didYouMean(hook, names), known: names.join(", ") });
}

function unknownKey(key: string, source: Source, { byKey }: Vocabulary): Diagnostic {
  const keys = [...byKey.keys(), hooksKey];
  const parameters = { key, suggestion: didYouMean(key, keys), known: keys.join(", ") };
  return diagnose("MANIFEST_PROVIDES_UNKNOWN", parameters, placeOf(source, key));
}

/** Where the manifest has it; other formats write what they provide elsewhere, so then there is no pointer. */
function placeOf({ path, json }: Source, key: string, id?: string): DiagnosticPlace {
  const list = joinPointer("/provides", key);
  const ids = readPointer(json?.value, list);
  if (ids === undefined) return { path };
  const inList: string | number | undefined = Array.isArray(ids) && id !== undefined ? ids.indexOf(id) : id;
  const pointer = inList === undefined ? list : joinPointer(list, inList);
  return { path, pointer, ...json?.locate(pointer) };
}
