import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, type Stats } from "node:fs";
import { basename, join, resolve } from "node:path";
import { visit } from "jsonc-parser";
import { readJsonText, type JsonReading, type JsonText } from "../config/json-text.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticLevel } from "../diagnostics/diagnostic.js";
import type { Candidate } from "./candidate.js";
import { checkEntry } from "./entry.js";
import type { ManifestFormat, ManifestReading, ManifestSource, PluginReading } from "./format.js";
import { checkPermissions, isInside, manifestLimit, realPath, statPath } from "./gates.js";
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
    const manifestPath = join(path, format.manifestFile);
    const opened = openManifest(manifestPath);
    if (opened === undefined) continue;
    const root = realPath(path) ?? path;
    return { candidates: fromManifest({ root, origin, format, manifestPath: join(root, format.manifestFile) }, opened, options), diagnostics: [] };
  }
  const missing = packageWithoutManifest(path, options.formats);
  return missing && { candidates: [], diagnostics: [missing] };
}

type Opened = { readonly text: string; readonly stats: Stats } | { readonly tooLarge: number; readonly head: string; readonly stats: Stats } | { readonly error: Error };

/** Opened once, so that what is measured is what is read. */
function openManifest(path: string): Opened | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const stats = fstatSync(file);
    if (stats.size <= manifestLimit) return { text: readFileSync(file, "utf8"), stats };
    const head = Buffer.alloc(64 * 1024);
    return { tooLarge: stats.size, head: head.toString("utf8", 0, readSync(file, head)), stats };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { error: error as Error };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function fromManifest(folder: Folder, opened: Opened, options: ReadOptions): readonly Candidate[] {
  const { manifestPath: path } = folder;
  if ("error" in opened) {
    return [rejected(folder, "invalid", undefined, [diagnose("MANIFEST_UNREADABLE", { reason: opened.error.message }, { path })])];
  }
  if ("tooLarge" in opened) {
    const found = diagnose("MANIFEST_TOO_LARGE", { size: opened.tooLarge, limit: manifestLimit }, { path });
    return [rejected(folder, "blocked", idInHead(opened.head), [found])];
  }
  const parsed = (folder.format.parse ?? readJsonText)(opened.text);
  const gate = manifestGate(folder, opened.stats);
  if (!parsed.ok) {
    const { reason, line, column } = parsed.problem;
    const broken = diagnose("MANIFEST_SYNTAX", { reason }, { path, line, column });
    return [rejected(folder, gate ? "blocked" : "invalid", undefined, gate ? [gate, broken] : [broken])];
  }
  const reading = readWith(folder, parsed, options);
  if (gate) return [rejected(folder, "blocked", reading.id, [gate])];
  return toCandidates(folder, reading, options.vocabulary);
}

/** The manifest and the plugin's folder, held against the gates. */
function manifestGate({ root, origin, manifestPath }: Folder, stats: Stats): Diagnostic | undefined {
  const real = realPath(manifestPath);
  if (real !== undefined && !isInside(root, real)) {
    return diagnose("MANIFEST_ESCAPES", { real }, { path: manifestPath });
  }
  const rootStats = statSync(root, { throwIfNoEntry: false });
  return (rootStats && checkPermissions(root, rootStats, origin)) ?? checkPermissions(manifestPath, stats, origin);
}

function readWith(folder: Folder, parsed: JsonReading & { ok: true }, options: ReadOptions): ManifestReading {
  const { root, origin, format, manifestPath: path } = folder;
  const { value } = parsed.json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
    return { plugins: [], diagnostics: [diagnose("MANIFEST_NOT_OBJECT", { found }, { path })] };
  }
  const packageFile = readPackage(root);
  if (packageFile && "problem" in packageFile) {
    return { plugins: [], diagnostics: [packageFile.problem], ...idOf(value) };
  }
  return format.read({
    root,
    origin,
    path,
    json: parsed.json,
    ...(packageFile && { packageJson: packageFile }),
    exists: (file) => statPath(resolve(root, file))?.isFile() ?? false,
    vocabulary: options.vocabulary,
    development: options.development,
  });
}

