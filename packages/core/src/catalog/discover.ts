import type { Stats } from "node:fs";
import { extname, join, sep } from "node:path";
import { readingProblem } from "../config/text-file.js";
import { readdirSync, statSync } from "../config/disk.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import { isReady, type Candidate } from "./candidate.js";
import { languageOf } from "./entry.js";
import type { ManifestFormat } from "./format.js";
import { isInside, pathIn, realPath, statPath } from "./paths.js";
import { looseFormat, readLooseFile } from "./loose-file.js";
import { readFolder, type FolderReading, type ReadOptions } from "./read-folder.js";
import { origins, type PluginRoot } from "./roots.js";

/** All that is on disk. */
export interface Catalog {
  /** In order of precedence of their roots, then by path. */
  readonly candidates: readonly Candidate[];
  /** What is not about one candidate. */
  readonly diagnostics: readonly Diagnostic[];
  /** Formats that were met and not prepared; what is of these is left out. */
  readonly unprepared?: readonly ManifestFormat[];
}

/** Expands a glob to absolute paths; given from outside, because the library is imported only where a glob is met. */
export type ExpandGlob = (pattern: string, folder: string) => readonly string[];

/** What discovery needs to know. */
export interface DiscoverOptions extends ReadOptions {
  readonly roots: readonly PluginRoot[];
  readonly expandGlob: ExpandGlob;
}

const ignoredFolder = /^(?:\..*|node_modules|dist|build|coverage|.*\.(?:bak|disabled))$/;
const nothing: FolderReading = { candidates: [], diagnostics: [] };

/**
 * Finds and reads every plugin. Synchronous: many small files are read fastest one after another. What is of a format
 * that must be prepared, and was not, is left out and its format named: `discoverPrepared` sees to that.
 */
export function discover(options: DiscoverOptions): Catalog {
  const reading = mergeReadings(options.roots.map((root) => readRoot(root, options)));
  return { ...reading, candidates: withoutTwins(reading.candidates) };
}

/** Finds and reads every plugin, and prepares each format that is met and asks for it; then all is read once more. */
export async function discoverPrepared(options: DiscoverOptions): Promise<Catalog> {
  const prepared = new Map(options.prepared);
  for (;;) {
    const catalog = discover({ ...options, prepared });
    const { unprepared = [] } = catalog;
    if (unprepared.length === 0) return catalog;
    for (const format of unprepared) prepared.set(format, await prepare(format));
  }
}

/** Nothing, or why it failed. */
async function prepare(format: ManifestFormat): Promise<string | undefined> {
  try {
    await format.prepare?.();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What two roots lead to counts once. */
function withoutTwins(candidates: readonly Candidate[]): readonly Candidate[] {
  const names = candidates.map(({ id, root, manifestPath, entry }) => `${id}\0${manifestPath ?? entry?.file ?? root}`);
  const kept = new Map<string, Candidate>();
  for (const [index, candidate] of candidates.entries()) {
    const name = names[index] ?? "";
    const twin = kept.get(name);
    if (!twin || goesBefore(candidate, twin)) kept.set(name, candidate);
  }
  if (kept.size === candidates.length) return candidates;
  return candidates.filter((candidate, index) => kept.get(names[index] ?? "") === candidate);
}

/**
 * The path that the config names counts most. Else the root that is trusted more, so that a link in a workspace cannot
 * take a bundled plugin's place.
 */
function goesBefore(candidate: Candidate, twin: Candidate): boolean {
  if (isReady(candidate) !== isReady(twin)) return isReady(candidate);
  return twin.origin !== "config" && origins.indexOf(candidate.origin) > origins.indexOf(twin.origin);
}

function readRoot(root: PluginRoot, options: DiscoverOptions): FolderReading {
  if (root.glob !== undefined) return readGlob(root, root.glob, options);
  if (root.origin === "config") return readConfigured(root, options);
  return readWhereManifest(root, options) ?? readFolderOfPlugins(root, options) ?? nothing;
}

/** A glob such as `plugins/*` matches what is no plugin as well, and that is no mistake. */
function readGlob(root: PluginRoot, glob: string, options: DiscoverOptions): FolderReading {
  const paths = [...options.expandGlob(glob, root.path)].toSorted(byCodeUnit);
  if (paths.length === 0) return pathNotFound(root, join(root.path, glob));
  const readings: FolderReading[] = [];
  const folders: string[] = [];
  for (const path of paths) {
    // A plugin's own folders and files are parts of it, whatever matches them.
    const real = realPath(path) ?? path;
    if (folders.some((folder) => isInside(folder, real))) continue;
    const reading = readConfigured({ ...root, path }, options, "quiet");
    readings.push(reading);
    folders.push(...reading.candidates.flatMap(({ root: folder, format }) => (format === looseFormat ? [] : [folder])));
  }
  return mergeReadings(readings);
}

function readConfigured(root: PluginRoot, options: DiscoverOptions, manner?: "quiet"): FolderReading {
  const { path } = root;
  const stats = lookAt(path);
  if (stats === undefined) return pathNotFound(root, path);
  if (stats instanceof Error) return unreadable(root, stats);
  const found = stats.isDirectory() ? readConfiguredFolder(root, options) : readFile(path, root, options);
  if (found && !isEmpty(found)) return found;
  if (manner === "quiet") return nothing;
  const files = options.formats.flatMap(({ manifestFile }) => manifestFile ?? []).join(", ");
  return only(diagnose("PATH_NO_PLUGIN", { target: path, files }, placeOf(root)));
}

/**
 * A plugin by its manifest; else a folder of such; and only then what its layout says it is: a project that has its
 * plugins in a folder may look like one, and that is not what the config means by naming the folder.
 */
function readConfiguredFolder(root: PluginRoot, options: DiscoverOptions): FolderReading | undefined {
  const withManifest = options.formats.filter(({ manifestFile }) => manifestFile !== undefined);
  const plugin = readFolder(root, { ...options, formats: withManifest });
  if (plugin) return plugin;
  const below = readFolderOfPlugins(root, options);
  const hasManifest = below?.candidates.some(({ manifestPath }) => manifestPath !== undefined) === true;
  return hasManifest || withManifest.length === options.formats.length ? below : (readFolder(root, options) ?? below);
}

function isEmpty({ candidates, diagnostics, unprepared = [] }: FolderReading): boolean {
  return candidates.length === 0 && diagnostics.length === 0 && unprepared.length === 0;
}

function lookAt(path: string): Stats | Error | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return error as Error;
  }
}

