import { discoverPrepared, type Catalog, type ExpandGlob } from "./catalog/discover.js";
import type { ManifestFormat } from "./catalog/format.js";
import { nativeFormat } from "./catalog/native/read.js";
import type { PluginRoot } from "./catalog/roots.js";
import type { Vocabulary } from "./catalog/vocabulary.js";
import { globFileSystem } from "./config/disk.js";

/** How plugins are looked for. */
export interface FindOptions {
  /** Manifest formats besides the native one. */
  readonly formats?: readonly ManifestFormat[];
  /** Prefer plugins' source over their built files. */
  readonly development?: boolean;
}

/** Looks for plugins in all roots. Never throws for what it finds there. */
export async function findPlugins(
  roots: readonly PluginRoot[],
  { formats = [], development = false }: FindOptions,
  vocabulary: Vocabulary,
): Promise<Catalog> {
  // The library is imported only where a glob is met.
  const hasGlob = roots.some(({ glob }) => glob !== undefined);
  const glob = hasGlob ? await import("fast-glob") : undefined;
  const expandGlob: ExpandGlob = (pattern, cwd) => glob?.default.sync(pattern, { ...globOptions, cwd }) ?? [];
  return discoverPrepared({ roots, formats: [nativeFormat, ...formats], vocabulary, development, expandGlob });
}

const globOptions = {
  fs: globFileSystem,
  onlyFiles: false,
  absolute: true,
  ignore: ["**/node_modules/**"],
  // What cannot be read has no plugin, and links in a circle have no end.
  suppressErrors: true,
  followSymbolicLinks: false,
};