function idOf(value: object): { id?: string } {
  const id: unknown = (value as { id?: unknown }).id;
  return typeof id === "string" ? { id } : {};
}

type PackageFile = NonNullable<ManifestSource["packageJson"]>;

function readPackage(root: string): PackageFile | { readonly problem: Diagnostic } | undefined {
  const path = join(root, "package.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const reading = readJsonText(text);
  if (reading.ok) return { path, json: reading.json };
  const { reason, line, column } = reading.problem;
  return { problem: diagnose("PACKAGE_SYNTAX", { reason }, { path, line, column }) };
}

function toCandidates(folder: Folder, reading: ManifestReading, vocabulary: Vocabulary): readonly Candidate[] {
  const { diagnostics } = reading;
  if (reading.plugins.length === 0 || diagnostics.some(({ level }) => level === "error")) {
    return [rejected(folder, "invalid", reading.id, diagnostics)];
  }
  return reading.plugins.map((plugin) => toCandidate(folder, plugin, diagnostics, vocabulary));
}

function toCandidate(folder: Folder, plugin: PluginReading, shared: readonly Diagnostic[], vocabulary: Vocabulary): Candidate {
  const { root, origin, format, manifestPath } = folder;
  const { manifest, diagnostics: provided } = checkProvides(plugin.manifest, manifestPath, vocabulary);
  const { id } = manifest;
  const about = (found: readonly Diagnostic[]) => found.map((diagnostic) => ({ plugin: id, ...diagnostic }));
  const base = { id, root, origin, format: format.name, manifestPath };
  const known = [...shared, ...provided];
  const check = plugin.entry === undefined ? undefined : checkEntry(root, plugin.entry, origin);
  if (check && "blocked" in check) return { ...base, status: "blocked", diagnostics: about([...known, check.blocked]) };
  const problem = plugin.entryProblem ?? (check && "problem" in check ? check.problem : undefined);
  const fatal = problem !== undefined && (problem.level satisfies DiagnosticLevel) === "error";
  const diagnostics = about(problem ? [...known, problem] : known);
  if (fatal) return { ...base, status: "invalid", diagnostics };
  const entry = check && "entry" in check ? { entry: check.entry } : {};
  return { ...base, status: "ready", manifest, diagnostics, ...entry };
}

function rejected(folder: Folder, status: "blocked" | "invalid", id: string | undefined, found: readonly Diagnostic[]): Candidate {
  const { root, origin, format, manifestPath } = folder;
  const known = id ?? basename(root);
  const diagnostics = found.map((diagnostic) => ({ plugin: known, ...diagnostic }));
  return { id: known, root, origin, format: format.name, manifestPath, status, diagnostics };
}

/** The id of a manifest that is too large to be read whole: what its beginning says. */
function idInHead(head: string): string | undefined {
  let depth = 0;
  let key: string | undefined;
  let id: string | undefined;
  visit(head, {
    onObjectBegin: () => void (depth += 1),
    onObjectEnd: () => void (depth -= 1),
    onObjectProperty: (name) => void (key = depth === 1 ? name : undefined),
    onLiteralValue: (value: unknown) => {
      if (depth === 1 && key === "id" && typeof value === "string") id ??= value;
    },
  });
  return id;
}

function packageWithoutManifest(path: string, formats: readonly ManifestFormat[]): Diagnostic | undefined {
  const found = readPackage(path);
  if (!found || "problem" in found) return undefined;
  const value = found.json.value as Readonly<Record<string, unknown>> | null;
  const format = formats.find(({ packageKey }) => typeof value?.[packageKey] === "object");
  if (!format) return undefined;
  const place = { path: found.path, pointer: `/${format.packageKey}` };
  return diagnose("MANIFEST_MISSING", { key: format.packageKey, file: format.manifestFile }, place);
}

