import type { PluginStorage } from "@mortise/sdk";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createFaults } from "./faults.js";
import type { KeySpace } from "./key-space.js";

/** Whose storage it is and where it lies. */
export interface PluginStorageOptions {
  /** The host's state folder; absolute. */
  readonly folder: string;
  /** The plugin's id. */
  readonly plugin: string;
  /** Aborted when the plugin is unloaded; every call rejects from then on. */
  readonly signal: AbortSignal;
  /** Hears of files that cannot be read and of a disk that refuses, once each. */
  report(diagnostic: Diagnostic): void;
  /** How long a call waits for others that change the same key, in milliseconds. */
  readonly patienceMs?: number;
}

/** How long a call waits for others that change the same key, in milliseconds, unless told otherwise. */
export const defaultPatienceMs = 30_000;

/**
 * The storage of one plugin. Before the first call nothing is imported, and nothing is made on the disk before the first
 * key is.
 */
export function createPluginStorage(options: PluginStorageOptions): PluginStorage {
  const { folder, plugin, signal, report, patienceMs = defaultPatienceMs } = options;
  const faults = createFaults(plugin, report);
  let opening: Promise<KeySpace> | undefined;
  const open = () => {
    if (signal.aborted) throw faults.closed();
    return (opening ??= import("./key-space.js").then(({ openKeySpace }) =>
      openKeySpace({ state: folder, plugin, signal, patienceMs, faults }),
    ));
  };
  return {
    get: async (key) => (faults.checkKey(key), (await open()).get(key)),
    async set(key, value) {
      faults.checkKey(key);
      // At once: what the caller does to the value afterwards is not stored.
      const json = faults.jsonOf(key, value);
      await (await open()).set(key, json);
    },
    delete: async (key) => (faults.checkKey(key), (await open()).delete(key)),
    update: async (key, change) => (faults.checkKey(key), (await open()).update(key, change)),
    keys: async (prefix) => (await open()).keys(prefix),
    clear: async () => (await open()).clear(),
  };
}
