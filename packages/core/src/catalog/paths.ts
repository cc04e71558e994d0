import type { Stats } from "node:fs";
import { sep } from "node:path";
import { lstatSync, realpathSync, statSync } from "../config/disk.js";

/** Whether `path` is `folder` or lies below it; both with links resolved. */
export function isInside(folder: string, path: string): boolean {
  if (!path.startsWith(folder)) return false;
  return path.length === folder.length || path[folder.length] === sep || folder.endsWith(sep);
}

/** The path of what a folder has by a name, which is a single step. */
export function pathIn(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : `${folder}${sep}${name}`;
}

/** The path with all links resolved, or nothing where there is no such file. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** What the file system says of a path; nothing where it cannot say, for whatever reason: absent, too long, a circle. */
export function statPath(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The same of the path itself: of a link the link. */
export function lstatPath(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What stands at a path, links followed. */
export interface Found {
  /** The path with all links resolved. */
  readonly real: string;
  readonly stats: Stats;
}

/** Looks at a path; nothing where there is no such file. Throws what the file system throws otherwise. */
export function findAt(path: string): Found | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && { real: realpathSync(path), stats };
}

/**
 * The same for a path below a folder whose own links are resolved. Where no step from there is a link, as nearly
 * everywhere, the path is its own real one, which is known at a fraction of what it takes to have it resolved.
 */
export function findBelow(folder: string, path: string): Found | undefined {
  if (!isInside(folder, path)) return findAt(path);
  for (let end = folder.length; end < path.length;) {
    const next = path.indexOf(sep, end + 1);
    end = next === -1 ? path.length : next;
    const stats = lstatSync(path.slice(0, end), { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isSymbolicLink()) break;
    if (end === path.length) return { real: path, stats };
    if (!stats.isDirectory()) return undefined;
  }
  return findAt(path);
}
