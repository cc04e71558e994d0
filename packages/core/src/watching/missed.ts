import { readdirSync, statSync, type Dirent } from "node:fs";
import { dirname, join } from "node:path";

/** What the watcher knows: the names in each folder, by absolute path. */
export type WatchedNames = Readonly<Record<string, readonly string[]>>;

/**
 * The files at and below paths that a watcher does not know of: it reads a new folder before it listens to it, so what
 * comes in between is missed.
 */
export function missedFiles(
  paths: readonly string[],
  watched: WatchedNames,
  isIgnored: (path: string) => boolean,
): readonly string[] {
  const folders = new Set(paths.map(nearestFolder));
  const missed: string[] = [];
  // A set that grows while it is walked is walked to its end.
  for (const folder of folders) {
    const known = new Set(watched[folder]);
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (known.has(entry.name) || isIgnored(path)) continue;
      if (entry.isDirectory()) folders.add(path);
      else if (entry.isFile()) missed.push(path);
    }
  }
  return missed;
}

/**
 * Tells folders apart that have one path: a watcher that listened to the first hears nothing of the second. Empty where
 * there is none.
 */
export function folderIdentity(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  // The number alone does not do: it is given again at once.
  return stats?.isDirectory() ? `${stats.ino} ${stats.birthtimeMs}` : "";
}

/** The path itself where it is a folder, else the nearest above it. */
export function nearestFolder(path: string): string {
  const above = dirname(path);
  return above === path || folderIdentity(path) !== "" ? path : nearestFolder(above);
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
