import { describeFound, describeSchemaErrors, type SchemaIssue } from "../../config/schema-issue.js";
import { isDangerousName, type JsonText } from "../../config/json-text.js";
import { ownMember, readPointer, splitPointer } from "../../config/pointer.js";
import { diagnose } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { ManifestFormat, ManifestReading, ManifestSource, PluginReading } from "../format.js";
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
    const id = ownMember(json.value, "id");
    const diagnostics = [...schemaDiagnostics(json, path), ...dangerousIds(json, path, id)];
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
  const { entry, entryProblem } = hasNone ? {} : resolved;
  const plugin: PluginReading =
    entry !== undefined ? { manifest, entry } : entryProblem ? { manifest, entryProblem } : { manifest };
  return { plugins: [plugin], id: manifest.id, diagnostics };
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

function dangerousIds(json: JsonText, path: string, id: unknown): readonly Diagnostic[] {
  const refused = json.refused.map((key) =>
    diagnose("MANIFEST_DANGEROUS_KEY", { key }, { path, pointer: key, ...json.locate(key) }),
  );
  if (typeof id !== "string" || !isDangerousName(id)) return refused;
  return [...refused, diagnose("MANIFEST_ID_INVALID", { id }, { path, pointer: "/id", ...json.locate("/id") })];
}

/** Ids with metadata, whichever of the two ways they were written in. */
function normaliseProvides(provides: ManifestFile["provides"] = {}): PluginManifest["provides"] {
  const normal: Record<string, Readonly<Record<string, ProvidedMetadata>>> = {};
  // No key is a dangerous name: those were taken out when the text was read.
  for (const key of Object.keys(provides)) {
    const ids = provides[key];
    normal[key] = Array.isArray(ids) ? withoutMetadata(ids) : (ids as Readonly<Record<string, ProvidedMetadata>>);
  }
  return normal;
}

function withoutMetadata(ids: readonly string[]): Readonly<Record<string, ProvidedMetadata>> {
  const named: Record<string, ProvidedMetadata> = {};
  for (const id of ids) {
    // An id may be any text here, even twice, and is refused only later.
    if (isDangerousName(id)) Object.defineProperty(named, id, { value: {}, enumerable: true, configurable: true });
    else named[id] = {};
  }
  return named;
}

function normaliseSetup({ env = {} }: NonNullable<ManifestFile["setup"]>): PluginManifest["setup"] {
  return { env: Object.fromEntries(Object.entries(env).map(([key, names]) => [key, [names].flat()])) };
}

/** Each member by its name, and none by a spread, as in `completeManifest` and for the same reason. */
function normalise(file: ManifestFile): PluginManifest {
  const { provides, setup, activation } = file;
  return completeManifest({
    id: file.id,
    name: file.name,
    description: file.description,
    version: file.version,
    icon: file.icon,
    categories: file.categories,
    locales: file.locales,
    engines: file.engines,
    provides: normaliseProvides(provides),
    configSchema: file.configSchema,
    userConfigSchema: file.userConfigSchema,
    configSubscriptions: file.configSubscriptions,
    ui: file.ui,
    setup: setup && normaliseSetup(setup),
    activation: activation && { onStartup: false, on: [], enabledBy: [], ...activation },
    requires: file.requires,
    conflicts: file.conflicts,
    permissions: file.permissions,
    legacyIds: file.legacyIds,
    after: file.after,
    before: file.before,
    enabledByDefault: file.enabledByDefault,
  });
}
