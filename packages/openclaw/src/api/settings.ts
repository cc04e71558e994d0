import type { FormatHost, ReadyCandidate } from "@mortise/core/catalog";
import { isMembers, type Members } from "./reading.js";

/** A config as OpenClaw's plugins know it, to be read from; changing it changes nothing. */
export type TheirConfig = Record<string, unknown>;

/** The config of one plugin, in OpenClaw's shape. */
export interface Settings {
  /** The whole, a fresh copy: the plugin's own part and its own channels', nobody else's. */
  current(): TheirConfig;
  /** The plugin's own config, a fresh copy. */
  own(): Record<string, unknown>;
  /** What the config says of a channel, a fresh copy. */
  channel(id: string): Record<string, unknown>;
  /** Takes over what the gateway told a channel. */
  configureChannel(id: string, config: Members): void;
}

/** Makes the view that one plugin has of the config. */
export function createSettings(
  config: unknown,
  plugin: ReadyCandidate,
  host: FormatHost,
  workspacePath: string,
): Settings {
  const told = new Map<string, Members>();
  const own = () => copyOf(config);
  const channel = (id: string) => copyOf(told.get(id) ?? memberOf(host.section("channels"), id));
  return {
    own,
    channel,
    current: () => ({
      agents: { defaults: { workspace: workspacePath } },
      plugins: { enabled: true, entries: Object.fromEntries(namesOf(plugin).map((id) => [id, entryOf(own())])) },
      channels: Object.fromEntries(
        channelsOf(plugin)
          .map((id) => [id, channel(id)] as const)
          .filter(([, section]) => Object.keys(section).length > 0),
      ),
    }),
    configureChannel: (id, section) => void told.set(id, section),
  };
}

/** Some plugins look for their config right in the entry, as OpenClaw once had it. */
function entryOf(own: Record<string, unknown>): Members {
  return { ...own, enabled: true, config: own };
}

/** One of several entries of a package is `<id>/<entry>`, and its code may look for the package's config. */
function namesOf({ id }: ReadyCandidate): readonly string[] {
  return [...new Set([id, baseIdOf(id)])];
}

/** The id of the package, of a plugin that is one of several entries. */
export function baseIdOf(id: string): string {
  const end = id.lastIndexOf("/");
  return end < 0 ? id : id.slice(0, end);
}

function channelsOf({ manifest }: ReadyCandidate): readonly string[] {
  return Object.keys(manifest.provides["channel"] ?? {});
}

function memberOf(value: unknown, name: string): unknown {
  return isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What is in the config is plain data; anything else is nobody's. */
function copyOf(value: unknown): Record<string, unknown> {
  return isMembers(value) ? (structuredClone(value) as Record<string, unknown>) : {};
}