/** A root that is itself a plugin's folder. */
function readWhereManifest(root: PluginRoot, options: DiscoverOptions): FolderReading | undefined {
  const isPlugin = options.formats.some(
    ({ manifestFile }) => manifestFile !== undefined && statPath(join(root.path, manifestFile)) !== undefined,
  );
  return isPlugin ? readFolder(root, options) : undefined;
}

/** A manifest stands for its folder; a module is a plugin of its own. */
function readFile(path: string, { origin }: PluginRoot, options: DiscoverOptions): FolderReading | undefined {
  const manifest = options.formats.find(
    ({ manifestFile }) => manifestFile !== undefined && path.endsWith(join(sep, manifestFile)),
  )?.manifestFile;
  if (manifest !== undefined) return readFolder({ path: path.slice(0, -join(sep, manifest).length), origin }, options);
  if (languageOf(path) === undefined) return undefined;
  return { candidates: [readLooseFile(path, origin, options.vocabulary)], diagnostics: [] };
}

/** The plugins right below a folder, and right below its `@scope` folders. */
function readFolderOfPlugins(root: PluginRoot, options: DiscoverOptions, scope?: "scope"): FolderReading | undefined {
  const { path, origin } = root;
  let names: readonly string[];
  try {
    names = readdirSync(path).toSorted(byCodeUnit);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Roots of the application need not be there.
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : unreadable(root, error as Error);
  }
  const parent = realPath(path) ?? path;
  const folders = names.filter((name) => !ignoredFolder.test(name) && extname(name) !== ".json");
  return mergeReadings(
    folders.flatMap((name) => {
      const below = pathIn(parent, name);
      const isScope = name.startsWith("@") && scope === undefined;
      if (isScope) return readFolderOfPlugins({ ...root, path: below }, options, "scope") ?? [];
      return readFolder({ path: below, origin, isResolved: true }, options) ?? [];
    }),
  );
}

function mergeReadings(readings: readonly FolderReading[]): FolderReading {
  const unprepared = new Set(readings.flatMap((reading) => reading.unprepared ?? []));
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
    ...(unprepared.size > 0 && { unprepared: [...unprepared] }),
  };
}

function only(diagnostic: Diagnostic): FolderReading {
  return { candidates: [], diagnostics: [diagnostic] };
}

function pathNotFound(root: PluginRoot, target: string): FolderReading {
  return only(diagnose("PATH_NOT_FOUND", { target }, placeOf(root)));
}

function unreadable(root: PluginRoot, error: Error): FolderReading {
  return only(diagnose("PATH_UNREADABLE", { target: root.path, reason: readingProblem(error) }, placeOf(root)));
}

/** Where the config names the root, or the root itself. */
function placeOf({ path, place }: PluginRoot): DiagnosticPlace {
  return { path, ...place };
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
