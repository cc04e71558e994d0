import { foldId } from "../catalog/candidate.js";
import { providedIds, type PluginManifest } from "../catalog/manifest.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer, readPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";

/** A place in the config that names something which a plugin may own. */
export interface Mention {
  /** What is named: `provider:openai`, `speech:openai`, `channel:telegram`. */
  readonly trigger: string;
  /** JSON Pointer into the config. */
  readonly pointer: string;
  /** The folded id of the only plugin that is meant. */
  readonly plugin?: string;
}

/** What the operator and the application wrote, as far as it may mention something. */
export type MentioningConfig = Pick<LoadedConfig, "config" | "sections">;

/** Looks up which mention, if any, turns a plugin on. */
export interface Mentions {
  of(id: string, manifest: PluginManifest): Mention | undefined;
  /** Whether the plugin owns channels, and every one is turned off. */
  hasNoChannelLeft(manifest: PluginManifest): boolean;
}

/**
 * What the name of a model, or of anything else that is written `provider/name`, mentions: ids of providers may have slashes
 * too, so any beginning of it may be the provider's. Nothing where it is no name.
 *
 * @param pointer where the config has it
 */
export function mentionedProviders(kind: string, name: unknown, pointer: string): readonly Mention[] {
  if (typeof name !== "string" || name === "") return [];
  const segments = name.split("/");
  return segments.map((_, index) => ({ trigger: `${kind}:${segments.slice(0, index + 1).join("/")}`, pointer }));
}

const channelKind = "channel";

/** The mentions of the config itself, then what the application found in its own sections. */
export function readMentions(
  { config: { plugins = {} }, sections }: MentioningConfig,
  further: readonly Mention[] = [],
): readonly Mention[] {
  const ordered = Object.entries(plugins.order ?? {}).flatMap(([kind, ids]) =>
    ids.map((id, index) => ({ trigger: `${kind}:${id}`, pointer: joinPointer("/plugins/order", kind, index) })),
  );
  const owned = Object.entries(plugins.owners ?? {}).map(([what, plugin]) => ({
    trigger: what,
    pointer: joinPointer("/plugins/owners", what),
    plugin: foldId(plugin),
  }));
  const channels = Object.entries(channelsIn(sections)).flatMap(([id, said]) =>
    isObject(said) && said["enabled"] !== false
      ? [{ trigger: `${channelKind}:${id}`, pointer: joinPointer("/channels", id) }]
      : [],
  );
  return [...ordered, ...owned, ...channels, ...further];
}

/** Prepares mentions for being asked of thousands of plugins. */
export function indexMentions(
  mentions: readonly Mention[],
  vocabulary: Vocabulary,
  sections: LoadedConfig["sections"] = {},
): Mentions {
  const owned = new Map<string, Mention[]>();
  const hinted = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const trigger = foldTrigger(mention.trigger);
    add(owned, trigger, mention);
    for (const each of [trigger, ...asProvider(trigger, vocabulary)]) add(hinted, each, mention);
  }
  const off = new Set(
    Object.entries(channelsIn(sections)).flatMap(([id, said]) =>
      isObject(said) && said["enabled"] === false ? [id.toLowerCase()] : [],
    ),
  );
  return {
    of(id, manifest) {
      const { enabledBy } = manifest.activation;
      const found = [
        ...(owned.size === 0 ? [] : ownedTriggers(manifest, vocabulary).flatMap((each) => owned.get(each) ?? [])),
        ...enabledBy.flatMap((each) => [...(hinted.get(foldTrigger(each)) ?? []), ...pathMention(each, sections)]),
      ];
      return found.find(({ plugin }) => plugin === undefined || plugin === foldId(id));
    },
    hasNoChannelLeft(manifest) {
      const channels = off.size === 0 ? [] : providedIds(manifest, vocabulary.byKind.get(channelKind)?.key ?? "");
      return channels.length > 0 && channels.every((id) => off.has(id.toLowerCase()));
    },
  };
}

function add(index: Map<string, Mention[]>, trigger: string, mention: Mention): void {
  index.set(trigger, [...(index.get(trigger) ?? []), mention]);
}

/** What names a provider of one capability is also what a plugin means that waits for `provider:` and the id. */
function asProvider(trigger: string, { byKind }: Vocabulary): readonly string[] {
  const [, kind = "", id = ""] = /^([^:]+):(.+)$/s.exec(trigger) ?? [];
  return byKind.get(kind)?.category === "capability" ? [`provider:${id}`] : [];
}

/** Everything by which config may name what a plugin owns. */
function ownedTriggers(manifest: PluginManifest, { byKey }: Vocabulary): readonly string[] {
  return Object.entries(manifest.provides).flatMap(([key, ids]) => {
    const contract = byKey.get(key);
    if (!contract) return [];
    const kinds = contract.category === "capability" ? [contract.kind, "provider"] : [contract.kind];
    return Object.keys(ids).flatMap((id) => kinds.map((kind) => foldTrigger(`${kind}:${id}`)));
  });
}

/** A plugin may wait for a path of the config: `config:channels.telegram`. */
function pathMention(trigger: string, sections: LoadedConfig["sections"]): readonly Mention[] {
  const path = /^config:(.+)$/s.exec(trigger)?.[1];
  if (path === undefined) return [];
  const pointer = joinPointer("", ...path.split("."));
  const said = readPointer(sections, pointer);
  return said === undefined || said === false || said === null ? [] : [{ trigger, pointer }];
}

/** Only paths tell capitals apart. */
function foldTrigger(trigger: string): string {
  return /^(?:route|config):/.test(trigger) ? trigger : trigger.toLowerCase();
}

function channelsIn(sections: LoadedConfig["sections"]): Readonly<Record<string, unknown>> {
  const channels = sections["channels"];
  return isObject(channels) ? channels : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
