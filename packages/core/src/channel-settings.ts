import { foldId, isReady, type ReadyCandidate } from "./catalog/candidate.js";
import type { JsonSchema } from "./catalog/manifest.js";
import type { ControlPlane } from "./control-plane.js";
import { aliasesIn } from "./registry/aliases.js";
import { declaredRegistry } from "./registry/declared.js";
import { ownerChoices } from "./registry/ownership.js";

/** The section of the config in which channels have their settings, by id. */
export const channelsSection = "channels";

/** The key of channels in a manifest's `provides`. */
const channelKey = "channel";

/** The settings of a channel as a manifest describes them. */
export interface ChannelSettings {
  /** As its manifest writes it. */
  readonly id: string;
  /** Further names that it answers to. */
  readonly aliases: readonly string[];
  /** The plugin that describes them. */
  readonly plugin: string;
  /** What the manifest gives as `configSchema`, and the switch `enabled`. */
  readonly schema: JsonSchema;
  readonly ui: Readonly<Record<string, unknown>>;
}

/** What is looked at for channels. */
export type ChannelSources = Pick<ControlPlane, "plugins" | "order" | "vocabulary" | "slots" | "loaded">;

/**
 * The settings of every channel that a manifest describes, whether its plugin may run or not. Of a channel that several
 * describe, those of the plugin that owns it; where none does, of the first by id.
 */
export function channelSettings(controlPlane: ChannelSources): readonly ChannelSettings[] {
  const { order, vocabulary, slots, loaded } = controlPlane;
  const choices = ownerChoices(loaded.config.plugins?.owners, loaded.place);
  const contract = vocabulary.byKey.get(channelKey);
  const registry = declaredRegistry({ order, vocabulary, slots, choices });
  const found = new Map<string, ChannelSettings>();
  for (const { id: plugin, manifest } of firstOfEachId(controlPlane)) {
    for (const [id, metadata] of Object.entries(manifest.provides[channelKey] ?? {})) {
      const { configSchema, ui } = metadata;
      const owner = contract && registry.get(contract, id)?.plugin;
      const isTaken = owner === undefined ? found.has(foldId(id)) : owner !== plugin;
      if (isTaken || typeof configSchema !== "object" || configSchema === null) continue;
      const aliases = contract ? aliasesIn(metadata, contract) : [];
      const schema = withSwitch(configSchema as JsonSchema);
      found.set(foldId(id), { id, aliases, plugin, schema, ui: Object(ui) as ChannelSettings["ui"] });
    }
  }
  return [...found.values()];
}

/** Of several plugins with one id, the one that is used; by id, so that the order of folders does not show. */
export function firstOfEachId({ plugins }: Pick<ControlPlane, "plugins">): readonly ReadyCandidate[] {
  const found = new Map<string, ReadyCandidate>();
  for (const { decision } of plugins) {
    const { candidate, reason } = decision;
    if (isReady(candidate) && reason !== "shadowed" && !found.has(foldId(candidate.id)))
      found.set(foldId(candidate.id), candidate);
  }
  return [...found.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** A channel is turned off by `enabled`, whether its own schema has a word for it or not. */
function withSwitch(schema: JsonSchema): JsonSchema {
  const enabled = { type: "boolean", description: "false: the channel is not used." };
  const { properties, type } = schema;
  if (typeof properties !== "object" && type !== "object") return schema;
  return { ...schema, properties: { enabled, ...Object(properties) } };
}
