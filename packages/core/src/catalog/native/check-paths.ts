import { joinPointer } from "../../config/pointer.js";
import { diagnose } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { ManifestSource } from "../format.js";
import { noConfigSchema } from "../manifest.js";
import { isObject } from "../schema-members.js";
import { lostPathFinder, type FindLostPath } from "../schema-path.js";
import type { ManifestFile } from "./schema.js";

/** Dotted paths into a schema, and where the manifest has them. */
interface PathList {
  readonly pointer: string;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly find: FindLostPath;
}

/**
 * Says which config keys a manifest names (`ui`, `locales.<language>.ui`, `setup.env`, and `ui` beside the `configSchema`
 * of something that it provides) that the schema does not have. Where the schema takes keys that it does not name, only
 * those are said that are like one which it does.
 */
export function checkPaths(file: ManifestFile, { json, path: manifest }: ManifestSource): readonly Diagnostic[] {
  return [...ownPaths(file), ...providedPaths(file)].flatMap(({ pointer: list, paths, find }) =>
    Object.keys(paths).flatMap((path) => {
      const lost = find(path);
      if (!lost || (!lost.isRefused && lost.suggestion === undefined)) return [];
      const suggestion = lost.suggestion === undefined ? "" : ` Did you mean "${lost.suggestion}"?`;
      const pointer = joinPointer(list, path);
      const parameters = { key: list.slice(1).replaceAll("/", "."), path, suggestion };
      return [diagnose("MANIFEST_PATH_UNKNOWN", parameters, { path: manifest, pointer, ...json.locate(pointer) })];
    }),
  );
}

function ownPaths({ ui, locales, setup, configSchema }: ManifestFile): readonly PathList[] {
  // Most manifests name none.
  if (ui === undefined && locales === undefined && setup?.env === undefined) return [];
  const find = lostPathFinder(configSchema ?? noConfigSchema);
  const translated = Object.entries(locales ?? {}).map(([language, texts]) => ({
    pointer: joinPointer("/locales", language, "ui"),
    paths: texts.ui ?? {},
  }));
  const lists = [
    { pointer: "/ui", paths: ui ?? {} },
    ...translated,
    { pointer: "/setup/env", paths: setup?.env ?? {} },
  ];
  return lists.map((list) => ({ ...list, find }));
}

/** Channels have settings of their own, described as the plugin's are. */
function providedPaths({ provides = {} }: ManifestFile): readonly PathList[] {
  return Object.entries(provides).flatMap(([key, ids]) => {
    if (Array.isArray(ids)) return [];
    return Object.entries(ids).flatMap(([id, { ui, configSchema }]) =>
      isObject(ui) && isObject(configSchema)
        ? [{ pointer: joinPointer("/provides", key, id, "ui"), paths: ui, find: lostPathFinder(configSchema) }]
        : [],
    );
  });
}
