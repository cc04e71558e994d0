import { describeFound, describeSchemaErrors, type SchemaIssue } from "../../config/schema-issue.js";
import { isDangerousName, type JsonText } from "../../config/json-text.js";
import { readPointer, splitPointer } from "../../config/pointer.js";
import { diagnose } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { ManifestFormat, ManifestReading, ManifestSource } from "../format.js";
import { completeManifest, type PluginManifest, type ProvidedMetadata } from "../manifest.js";
import { checkPaths } from "./check-paths.js";
import { resolveNativeEntry } from "./entry.js";
import { validateManifest } from "./manifest.generated.js";
import { checkMetadata } from "./metadata.js";
import type { ManifestFile } from "./schema.js";

/** `mortise.plugin.json`. */
export const nativeFormat: ManifestFormat = {
  name: "mortise",
  manifestFile: "mortise.plugin.json",
  packageKey: "mortise",
  read(source) {
    const { json, path } = source;
    const diagnostics = [...schemaDiagnostics(json, path), ...dangerousIds(json, path)];
    const id = readPointer(json.value, "/id");
    const known = typeof id === "string" ? { id } : {};
    if (diagnostics.some(({ level }) => level === "error")) return { plugins: [], diagnostics, ...known };
    const file = json.value as ManifestFile;
    const unheard = [...checkMetadata(file, source), ...checkPaths(file, source)];
    return withEntry(source, normalise(file), [...diagnostics, ...unheard]);
  },
};

function withEntry(
  source: ManifestSource,
  manifest: PluginManifest,
  diagnostics: readonly Diagnostic[],
): ManifestReading {
  const resolved = resolveNativeEntry(source);
  const hasNone = resolved.entryProblem?.code === "ENTRY_MISSING" && needsNoCode(manifest, source);
  return { plugins: [{ manifest, ...(hasNone ? {} : resolved) }], id: manifest.id, diagnostics };
}

/** A plugin of skills and the like has nothing to run. */
function needsNoCode({ provides }: PluginManifest, { vocabulary }: ManifestSource): boolean {
  const keys = Object.keys(provides);
  return keys.length > 0 && keys.every((key) => vocabulary.byKey.get(key)?.declaredBy === "manifest");
}

function schemaDiagnostics(json: JsonText, path: string): readonly Diagnostic[] {
  const { value, locate } = json;
  if (validateManifest(value)) return [];
  const issues = describeSchemaErrors(validateManifest.errors ?? [], value);
  return issues.map((issue) =>
    issueDiagnostic(issue, value, { path, pointer: issue.pointer, ...locate(issue.pointer) }),
  );
}

function issueDiagnostic(issue: SchemaIssue, value: unknown, place: { path: string; pointer: string }): Diagnostic {
  const suggestion = issue.suggestion === undefined ? "" : ` Did you mean "${issue.suggestion}"?`;
  const key = splitPointer(issue.pointer).at(-1) ?? "";
  if (issue.kind === "unknown") return diagnose("MANIFEST_UNKNOWN_KEY", { key, suggestion }, place);
  if (issue.kind === "missing") return diagnose("MANIFEST_KEY_MISSING", { key, expected: issue.expected }, place);
  const found = describeFound(readPointer(value, issue.pointer), false);
  if (issue.pointer === "/id" && typeof readPointer(value, "/id") === "string") {
    return diagnose("MANIFEST_ID_INVALID", { id: String(readPointer(value, "/id")) }, place);
  }
  return diagnose("MANIFEST_INVALID", { expected: issue.expected, found, suggestion }, place);
}

function dangerousIds(json: JsonText, path: string): readonly Diagnostic[] {
  const id = readPointer(json.value, "/id");
  const refused = json.refused.map((key) =>
    diagnose("MANIFEST_DANGEROUS_KEY", { key }, { path, pointer: key, ...json.locate(key) }),
  );
  if (typeof id !== "string" || !isDangerousName(id)) return refused;
  return [...refused, diagnose("MANIFEST_ID_INVALID", { id }, { path, pointer: "/id", ...json.locate("/id") })];
}

/** Ids with metadata, whichever of the two ways they were written in. */
function normaliseProvides(provides: ManifestFile["provides"] = {}): PluginManifest["provides"] {
  return Object.fromEntries(
    Object.entries(provides).map(([key, ids]) => [
      key,
      Array.isArray(ids)
        ? Object.fromEntries(ids.map((id) => [id, {}]))
        : (ids as Readonly<Record<string, ProvidedMetadata>>),
    ]),
  );
}

function normalise(file: ManifestFile): PluginManifest {
  const { engines, provides, setup, activation, enabledByDefault, $schema: _schema, id, ...same } = file;
  const env = Object.entries(setup?.env ?? {}).map(([key, names]) => [key, [names].flat()] as const);
  return completeManifest({
    ...same,
    id,
    engines: engines ?? {},
    provides: normaliseProvides(provides),
    setup: { env: Object.fromEntries(env) },
    activation: { onStartup: false, on: [], enabledBy: [], ...activation },
    enabledByDefault: enabledByDefault ?? false,
  });
}
