import {
  diagnose,
  readPointer,
  type Diagnostic,
  type ManifestFormat,
  type ManifestReading,
  type ManifestSource,
  type PluginManifest,
  type PluginReading,
} from "@mortise/core/catalog";
import { checkChannels } from "./channels.js";
import { readConfigSchema } from "./config-schema.js";
import { diagnoseOpenclaw } from "./diagnostics.js";
import { resolveEntries, type EntryReading } from "./entries/resolve.js";
import { readFields } from "./fields/read.js";
import type { JsonObject } from "./fields/shape.js";
import { isHarmfulId, printableId, readId } from "./identity.js";
import { normalise } from "./normalise.js";
import { parseManifest } from "./parse.js";
import { createSubject, type Compat, type Subject } from "./subject.js";

/** How OpenClaw manifests are read. */
export interface OpenclawFormatOptions {
  /**
   * - `lenient` (the default): unknown categories are dropped with a warning; a tool that `contracts.tools` does not
   *   list is kept; `main` of package.json stands in for a missing entry
   * - `strict`: as OpenClaw's own host, which refuses these; and a plugin is kept out without those that it requires, of
   *   which OpenClaw only warns
   */
  readonly compat?: Compat;
}

/**
 * The format of `openclaw.plugin.json`. Reads manifests as OpenClaw's host does, and says what that host drops in
 * silence. Codes of its own are in {@link openclawDiagnostics}.
 */
export function openclawFormat({ compat = "lenient" }: OpenclawFormatOptions = {}): ManifestFormat {
  return {
    name: "openclaw",
    manifestFile: "openclaw.plugin.json",
    packageKey: "openclaw",
    // OpenClaw takes a folder for a bundle that has a bundle's manifest, unless its package.json names code.
    recognise: ({ packageJson }) =>
      Array.isArray(readPointer(packageJson?.json.value, "/openclaw/extensions")) ? "certain" : "likely",
    parse: parseManifest,
    read: (source) => readManifest(source, compat),
    runtime: async () => (await import("./runtime/load.js")).openclawRuntime(compat),
  };
}

function readManifest(source: ManifestSource, compat: Compat): ManifestReading {
  const diagnostics: Diagnostic[] = [];
  const subject = createSubject(source, compat, diagnostics);
  const raw = source.json.value as JsonObject;
  for (const pointer of source.json.refused) {
    subject.report(diagnose("MANIFEST_DANGEROUS_KEY", { key: pointer }, subject.at(pointer)));
  }
  const id = readId(subject, raw);
  const configSchema = readConfigSchema(subject, raw);
  const fields = readFields(subject, raw);
  checkChannels(subject, fields);
  const manifest = normalise(subject, fields, configSchema ?? {});
  const entries = resolveEntries(subject);
  if (id === undefined) return { plugins: [], diagnostics };
  const plugins = configSchema ? toPlugins(subject, { ...manifest, id }, entries) : [];
  return { plugins, id, diagnostics };
}

/**
 * Several entries are several plugins, `<id>/<entry>`. Which of them provides what is not said, so each may be asked. What
 * no code provides, and the ids of before, would be claimed by each, so they are the first one's.
 */
function toPlugins(
  subject: Subject,
  manifest: PluginManifest,
  entries: readonly EntryReading[],
): readonly PluginReading[] {
  const seen = new Map<string, string>();
  const { byKey } = subject.source.vocabulary;
  const byCode = Object.entries(manifest.provides).filter(([key]) => byKey.get(key)?.declaredBy !== "manifest");
  const further: PluginManifest = { ...manifest, provides: Object.fromEntries(byCode), legacyIds: [] };
  return entries.map(({ distinct, ...entry }, index) => {
    if (!distinct) return { manifest, ...entry };
    const id = `${manifest.id}/${distinct.name}`;
    checkName(subject, id, distinct.written, seen);
    return { manifest: { ...(index === 0 ? manifest : further), id }, ...entry };
  });
}

function checkName({ report, atPackage }: Subject, id: string, written: string, seen: Map<string, string>): void {
  const folded = id.toLowerCase();
  const first = seen.get(folded);
  const place = atPackage("/openclaw/extensions");
  if (isHarmfulId(id)) report(diagnose("MANIFEST_ID_INVALID", { id: printableId(id) }, place));
  if (first === undefined) seen.set(folded, written);
  else report(diagnoseOpenclaw("OPENCLAW_ENTRY_NAME_CLASH", { plugin: id, first, second: written }, place));
}
