import type { Stats } from "node:fs";
import { sep } from "node:path";
import { realpathSync, statSync } from "../config/disk.js";

/** Whether `path` is `folder` or lies below it; both with links resolved. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
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
