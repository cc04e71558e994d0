import { resolve } from "node:path";
import type { DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { statPath } from "./paths.js";

/** Where a plugin was found; the order is the order of precedence. */
export const origins = ["config", "workspace", "global", "bundled"] as const;

/** Where a plugin was found. */
export type Origin = (typeof origins)[number];

/** A place to look for plugins: a plugin's folder, a folder of plugins, or (configured paths only) a file or a glob. */
export interface PluginRoot {
  /** Absolute path; of a glob, the folder that it starts from. */
  readonly path: string;
  readonly origin: Origin;
  /** The pattern, as the config has it. */
  readonly glob?: string;
  /** Where the config names it. */
  readonly place?: DiagnosticPlace;
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

const globCharacter = /[*?[\]{}!]/;

/** Whether a configured path is a pattern; a path that is there as written is not. */
function isGlob(written: string, path: string): boolean {
  return globCharacter.test(written) && statPath(path) === undefined;
}

/** All roots in order of precedence; configured paths are relative to `base`, and `place` says where the config has one. */
export function pluginRoots(
  configured: readonly string[],
  base: string,
  folders: RootFolders,
  place: (pointer: string) => DiagnosticPlace = (pointer) => ({ pointer }),
): readonly PluginRoot[] {
  const below = (origin: "workspace" | "global" | "bundled") =>
    (folders[origin] ?? []).map((path) => ({ path: resolve(path), origin }));
  const named = configured.map((written, index) => {
    const path = resolve(base, written);
    // A pattern is not resolved: the folder may have characters in it that mean something in one.
    const found = isGlob(written, path) ? { path: base, glob: written } : { path };
    return { ...found, origin: "config" as const, place: place(`/plugins/load/paths/${index}`) };
  });
  return [...named, ...below("workspace"), ...below("global"), ...below("bundled")];
}
