import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Where a plugin was found; the order is the order of precedence. */
export const origins = ["config", "workspace", "global", "bundled"] as const;

/** Where a plugin was found. */
export type Origin = (typeof origins)[number];

/** A place to look for plugins: a plugin's folder, a folder of plugins, a file, or (configured paths only) a glob. */
export interface PluginRoot {
  readonly path: string;
  readonly origin: Origin;
  /** Where the config names this path, as a JSON Pointer. */
  readonly pointer?: string;
}

/** The folders that are searched besides the configured paths. */
export interface RootFolders {
  /** Plugins of the project at hand. */
  readonly workspace?: readonly string[];
  /** Plugins installed for the user. */
  readonly global?: readonly string[];
  /** Plugins that come with the application. */
  readonly bundled?: readonly string[];
}

const glob = /[*?[\]{}!]/;

/** Whether a configured path is a pattern; a path that is there as written is not. */
export function isGlob(path: string): boolean {
  return glob.test(path) && statSync(path, { throwIfNoEntry: false }) === undefined;
}

/** All roots in order of precedence; configured paths are relative to `base`. */
export function pluginRoots(configured: readonly string[], base: string, folders: RootFolders): readonly PluginRoot[] {
  const below = (origin: "workspace" | "global" | "bundled") =>
    (folders[origin] ?? []).map((path) => ({ path: resolve(path), origin }));
  return [
    ...configured.map((path, index) => ({
      path: resolve(base, path),
      origin: "config" as const,
      pointer: `/plugins/load/paths/${index}`,
    })),
    ...below("workspace"),
    ...below("global"),
    ...below("bundled"),
  ];
}
