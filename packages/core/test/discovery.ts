import { gatewaySdk } from "@mortise/sdk";
import fastGlob from "fast-glob";
import type { Candidate } from "../src/catalog/candidate.js";
import { discover, type Catalog, type DiscoverOptions } from "../src/catalog/discover.js";
import { nativeFormat } from "../src/catalog/native/read.js";
import type { Origin } from "../src/catalog/roots.js";
import { vocabularyOf } from "../src/catalog/vocabulary.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { folderWith, type Files } from "./folder.js";

/** What the reference gateway has words for. */
export const vocabulary = vocabularyOf(gatewaySdk);

/** Discovers with the native format and real globs, unless told otherwise. */
export function discoverIn(roots: DiscoverOptions["roots"], options: Partial<DiscoverOptions> = {}): Catalog {
  return discover({
    roots,
    formats: [nativeFormat],
    vocabulary,
    development: false,
    expandGlob: (pattern, cwd) =>
      fastGlob.sync(pattern, { cwd, onlyFiles: false, absolute: true, followSymbolicLinks: false }),
    ...options,
  });
}

/** The files of a sound plugin, with these fields in its manifest. */
export function pluginFiles(id: string, fields: object = {}): Files {
  return { "mortise.plugin.json": { id, ...fields }, "index.js": "throw new Error('nothing may run this');" };
}

/** Files below a folder. */
export function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

/** The one candidate in a folder. */
export function readOnly(folder: string, origin: Origin = "config", options?: Partial<DiscoverOptions>): Candidate {
  const { candidates, diagnostics } = discoverIn([{ path: folder, origin }], options);
  const [candidate, ...others] = candidates;
  if (!candidate || others.length > 0)
    throw new Error(`expected one plugin: ${JSON.stringify({ candidates, diagnostics })}`);
  return candidate;
}

/** The candidate of a folder with these files. */
export function readFiles(files: Files, options?: Partial<DiscoverOptions>): Candidate {
  return readOnly(folderWith(files), "config", options);
}

/** Level, code and pointer of each, short enough to compare. */
export function notes(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ level, code, pointer }) =>
    [level, code, ...(pointer === undefined ? [] : [pointer])].join(" "),
  );
}
