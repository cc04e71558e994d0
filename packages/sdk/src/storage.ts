import type { JsonValue } from "./context.js";

/**
 * A plugin's own durable key-value space. Processes may share it: what one has written, all read, and a reader sees a
 * value whole or not at all.
 *
 * A key has 1 to 256 characters, none of them a control character; case counts. A value is plain JSON of at most 1 MiB.
 * Whatever cannot be done rejects with an error whose `code` says why: `STORAGE_KEY_INVALID`, `STORAGE_VALUE_INVALID`,
 * `STORAGE_BUSY` (somebody else kept changing the key for too long), `STORAGE_CORRUPT` (what was stored cannot be read),
 * `STORAGE_UNAVAILABLE` (the disk refused) and `STORAGE_CLOSED` (the plugin was unloaded).
 */
export interface PluginStorage {
  /** The value that was stored last, a fresh copy; nothing where there is none. Waits for nobody. */
  get(key: string): Promise<JsonValue | undefined>;
  /** Stores a value as it is at the moment of the call. Once this resolves it outlives a crash. */
  set(key: string, value: JsonValue): Promise<void>;
  /** Removes a key; resolves to whether it was there. */
  delete(key: string): Promise<boolean>;
  /**
   * Reads, changes and writes one key while nobody else can, in this process or another, and resolves to what was
   * stored. `change` is called once; when it gives nothing the key is removed, when it throws nothing is changed. It must
   * not write the same key through the storage: that would wait for itself.
   */
  update(
    key: string,
    change: (current: JsonValue | undefined) => JsonValue | undefined | Promise<JsonValue | undefined>,
  ): Promise<JsonValue | undefined>;
  /** The keys that there are, sorted by code unit; with a prefix, those that begin with it. */
  keys(prefix?: string): Promise<readonly string[]>;
  /** Removes every key, those whose values cannot be read as well. */
  clear(): Promise<void>;
}
