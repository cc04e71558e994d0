import type { Stats } from "node:fs";
import { dirname } from "node:path";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isInside, statPath } from "./paths.js";
import type { Origin } from "./roots.js";

/** The largest manifest that is read, in bytes. */
export const manifestLimit = 256 * 1024;

const otherUsersMayWrite = 0o002;

/** Who may have changed a file: nobody but its owner, and the owner is root or the user that runs the host. */
export function checkPermissions(path: string, stats: Stats, origin: Origin): Diagnostic | undefined {
  if (process.platform === "win32") return undefined;
  if ((stats.mode & otherUsersMayWrite) !== 0) {
    const mode = (stats.mode & 0o7777).toString(8);
    return diagnose("PATH_WORLD_WRITABLE", { target: path, mode }, { path });
  }
  if (origin === "bundled" || stats.uid === 0) return undefined;
  const user = process.getuid?.() ?? 0;
  if (stats.uid === user) return undefined;
  return diagnose("PATH_FOREIGN_OWNER", { target: path, owner: stats.uid, user }, { path });
}

/** `checkPermissions` for a path that has not been looked at yet. */
export function checkPath(path: string, origin: Origin): Diagnostic | undefined {
  const stats = statPath(path);
  return stats && checkPermissions(path, stats, origin);
}

/** A folder between the plugin's and one of its files that others may write to lets them swap the file. */
export function checkFoldersBetween(root: string, file: string, origin: Origin): Diagnostic | undefined {
  for (let folder = dirname(file); folder !== root && isInside(root, folder); folder = dirname(folder)) {
    const refused = checkPath(folder, origin);
    if (refused) return refused;
  }
  return undefined;
}
