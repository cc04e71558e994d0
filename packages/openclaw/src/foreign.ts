import { readPointer, type ManifestSource, type PluginManifest } from "@mortise/core/catalog";
import { activationKeys, contractKeys, knownKeys, type Fields } from "./fields/known.js";
import { manifestPlaces } from "./fields/manifest-places.js";
import { contractPlaces } from "./fields/member-places.js";
import type { FieldPlace } from "./fields/place.js";
import { isObject, type JsonObject } from "./fields/shape.js";
import { readMcpServers } from "./provides/resources.js";
import type { Subject } from "./subject.js";

const placeOf: ReadonlyMap<string, FieldPlace> = new Map(
  [...manifestPlaces, ...contractPlaces].map((place) => [place.field, place]),
);

/**
 * What has no meaning here, or not all of it, as it was written, by its key in the manifest; the `openclaw` block of
 * package.json stands under `package.json`. What was reported as ignored is not in it, and no value of an environment.
 */
export function readForeign(subject: Subject, fields: Fields): PluginManifest["foreign"] {
  const { json, packageJson } = subject.source;
  const raw = json.value as JsonObject;
  const kept = Object.keys(raw).filter((key) => {
    if (!knownKeys.includes(key)) return true;
    return fields[key as keyof Fields] !== undefined && staysReadable(key, subject.source);
  });
  const block = readPointer(packageJson?.json.value, "/openclaw");
  return {
    ...Object.fromEntries(kept.map((key) => [key, raw[key]])),
    ...keptContracts(fields, subject.source),
    ...nonEmpty("activation", fields.activation ? unknownMembers(raw["activation"], activationKeys) : {}),
    ...(kept.includes("mcpServers") && { mcpServers: readMcpServers(subject, fields) }),
    ...(isObject(block) && { "package.json": { openclaw: block } }),
  };
}

/** Whether a field is kept: it has no place, or not for all of it, or this host does not have the place. */
function staysReadable(field: string, { vocabulary }: ManifestSource): boolean {
  const place = placeOf.get(field);
  return !place || place.isKept || (place.key !== undefined && !vocabulary.byKey.has(place.key));
}

/** Of `contracts` what has no contract here; misspelt members were reported, and stay readable as well. */
function keptContracts({ contracts = {} }: Fields, source: ManifestSource): PluginManifest["foreign"] {
  const kept = Object.entries(contracts).filter(([name]) => staysReadable(`contracts.${name}`, source));
  const written = readPointer(source.json.value, "/contracts");
  return nonEmpty("contracts", { ...unknownMembers(written, contractKeys), ...Object.fromEntries(kept) });
}

function unknownMembers(written: unknown, known: readonly string[]): JsonObject {
  if (!isObject(written)) return {};
  return Object.fromEntries(Object.entries(written).filter(([name]) => !known.includes(name)));
}

function nonEmpty(key: string, members: JsonObject): PluginManifest["foreign"] {
  return Object.keys(members).length > 0 ? { [key]: members } : {};
}
