import { joinPointer } from "../../config/pointer.js";
import { diagnose } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { didYouMean } from "../../diagnostics/nearest.js";
import type { ManifestSource } from "../format.js";
import { knownMetadata } from "../vocabulary.js";
import type { ManifestFile } from "./schema.js";

/** Says what is told of the ids under `provides` by names that mean nothing there. Of what is no key here, another says. */
export function checkMetadata(
  { provides = {} }: ManifestFile,
  { json, path, vocabulary }: ManifestSource,
): readonly Diagnostic[] {
  return Object.entries(provides).flatMap(([key, ids]) => {
    if (Array.isArray(ids)) return [];
    const known = knownMetadata(key, vocabulary);
    if (known === undefined) return [];
    return Object.entries(ids).flatMap(([id, metadata]) =>
      Object.keys(metadata).flatMap((name) => {
        if (known.includes(name)) return [];
        const parameters = { key, id, name, suggestion: didYouMean(name, known), known: known.join(", ") };
        const pointer = joinPointer("/provides", key, id, name);
        return [diagnose("MANIFEST_METADATA_UNKNOWN", parameters, { path, pointer, ...json.locate(pointer) })];
      }),
    );
  });
}
