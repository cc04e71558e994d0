import { placeOf } from "./catalog/candidate.js";
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

/**
 * The same catalogue with some plugins read anew, by their folders; nothing where one of them is not what it was any
 * more, so that all have to be looked for.
 */
export async function findAgain(
  folders: ReadonlySet<string>,
  before: Catalog,
  options: FindOptions,
  vocabulary: Vocabulary,
): Promise<Catalog | undefined> {
  const old = before.candidates.filter(({ root }) => folders.has(root));
  const roots = old.map((candidate): PluginRoot => ({ path: placeOf(candidate), origin: candidate.origin }));
  const read = await findPlugins(roots, options, vocabulary);
  const now = old.map(({ id, root }) => read.candidates.filter((each) => each.root === root && each.id === id));
  const isSame = old.length > 0 && now.every((found) => found.length === 1) && read.candidates.length === old.length;
  if (!isSame) return undefined;
  const renewed = new Map(old.map((candidate, index) => [candidate, now[index]?.[0]]));
  return { ...before, candidates: before.candidates.map((candidate) => renewed.get(candidate) ?? candidate) };
}
