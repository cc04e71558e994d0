import { basename, join, resolve } from "node:path";
import { readJsonText, type JsonText } from "../config/json-text.js";
import { describeFound } from "../config/schema-issue.js";
import { readingProblem, readTextFile, type TextFile } from "../config/text-file.js";
import { statSync } from "../config/disk.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { Candidate } from "./candidate.js";
import { checkEntry } from "./entry.js";
import type { ManifestFormat, ManifestReading, ManifestSource, PluginReading } from "./format.js";
import { checkFoldersBetween, checkPath, checkPermissions, manifestLimit } from "./gates.js";
import { isInside, realPath, statPath } from "./paths.js";
import { idInHead, shownId } from "./id.js";
import { packageWithoutManifest, readPackage, type PackageReading } from "./package-file.js";
import { checkProvides } from "./provides.js";
import type { Origin } from "./roots.js";
import type { Vocabulary } from "./vocabulary.js";

/** What reading folders needs to know. */
export interface ReadOptions {
  readonly formats: readonly ManifestFormat[];
  readonly vocabulary: Vocabulary;
  readonly development: boolean;
}

/** What a folder turned out to be. */
export interface FolderReading {
  readonly candidates: readonly Candidate[];
  /** Of a folder that is no plugin and looks like one. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Folder {
  readonly root: string;
  readonly origin: Origin;
  readonly format: ManifestFormat;
  readonly manifestPath: string;
}

/** The folder as a plugin, or nothing where it holds no manifest. */
export function readFolder(path: string, origin: Origin, options: ReadOptions): FolderReading | undefined {
  for (const format of options.formats) {
    const opened = openManifest(join(path, format.manifestFile));
    if (opened === undefined) continue;
    const root = realPath(path) ?? path;
    const folder = { root, origin, format, manifestPath: join(root, format.manifestFile) };
    return { candidates: fromManifest(folder, opened, options), diagnostics: [] };
  }
  const missing = packageWithoutManifest(path, origin, options.formats);
  return missing && { candidates: [], diagnostics: [missing] };
}

function openManifest(path: string): TextFile | { readonly error: unknown } | undefined {
  try {
    // Most folders have one format's manifest and not the other's; an error for each would cost more than it tells.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    return readTextFile(path, manifestLimit);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { error };
  }
}

function fromManifest(
  folder: Folder,
  opened: TextFile | { readonly error: unknown },
  options: ReadOptions,
): readonly Candidate[] {
  const { manifestPath: path, root, origin } = folder;
  if ("error" in opened) {
    const unreadable = diagnose("MANIFEST_UNREADABLE", { reason: readingProblem(opened.error) }, { path });
    return [rejected(folder, "invalid", undefined, [unreadable])];
  }
  const packageFile = readPackage(root, origin);
  const gates = [
    ...manifestGates(folder, opened),
    ...(packageFile && "blocked" in packageFile ? [packageFile.blocked] : []),
  ];
  // What is blocked is read as well, because its id is wanted; reading runs nothing.
  const reading = readManifest(folder, opened, packageFile, options);
  const found = [...gates, ...reading.diagnostics];
  if (gates.length > 0) return [rejected(folder, "blocked", reading.id, found)];
  if (reading.plugins.length === 0 || found.some(({ level }) => level === "error")) {
    return [rejected(folder, "invalid", reading.id, found)];
  }
  return reading.plugins.map((plugin) => toCandidate(folder, plugin, reading, options.vocabulary));
}

/** Which gates stop the manifest or the plugin's folder. */
function manifestGates(
  { root, origin, manifestPath: path }: Folder,
  { stats, isCut }: TextFile,
): readonly Diagnostic[] {
  const real = realPath(path) ?? path;
  const refused = isInside(root, real)
    ? (checkPath(root, origin) ?? checkPermissions(path, stats, origin) ?? checkFoldersBetween(root, real, origin))
    : diagnose("MANIFEST_ESCAPES", { real }, { path });
  const tooLarge = isCut ? [diagnose("MANIFEST_TOO_LARGE", { size: stats.size, limit: manifestLimit }, { path })] : [];
  return [...(refused ? [refused] : []), ...tooLarge];
}

/** What a format made of a manifest, with its text, where that could be read. */
type TextReading = ManifestReading & { readonly json?: JsonText };

function readManifest(
  folder: Folder,
  { text, isCut }: TextFile,
  packageFile: PackageReading | undefined,
  options: ReadOptions,
): TextReading {
  const { format, manifestPath: path } = folder;
  if (isCut) return nothingRead([], idInHead(text));
  try {
    const parsed = (format.parse ?? readJsonText)(text);
    if (!parsed.ok) {
      const { reason, line, column } = parsed.problem;
      return nothingRead([diagnose("MANIFEST_SYNTAX", { reason }, { path, line, column })]);
    }
    const { value } = parsed.json;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return nothingRead([diagnose("MANIFEST_NOT_OBJECT", { found: describeFound(value, true) }, { path })]);
    }
    if (packageFile && "problem" in packageFile)
      return nothingRead([packageFile.problem], (value as { id?: unknown }).id);
    return { ...format.read(toSource(folder, parsed.json, packageFile, options)), json: parsed.json };
  } catch (error) {
    // A format may come from the application; its fault must not stop other plugins.
    const reason = messageOf(error);
    return nothingRead([diagnose("MANIFEST_READER_FAILED", { format: format.name, reason }, { path })]);
  }
}

function nothingRead(diagnostics: readonly Diagnostic[], id?: unknown): TextReading {
  return { plugins: [], diagnostics, ...(typeof id === "string" && { id }) };
}

function toSource(
  { root, origin, manifestPath: path }: Folder,
  json: JsonText,
  packageFile: PackageReading | undefined,
  { vocabulary, development }: ReadOptions,
): ManifestSource {
  const exists = (file: string) => statPath(resolve(root, file))?.isFile() ?? false;
  const packageJson = packageFile && "json" in packageFile ? { packageJson: packageFile } : {};
  return { root, origin, path, json, ...packageJson, exists, vocabulary, development };
}

function toCandidate(folder: Folder, plugin: PluginReading, reading: TextReading, vocabulary: Vocabulary): Candidate {
  const { root, origin, format, manifestPath } = folder;
  const source = { path: manifestPath, ...(reading.json && { json: reading.json }) };
  const { manifest, diagnostics: provided } = checkProvides(plugin.manifest, source, vocabulary);
  const { id } = manifest;
  const check = plugin.entry === undefined ? undefined : checkEntry(root, plugin.entry, origin);
  const blocked = check && "blocked" in check ? check.blocked : undefined;
  const problem = blocked ?? plugin.entryProblem ?? (check && "problem" in check ? check.problem : undefined);
  const found = [...reading.diagnostics, ...provided, ...(problem ? [problem] : [])];
  const diagnostics = found.map((diagnostic) => ({ plugin: id, ...diagnostic }));
  const base = { id, root, origin, format: format.name, manifestPath, diagnostics };
  if (blocked) return { ...base, status: "blocked" };
  if (problem?.level === "error") return { ...base, status: "invalid" };
  return { ...base, status: "ready", manifest, ...(check && "entry" in check && { entry: check.entry }) };
}

function rejected(
  folder: Folder,
  status: "blocked" | "invalid",
  given: string | undefined,
  found: readonly Diagnostic[],
): Candidate {
  const { root, origin, format, manifestPath } = folder;
  const id = shownId(given) ?? basename(root);
  const diagnostics = found.map((diagnostic) => ({ plugin: id, ...diagnostic }));
  return { id, root, origin, format: format.name, manifestPath, status, diagnostics };
}
