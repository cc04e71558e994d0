import type { ReadyCandidate } from "./catalog/candidate.js";
import type { JsonSchema } from "./catalog/manifest.js";
import {
  channelSettings,
  channelsSection,
  firstOfEachId,
  type ChannelSettings,
  type ChannelSources,
} from "./channel-settings.js";
import { joinPointer, readPointer } from "./config/pointer.js";
import { placeSchema, secretDefinitions, type PlacedSchema } from "./validation/placed-schema.js";

/** What to ask of the config; every schema is JSON Schema of draft 2020-12 or draft-07. */
export interface MergedSchemaOptions {
  /** The application's own sections, by name; secret references may stand only where a section's schema says so. */
  readonly sections?: Readonly<Record<string, JsonSchema>>;
}

/**
 * One JSON Schema (2020-12) of the whole config: the host's part, the config of every known plugin, whether it may run or
 * not, the settings of every channel that a manifest declares, and the application's sections. Properties carry hints for
 * forms under `x-ui`. Runs nothing; the same plugins give the same schema.
 */
export async function mergedConfigSchema(
  controlPlane: ChannelSources,
  { sections = {} }: MergedSchemaOptions = {},
): Promise<JsonSchema> {
  const { HostConfigSchema } = await import("./config/schema.js");
  const host = JSON.parse(JSON.stringify(HostConfigSchema)) as JsonSchema;
  const candidates = firstOfEachId(controlPlane);
  const definitions = createDefinitions();
  for (const { id, manifest } of candidates) {
    const { configSchema: schema, ui, setup } = manifest;
    await definitions.add(configName(id), { schema, ui, supplied: Object.keys(setup.env) });
  }
  const channels = channelSettings(controlPlane);
  for (const { id, schema, ui } of channels) await definitions.add(channelName(id), { schema, ui });
  for (const [name, schema] of Object.entries(sections))
    await definitions.add(sectionName(name), { schema, secrets: "as-written" });
  return {
    ...host,
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "mortise.config.schema.json",
    title: "Mortise config",
    properties: {
      ...Object(host["properties"]),
      plugins: withEntries(readPointer(host, "/properties/plugins"), candidates),
      ...Object.fromEntries(Object.keys(sections).map((name) => [name, refTo(sectionName(name))])),
      [channelsSection]: channelsSchema(channels, Object.hasOwn(sections, channelsSection)),
    },
    additionalProperties: false,
    $defs: { ...secretDefinitions, ...definitions.all },
  };
}

const configName = (id: string) => `plugins.entries.${id}.config`;
const channelName = (id: string) => `channels.${id}`;
const sectionName = (name: string) => `sections.${name}`;
const pointerTo = (name: string) => joinPointer("/$defs", name);
const refTo = (name: string) => ({ $ref: `#${encodeURI(pointerTo(name))}` });

/** What is left to say of a schema when it is known where it goes. */
type Unplaced = Omit<PlacedSchema, "at">;

function createDefinitions() {
  const all: Record<string, JsonSchema> = {};
  return {
    all,
    async add(name: string, unplaced: Unplaced): Promise<void> {
      all[name] = await placeSchema({ ...unplaced, at: pointerTo(name) });
    },
  };
}

/** `plugins`, with an entry for each plugin beside what holds for any. */
function withEntries(host: unknown, candidates: readonly ReadyCandidate[]): unknown {
  const plugins = Object(host) as { properties: Record<string, unknown> };
  const entries = Object(plugins.properties["entries"]) as JsonSchema;
  const [any] = Object.values(Object(entries["patternProperties"])) as readonly JsonSchema[];
  const properties = Object.fromEntries([
    ...candidates.flatMap((candidate) => legacyEntries(any, candidate)),
    ...candidates.map((candidate) => [candidate.id, entryOf(any, candidate)] as const),
  ]);
  return { ...plugins, properties: { ...plugins.properties, entries: { ...entries, properties } } };
}

function entryOf(
  any: JsonSchema | undefined,
  { id, manifest: { name = id, description } }: ReadyCandidate,
): JsonSchema {
  return {
    ...any,
    title: name,
    ...(description !== undefined && { description }),
    properties: { ...Object(any?.["properties"]), config: refTo(configName(id)) },
  };
}

/** A plugin answers to its former ids too. */
function legacyEntries(any: JsonSchema | undefined, candidate: ReadyCandidate) {
  const description = `This plugin is called ${candidate.id} now.`;
  return candidate.manifest.legacyIds.map(
    (id) => [id, { ...entryOf(any, candidate), deprecated: true, description }] as const,
  );
}

function channelsSchema(channels: readonly ChannelSettings[], isSection: boolean): JsonSchema {
  return {
    type: "object",
    description: "Settings of channels, by id.",
    properties: Object.fromEntries(channels.map(({ id }) => [id, refTo(channelName(id))])),
    ...(isSection && refTo(sectionName(channelsSection))),
  };
}
