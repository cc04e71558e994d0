import { foldId } from "../catalog/candidate.js";
import type { HostConfig, PluginEntryConfig } from "../config/schema.js";

/** What the operator wrote of one plugin. */
export interface WrittenEntry {
  /** As the operator wrote it. */
  readonly id: string;
  readonly entry: PluginEntryConfig;
}

type Entries = Readonly<Record<string, PluginEntryConfig>>;

const indexes = new WeakMap<Entries, ReadonlyMap<string, WrittenEntry>>();

/** What `plugins.entries` says of a plugin, in whatever case its id is written. Indexed once: thousands may be asked for. */
export function writtenEntry({ plugins }: HostConfig, plugin: string): WrittenEntry | undefined {
  const entries = plugins?.entries;
  if (entries === undefined) return undefined;
  const known = indexes.get(entries);
  if (known) return known.get(foldId(plugin));
  const made = new Map(Object.entries(entries).map(([id, entry]) => [foldId(id), { id, entry }]));
  indexes.set(entries, made);
  return made.get(foldId(plugin));
}
