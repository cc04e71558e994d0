import { pathToFileURL } from "node:url";
import { nativeImport } from "./native-import.js";
import type { FileVersions } from "./file-version.js";

/** The files that Node holds, as they were when it got them. Node lets go of no module, and reads none again. */
const held = new Map<string, string>();

/** Entries whose module failed or never finished: Node would give the same failure for ever. */
const distrusted = new Set<string>();

/** Whether what Node gives for an entry is what is on disk: it has none of the files, or just these versions. */
export function isNodeUpToDate(entry: string, files: FileVersions): boolean {
  return !distrusted.has(entry) && [...files].every(([file, version]) => (held.get(file) ?? version) === version);
}

/** Imports an entry through Node, and remembers which versions of its files Node holds from now on. */
export function importNatively(entry: string, files: FileVersions): Promise<unknown> {
  for (const [file, version] of files) if (!held.has(file)) held.set(file, version);
  return nativeImport(urlOf(entry));
}

const plainPath = /^(?:\/[\w.-]+)+$/;

/** For a path that no URL writes otherwise there is no need to ask Node, which takes longer than reading the file. */
function urlOf(file: string): string {
  return plainPath.test(file) ? `file://${file}` : pathToFileURL(file).href;
}

/** From now on an entry is not imported through Node, for all of this process. */
export function distrustNode(entry: string): void {
  distrusted.add(entry);
}
