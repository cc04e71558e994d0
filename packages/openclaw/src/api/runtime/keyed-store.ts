import { createHash } from "node:crypto";
import type { JsonValue, PluginStorage } from "@mortise/sdk";
import { isMembers, membersOf, numberOf, textOf } from "../reading.js";
import { mapped, type ApiMember } from "../member.js";

/** A value as it is kept; times in milliseconds since 1970. */
type Entry = {
  readonly key: string;
  readonly value: JsonValue;
  readonly createdAt: number;
  readonly expiresAt?: number;
};

interface Changing {
  readonly ttlMs?: number;
  /** Throws where the change is not to be made any more. */
  readonly assertCurrent?: () => void;
}

/** What is to come of an entry that is still as it was observed. */
type Intent =
  | { readonly action: "set"; readonly value: JsonValue; readonly ttlMs?: number }
  | { readonly action: "keep" | "delete" };

interface StoreOptions {
  /** Where the keys of this store begin in the plugin's storage. */
  readonly prefix: string;
  readonly maxEntries: number;
  readonly defaultTtlMs: number | undefined;
  readonly isFullRefused: boolean;
}

/** What plugins keep between runs, in the storage that the host gives each. */
export const stateParts: readonly ApiMember[] = [
  mapped(
    {
      name: "state.openKeyedStore",
      support: "partial",
      counterpart: "storage",
      note: "Values are plain JSON. What asks for a range of keys and moves entries among stores is not there.",
    },
    ({ native: { storage } }, options) => createKeyedStore(storage, optionsOf(options)),
  ),
];

function optionsOf(options: unknown): StoreOptions {
  const { namespace, maxEntries, defaultTtlMs, overflowPolicy } = membersOf(options);
  const name = textOf(namespace);
  if (name === undefined) throw new TypeError("openKeyedStore needs a namespace");
  return {
    prefix: `keyed/${digest(name)}/`,
    maxEntries: numberOf(maxEntries) ?? Number.POSITIVE_INFINITY,
    defaultTtlMs: numberOf(defaultTtlMs),
    isFullRefused: overflowPolicy === "reject-new",
  };
}

/** Theirs may be longer than keys are here, and have any character. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

function liveEntry(stored: JsonValue | undefined): Entry | undefined {
  if (!isMembers(stored)) return undefined;
  const entry = stored as Entry;
  return entry.expiresAt !== undefined && entry.expiresAt <= Date.now() ? undefined : entry;
}

/** An entry's value, with a text that is another after each change. */
function observationOf(entry: Entry | undefined): {
  readonly value: JsonValue | undefined;
  readonly comparison: string;
} {
  return { value: entry?.value, comparison: digest(JSON.stringify(entry) ?? "") };
}

function createKeyedStore(storage: PluginStorage, options: StoreOptions): object {
  const { prefix, maxEntries, defaultTtlMs } = options;
  const at = (key: string) => prefix + digest(key);
  const entries = async (): Promise<readonly Entry[]> => {
    const stored = await Promise.all((await storage.keys(prefix)).map((name) => storage.get(name)));
    return stored
      .map(liveEntry)
      .filter((entry) => entry !== undefined)
      .toSorted((a, b) => a.createdAt - b.createdAt || (a.key < b.key ? -1 : 1));
  };
  const entryOf = (key: string, value: JsonValue, ttlMs = defaultTtlMs): Entry => {
    const createdAt = Date.now();
    return { key, value, createdAt, ...(ttlMs !== undefined && { expiresAt: createdAt + ttlMs }) };
  };
  /** Before a key is new: the oldest go, or it is refused. */
  const makeRoom = async (key: string) => {
    const names = await storage.keys(prefix);
    if (names.length < maxEntries || names.includes(at(key))) return;
    const living = await entries();
    const kept = new Set(living.slice(Math.max(0, living.length - maxEntries + 1)).map((entry) => at(entry.key)));
    if (options.isFullRefused && living.length >= maxEntries) throw new Error(`the store has ${maxEntries} entries`);
    await Promise.all(names.filter((name) => !kept.has(name)).map((name) => storage.delete(name)));
  };
  /** Changes one entry while nobody else can, and tells what was there. */
  const change = async (key: string, next: (current: Entry | undefined) => Entry | undefined) => {
    let before: Entry | undefined;
    await storage.update(at(key), (stored) => next((before = liveEntry(stored))));
    return before;
  };
  return {
    async register(key: string, value: JsonValue, { ttlMs, assertCurrent }: Changing = {}): Promise<void> {
      await makeRoom(key);
      await change(key, () => (assertCurrent?.(), entryOf(key, value, ttlMs)));
    },
    async registerIfAbsent(key: string, value: JsonValue, { ttlMs }: Changing = {}): Promise<boolean> {
      await makeRoom(key);
      return (await change(key, (current) => current ?? entryOf(key, value, ttlMs))) === undefined;
    },
    async update(key: string, updated: (value?: JsonValue) => JsonValue | undefined, { ttlMs }: Changing = {}) {
      let isChanged = false;
      await change(key, (current) => {
        const value = updated(current?.value);
        isChanged = value !== undefined;
        return value === undefined ? current : entryOf(key, value, ttlMs);
      });
      return isChanged;
    },
    lookup: async (key: string) => liveEntry(await storage.get(at(key)))?.value,
    consume: async (key: string) => (await change(key, () => undefined))?.value,
    async delete(key: string, { assertCurrent }: Changing = {}): Promise<boolean> {
      const before = await change(key, () => {
        assertCurrent?.();
        return undefined;
      });
      return before !== undefined;
    },
    async deleteIf(key: string, isMeant: (value: JsonValue) => boolean): Promise<boolean> {
      let isGone = false;
      await change(key, (current) => {
        isGone = current !== undefined && isMeant(current.value);
        return isGone ? undefined : current;
      });
      return isGone;
    },
    observe: async (key: string) => observationOf(liveEntry(await storage.get(at(key)))),
    async compareAndApply(key: string, comparison: string, intent: Intent): Promise<object> {
      if (intent.action === "set") await makeRoom(key);
      let result: object = { status: intent.action === "keep" ? "unchanged" : "applied" };
      await change(key, (current) => {
        const observed = observationOf(current);
        if (observed.comparison !== comparison) {
          result = { status: "conflict", current: observed };
          return current;
        }
        if (intent.action === "keep") return current;
        if (intent.action === "set") return entryOf(key, intent.value, intent.ttlMs);
        if (current === undefined) result = { status: "unchanged" };
        return undefined;
      });
      return result;
    },
    entries,
    count: async () => (await entries()).length,
    clear: async () => void (await Promise.all((await storage.keys(prefix)).map((name) => storage.delete(name)))),
  };
}
