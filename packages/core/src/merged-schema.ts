import { foldId, isReady, type ReadyCandidate } from "./catalog/candidate.js";
import type { JsonSchema } from "./catalog/manifest.js";
import { joinPointer, readPointer } from "./config/pointer.js";
import type { ControlPlane } from "./control-plane.js";
import { placeSchema, secretDefinitions, type PlacedSchema } from "./validation/placed-schema.js";

/** The key of channels in a manifest's `provides`, and of their settings in the config. */
const channels = { key: "channel", section: "channels" } as const;

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
  { plugins }: Pick<ControlPlane, "plugins">,
  { sections = {} }: MergedSchemaOptions = {},
): Promise<JsonSchema> {
  const { HostConfigSchema } = await import("./config/schema.js");
  const host = JSON.parse(JSON.stringify(HostConfigSchema)) as JsonSchema;
  const candidates = firstOfEachId(plugins);
  const definitions = createDefinitions();
  for (const { id, manifest } of candidates) {
    const { configSchema: schema, ui, setup } = manifest;
    await definitions.add(configName(id), { schema, ui, supplied: Object.keys(setup.env) });
  }
  const settings = channelSettings(candidates);
  for (const [id, channel] of settings) await definitions.add(channelName(id), channel);
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
      [channels.section]: channelsSchema(settings, Object.hasOwn(sections, channels.section)),
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

/** Of several plugins with one id, the one that is used; by id, so that the order of folders does not show. */
function firstOfEachId(plugins: ControlPlane["plugins"]): readonly ReadyCandidate[] {
  const found = new Map<string, ReadyCandidate>();
  for (const { decision } of plugins) {
    const { candidate, reason } = decision;
    if (isReady(candidate) && reason !== "shadowed" && !found.has(foldId(candidate.id)))
      found.set(foldId(candidate.id), candidate);
  }
  return [...found.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
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

/** The settings of channels that manifests describe; of one that several describe, the first. */
function channelSettings(candidates: readonly ReadyCandidate[]): ReadonlyMap<string, Unplaced> {
  const found = new Map<string, Unplaced>();
  for (const { manifest } of candidates) {
    for (const [id, { configSchema, ui }] of Object.entries(manifest.provides[channels.key] ?? {})) {
      if (found.has(id) || typeof configSchema !== "object" || configSchema === null) continue;
      found.set(id, {
        schema: withSwitch(configSchema as JsonSchema),
        ui: Object(ui) as Readonly<Record<string, unknown>>,
      });
    }
  }
  return found;
}

/** A channel is turned off by `enabled`, whether its own schema has a word for it or not. */
function withSwitch(schema: JsonSchema): JsonSchema {
  const enabled = { type: "boolean", description: "false: the channel is not used." };
  const { properties } = schema;
  return typeof properties === "object" ? { ...schema, properties: { enabled, ...properties } } : schema;
}

function channelsSchema(settings: ReadonlyMap<string, Unplaced>, isSection: boolean): JsonSchema {
  return {
    type: "object",
    description: "Settings of channels, by id.",
    properties: Object.fromEntries([...settings.keys()].map((id) => [id, refTo(channelName(id))])),
    ...(isSection && refTo(sectionName(channels.section))),
  };
}
