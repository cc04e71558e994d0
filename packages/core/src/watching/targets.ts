import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isInside } from "../catalog/paths.js";

/** Something that is watched, by absolute path. */
export type WatchTarget =
  /** A plugin's folder, or the one file that it consists of. */
  | { readonly kind: "plugin"; readonly plugin: string; readonly path: string }
  /**
   * A folder where plugins may appear; `glob` as of a `PluginRoot`: then from where the pattern begins to vary. `depth`:
   * how many folders below it are looked into, all unless given.
   */
  | { readonly kind: "root"; readonly path: string; readonly glob?: string; readonly depth?: number }
  /** The config file. */
  | { readonly kind: "config"; readonly path: string };

/** What changed, as far as it concerns what is watched. */
export interface WatchedChanges {
  /** Ids of the plugins that files of changed, came to, or went from. */
  readonly plugins: readonly string[];
  /** Whether plugins may have come or gone. */
  readonly roots: boolean;
  readonly config: boolean;
  /** The files, absolute. */
  readonly files: readonly string[];
}

/** What is watched, and what is not. */
export interface WatchScope {
  /** The folders to watch from; a target that is not there yet is waited for in the nearest folder that is. */
  readonly bases: readonly string[];
  isIgnored(path: string): boolean;
  /** Whether who watches this watches all of another scope. */
  includes(other: WatchScope): boolean;
  readonly places: readonly Place[];
  classify(files: readonly string[]): WatchedChanges;
}

/** Folders and files that are of no plugin: packages, version control, and what editors leave while they write. */
const litter =
  /^(?:node_modules|\.git|\.hg|\.svn|\.jj|\.idea|\.vscode|\.cache|\.turbo|\.DS_Store|Thumbs\.db|4913|#.*#|\.#.*|.*~|.*\.sw[a-z]{1,2}|.*\.(?:tmp|temp|part|tsbuildinfo)|.*___jb_(?:tmp|old)___|\.nfs.*|\.goutputstream-.*|.*\.tmp[-.].*)$/;

/** Where a target is. */
export interface Place {
  readonly target: WatchTarget;
  readonly path: string;
  readonly isFile: boolean;
  /** How many folders below it are watched. */
  readonly depth: number;
}

/** Sees to what is watched. Below `ignoredFolders` nothing is, but for targets that lie there themselves. */
export function watchScope(targets: readonly WatchTarget[], ignoredFolders: readonly string[]): WatchScope {
  const places = targets.flatMap(placesOf);
  return {
    places,
    bases: basesOf(places),
    isIgnored(path) {
      if (places.some((place) => isInside(path, place.path))) return false;
      const nearest = longest(places.filter((place) => covers(place, path)).map((place) => place.path));
      return nearest < 0 || longest(ignoredFolders.filter((folder) => isInside(folder, path))) > nearest;
    },
    includes: (other) =>
      other.places.every((wanted) =>
        places.some((place) => covers(place, wanted.path) && (wanted.isFile || place.depth === Infinity)),
      ),
    classify: (files) => classify(places, files),
  };
}

/** Where a target is, and where links lead from there: what changes is seen at the one or the other. */
function placesOf(target: WatchTarget): readonly Place[] {
  const path = target.kind === "root" && target.glob !== undefined ? fixedPart(target.path, target.glob) : target.path;
  const isFile = target.kind === "config" || (target.kind === "plugin" && isFileThere(path));
  const place = { target, path, isFile, depth: (target.kind === "root" ? target.depth : undefined) ?? Infinity };
  const real = existsSync(path) ? realpathSync(path) : path;
  return real === path ? [place] : [place, { ...place, path: real }];
}

function isFileThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? /\.[cm]?[jt]s$/.test(path);
}

/** The folder up to where a pattern begins to vary. */
function fixedPart(folder: string, glob: string): string {
  const segments = glob.split("/");
  const varying = segments.findIndex((segment) => /[*?[\]{}!()]/.test(segment));
  return join(folder, ...segments.slice(0, varying < 0 ? undefined : varying));
}

function covers({ path: target, isFile, depth }: Place, path: string): boolean {
  if (isFile || !isInside(target, path)) return path === target;
  const segments = relative(target, path).split(sep);
  return segments.length <= depth + 1 && !segments.some((segment) => litter.test(segment));
}

function longest(paths: readonly string[]): number {
  return Math.max(-1, ...paths.map((path) => path.length));
}

/** From the folder above each, so that a target may go and come again. */
function basesOf(places: readonly Place[]): readonly string[] {
  const folders = new Set(places.map(({ path }) => nearestThere(dirname(path))));
  return [...folders].filter((folder) => ![...folders].some((above) => above !== folder && isInside(above, folder)));
}

function nearestThere(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestThere(dirname(folder));
}

function classify(places: readonly Place[], files: readonly string[]): WatchedChanges {
  const plugins = new Set<string>();
  let roots = false;
  let config = false;
  for (const file of files) {
    const around = places.filter((place) => covers(place, file));
    const owners = around.flatMap(({ target }) => (target.kind === "plugin" ? [target] : []));
    for (const { plugin } of owners) plugins.add(plugin);
    config ||= around.some(({ target }) => target.kind === "config");
    const isGone = owners.some(({ path }) => !existsSync(path));
    roots ||= isGone || (owners.length === 0 && around.some(({ target }) => target.kind === "root"));
  }
  return { plugins: [...plugins], roots, config, files };
}
