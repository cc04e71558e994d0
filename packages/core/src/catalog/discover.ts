import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Candidate } from "./candidate.js";
import { readLooseFile } from "./loose-file.js";
import { languageOf } from "./entry.js";
import { readFolder, type FolderReading, type ReadOptions } from "./read-folder.js";
import { isGlob, type PluginRoot } from "./roots.js";

/** All that is on disk. */
export interface Catalog {
  /** In order of precedence of their roots, then by path. */
  readonly candidates: readonly Candidate[];
  /** What is not about one candidate. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Expands a glob to paths; given from outside, because the library is imported only where a glob is met. */
export type ExpandGlob = (pattern: string) => readonly string[];

/** What discovery needs to know. */
export interface DiscoverOptions extends ReadOptions {
  readonly roots: readonly PluginRoot[];
  readonly expandGlob: ExpandGlob;
}

const ignoredFolder = /^(?:\..*|node_modules|dist|build|coverage|.*\.(?:bak|disabled))$/;
const nothing: FolderReading = { candidates: [], diagnostics: [] };

/** Finds and reads every plugin. Synchronous: many small files are read fastest one after another. */
export function discover(options: DiscoverOptions): Catalog {
  const readings = options.roots.map((root) => readRoot(root, options));
  const seen = new Set<string>();
  const candidates = readings
    .flatMap((reading) => reading.candidates)
    // A folder that two roots lead to counts once, for the first of them.
    .filter(({ root, id }) => !seen.has(`${root}\0${id}`) && seen.add(`${root}\0${id}`));
  return { candidates, diagnostics: readings.flatMap((reading) => reading.diagnostics) };
}

function readRoot(root: PluginRoot, options: DiscoverOptions): FolderReading {
  if (root.origin !== "config") return readFolderOfPlugins(root, options) ?? nothing;
  if (!isGlob(root.path)) return readConfigured(root, options);
  const paths = [...options.expandGlob(root.path)].toSorted(byCodeUnit);
  if (paths.length === 0) return { candidates: [], diagnostics: [pathNotFound(root)] };
  // A glob such as `plugins/*` matches what is no plugin as well, and that is no mistake.
  return mergeReadings(paths.map((path) => readConfigured({ ...root, path }, options, "quiet")));
}

function readConfigured(root: PluginRoot, options: DiscoverOptions, manner?: "quiet"): FolderReading {
  const { path, origin } = root;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return { candidates: [], diagnostics: [pathNotFound(root)] };
  const found = stats.isDirectory()
    ? (readFolder(path, origin, options) ?? readFolderOfPlugins(root, options))
    : readFile(path, root, options);
  if (found && (found.candidates.length > 0 || found.diagnostics.length > 0)) return found;
  if (manner === "quiet") return nothing;
  const files = options.formats.map(({ manifestFile }) => manifestFile).join(", ");
  return { candidates: [], diagnostics: [diagnose("PATH_NO_PLUGIN", { target: path, files }, place(root))] };
}

/** A manifest stands for its folder; a module is a plugin of its own. */
function readFile(path: string, { origin }: PluginRoot, options: DiscoverOptions): FolderReading | undefined {
  const isManifest = options.formats.some(({ manifestFile }) => manifestFile === basename(path));
  if (isManifest) return readFolder(dirname(path), origin, options);
  if (languageOf(path) === undefined) return undefined;
  return { candidates: [readLooseFile(path, origin, options.vocabulary)], diagnostics: [] };
}

/** The plugins right below a folder, and below its `@scope` folders. */
function readFolderOfPlugins(root: PluginRoot, options: DiscoverOptions): FolderReading | undefined {
  const { path, origin } = root;
  let names: readonly string[];
  try {
    names = readdirSync(path).toSorted(byCodeUnit);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Roots of the application need not be there.
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return { candidates: [], diagnostics: [diagnose("PATH_UNREADABLE", { target: path, reason: message }, place(root))] };
  }
  const folders = names.filter((name) => !ignoredFolder.test(name) && extname(name) !== ".json");
  return mergeReadings(
    folders.flatMap((name) => {
      const below = { ...root, path: join(path, name) };
      const reading = name.startsWith("@") ? readFolderOfPlugins(below, options) : readFolder(below.path, origin, options);
      return reading ? [reading] : [];
    }),
  );
}

function mergeReadings(readings: readonly FolderReading[]): FolderReading {
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
}

function pathNotFound(root: PluginRoot): Diagnostic {
  return diagnose("PATH_NOT_FOUND", { target: root.path }, place(root));
}

function place({ path, pointer }: PluginRoot): { path: string; pointer?: string } {
  return pointer === undefined ? { path } : { path, pointer };
}

function byCodeUnit(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
