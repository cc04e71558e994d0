import { basename, join } from "node:path";
import { readingProblem, readTextFile, type TextFile } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Candidate } from "./candidate.js";
import { chooseFormat } from "./choose-format.js";
import { checkEntry } from "./entry.js";
import type { ManifestFormat, PluginReading } from "./format.js";
import { checkFoldersBetween, checkPermissions, manifestLimit } from "./gates.js";
import { shownId } from "./id.js";
import { packageWithoutManifest } from "./package-file.js";
import { isInside } from "./paths.js";
import { openFolder, type FolderPlace, type OpenedFolder } from "./plugin-folder.js";
import { checkProvides } from "./provides.js";
import { readManifest, type TextReading } from "./read-manifest.js";
import type { Origin } from "./roots.js";
import type { Vocabulary } from "./vocabulary.js";

/** What reading folders needs to know. */
export interface ReadOptions {
  readonly formats: readonly ManifestFormat[];
  /** The formats whose `prepare` was awaited; with the reason, where it failed. */
  readonly prepared?: ReadonlyMap<ManifestFormat, string | undefined>;
  readonly vocabulary: Vocabulary;
  readonly development: boolean;
}

/** What a folder turned out to be. */
export interface FolderReading {
  readonly candidates: readonly Candidate[];
  /** Of a folder that is no plugin and looks like one. */
  readonly diagnostics: readonly Diagnostic[];
  /** Formats that have to be prepared before the folder can be read. */
  readonly unprepared?: readonly ManifestFormat[];
}

interface Folder {
  readonly opened: OpenedFolder;
  readonly root: string;
  readonly origin: Origin;
  readonly format: ManifestFormat;
  /** Absent where the format has no manifest. */
  readonly manifestPath: string | undefined;
}

/** The folder as a plugin, or nothing where it is none. */
export function readFolder(place: FolderPlace, options: ReadOptions): FolderReading | undefined {
  const { formats, prepared } = options;
  const opened = openFolder(place);
  const chosen = chooseFormat(opened, formats);
  if (!chosen) {
    const missing = packageWithoutManifest(opened, formats);
    return missing && { candidates: [], diagnostics: [missing] };
  }
  const { format, failure } = chosen;
  const isWaiting = failure === undefined && format.prepare !== undefined && prepared?.has(format) !== true;
  if (isWaiting) return { candidates: [], diagnostics: [], unprepared: [format] };
  const { root, origin } = opened;
  const manifestPath = format.manifestFile === undefined ? undefined : join(root, format.manifestFile);
  const folder = { opened, root, origin, format, manifestPath };
  const fault = failure ?? prepared?.get(format);
  const candidates = fault === undefined ? toCandidates(folder, options) : [faulty(folder, fault)];
  return { candidates, diagnostics: [] };
}

/** A format may come from the application; its fault must not stop other plugins. */
function faulty(folder: Folder, reason: string): Candidate {
  const { format, manifestPath, root } = folder;
  const place = { path: manifestPath ?? root };
  const found = diagnose("MANIFEST_READER_FAILED", { format: format.name, reason }, place);
  return rejected(folder, "invalid", undefined, [found]);
}

type Manifest = TextFile | { readonly error: unknown } | undefined;

function openManifest(path: string | undefined): Manifest {
  if (path === undefined) return undefined;
  try {
    return readTextFile(path, manifestLimit);
  } catch (error) {
    return { error };
  }
}

function toCandidates(folder: Folder, options: ReadOptions): readonly Candidate[] {
  const { manifestPath, root, format } = folder;
  const manifest = openManifest(manifestPath);
  const path = manifestPath ?? root;
  if (manifest && "error" in manifest) {
    const unreadable = diagnose("MANIFEST_UNREADABLE", { reason: readingProblem(manifest.error) }, { path });
    return [rejected(folder, "invalid", undefined, [unreadable])];
  }
  const { packageFile } = folder.opened;
  const gates = [
    ...(manifest ? manifestGates(folder, path, manifest) : folderGates(folder.opened)),
    ...(packageFile && "blocked" in packageFile ? [packageFile.blocked] : []),
  ];
  // What is blocked is read as well, because its id is wanted; reading runs nothing.
  const reading = readManifest({ format, folder: folder.opened, path, manifest }, options);
  const found = [...gates, ...reading.diagnostics, ...folder.opened.problems];
  if (gates.length > 0) return [rejected(folder, "blocked", reading.id, found)];
  if (reading.plugins.length === 0 || found.some(({ level }) => level === "error")) {
    return [rejected(folder, "invalid", reading.id, found)];
  }
  return reading.plugins.map((plugin) => toCandidate(folder, plugin, reading, options.vocabulary));
}

/** Which gates stop the plugin's folder. */
function folderGates(opened: OpenedFolder): readonly Diagnostic[] {
  const refused = opened.refusal();
  return refused ? [refused] : [];
}

/** Which gates stop the manifest or the plugin's folder. */
function manifestGates(
  { opened, root, origin, format }: Folder,
  path: string,
  { stats, isCut }: TextFile,
): readonly Diagnostic[] {
  const real = opened.find(format.manifestFile ?? "")?.real ?? path;
  const refused = isInside(root, real)
    ? (opened.refusal() ?? checkPermissions(path, stats, origin) ?? checkFoldersBetween(root, real, origin))
    : diagnose("MANIFEST_ESCAPES", { real }, { path });
  const tooLarge = isCut ? [diagnose("MANIFEST_TOO_LARGE", { size: stats.size, limit: manifestLimit }, { path })] : [];
  return [...(refused ? [refused] : []), ...tooLarge];
}

function toCandidate(folder: Folder, plugin: PluginReading, reading: TextReading, vocabulary: Vocabulary): Candidate {
  const { opened, root, origin, manifestPath } = folder;
  const source = { path: manifestPath ?? root, json: reading.json };
  const { manifest, diagnostics: provided } = checkProvides(plugin.manifest, source, vocabulary);
  const { id } = manifest;
  const { entry } = plugin;
  const check = entry === undefined ? undefined : checkEntry(root, entry, origin, () => opened.find(entry));
  const blocked = check && "blocked" in check ? check.blocked : undefined;
  const problem = blocked ?? plugin.entryProblem ?? (check && "problem" in check ? check.problem : undefined);
  const found = [...reading.diagnostics, ...opened.problems, ...provided, ...(problem ? [problem] : [])];
  const status = blocked ? "blocked" : problem?.level === "error" ? "invalid" : "ready";
  const candidate = begin(folder, id, status, found);
  if (status !== "ready") return candidate;
  candidate.manifest = manifest;
  if (check && "entry" in check) candidate.entry = check.entry;
  if (entry === undefined && plugin.entryProblem === undefined) candidate.isCodeless = true;
  return candidate;
}

/** A candidate in the making: what is there for some is added, which is far faster than to spread one over another. */
type Unfinished = { -readonly [Member in keyof Candidate]: Candidate[Member] };

function begin(
  { root, origin, format, manifestPath }: Folder,
  id: string,
  status: Candidate["status"],
  found: readonly Diagnostic[],
): Unfinished {
  const diagnostics = found.map((diagnostic) => ({ plugin: id, ...diagnostic }));
  const candidate: Unfinished = { id, root, origin, format: format.name, status, diagnostics };
  if (manifestPath !== undefined) candidate.manifestPath = manifestPath;
  return candidate;
}

function rejected(
  folder: Folder,
  status: "blocked" | "invalid",
  given: string | undefined,
  found: readonly Diagnostic[],
): Candidate {
  return begin(folder, shownId(given) ?? basename(folder.root), status, found);
}
