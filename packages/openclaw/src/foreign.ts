import { readPointer, type ManifestSource, type PluginManifest } from "@mortise/core/catalog";
import { knownKeys, type Fields } from "./fields/known.js";
import { isObject, type JsonObject } from "./fields/shape.js";

/** The fields whose whole meaning is in the normalised manifest. */
const mapped = new Set([
  "id",
  "name",
  "description",
  "version",
  "configSchema",
  "kind",
  "enabledByDefault",
  "enabledByDefaultOnPlatforms",
  "activation",
]);

/**
 * What has no meaning here, or not all of it, as it was written, by its key in the manifest; the `openclaw` block of
 * package.json stands under `package.json`. What was reported as ignored is not in it.
 */
export function readForeign(
  { json, packageJson, vocabulary }: ManifestSource,
  fields: Fields,
  categories: readonly string[] | undefined,
): PluginManifest["foreign"] {
  const raw = json.value as JsonObject;
  const kept = Object.keys(raw).filter((key) => {
    if (mapped.has(key) || key === "categories") return false;
    if (key === "providers" && vocabulary.byKey.has("text-inference")) return false;
    return !knownKeys.includes(key) || fields[key as keyof Fields] !== undefined;
  });
  const block = readPointer(packageJson?.json.value, "/openclaw");
  return {
    ...Object.fromEntries(kept.map((key) => [key, raw[key]])),
    ...(categories && { categories }),
    ...(isObject(block) && { "package.json": { openclaw: block } }),
  };
}
