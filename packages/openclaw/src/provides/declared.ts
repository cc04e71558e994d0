import type { PluginManifest, ProvidedMetadata } from "@mortise/core/catalog";

/** Contract key to id to metadata. */
export type Provided = PluginManifest["provides"];

/** Ids with their metadata, the contract key they belong under here, and where the manifest lists them. */
export interface Declared {
  readonly key: string;
  readonly ids: Provided[string];
  readonly pointer: string;
}

/** Ids with what `metadataOf` says of each. */
export function withMetadata(
  ids: readonly string[] | undefined,
  metadataOf: (id: string) => Readonly<Record<string, unknown>>,
): Provided[string] {
  return Object.fromEntries((ids ?? []).map((id) => [id, metadata(metadataOf(id))]));
}

/** Members of a manifest as metadata, those that are absent left out. They were read as JSON, so they are JSON. */
export function metadata(members: Readonly<Record<string, unknown>>): ProvidedMetadata {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as ProvidedMetadata;
}

/** A member that was written under this very name, none that every object has. */
export function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
