import { sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Evaluates one of a plugin's own files, by absolute path, and gives what it exports. Throws what the file throws. */
export type RequireOwn = (file: string) => unknown;

const byFolder = new Map<string, RequireOwn>();

/**
 * Says how the files in a plugin's folder (absolute, links resolved) are evaluated. To be called before the plugin's `register`: the entries of
 * OpenClaw's own channels name files that are evaluated then. A later call for the same folder takes its place.
 */
export function offerOwnModules(folder: string, require: RequireOwn): void {
  byFolder.set(folder, require);
}

/** Evaluates the file that `specifier` names, relative to the module of `importMetaUrl` or as a path or address. */
export function requireOwnModule(importMetaUrl: string, specifier: string): unknown {
  const file = fileURLToPath(new URL(specifier, importMetaUrl));
  const folder = [...byFolder.keys()]
    .filter((each) => file.startsWith(each + sep))
    .toSorted((a, b) => b.length - a.length)[0];
  const require = folder === undefined ? undefined : byFolder.get(folder);
  if (!require) throw new Error(`${file} lies in no plugin's folder, so it is not evaluated`);
  return require(file);
}
