// What OpenClaw's SDK has for doing one thing after the other, and nothing twice.
import { randomBytes, randomUUID, timingSafeEqual, createHash } from "node:crypto";
import { resolveNonNegativeIntegerOption } from "../values/numbers.js";

interface QueueHooks {
  onEnqueue?(): void;
  onSettle?(): void;
}

/** Runs a task when those before it under the same key have ended, however they ended. */
export function enqueueKeyedTask<Value>(of: {
  tails: Map<string, Promise<void>>;
  key: string;
  task: () => Promise<Value> | Value;
  hooks?: QueueHooks;
}): Promise<Value> {
  const { tails, key, task, hooks } = of;
  hooks?.onEnqueue?.();
  const before = tails.get(key) ?? Promise.resolve();
  const result = before.then(task).finally(() => hooks?.onSettle?.());
  const tail = settled(result).finally(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  tails.set(key, tail);
  return result;
}

/** Resolves when a promise settles, however. */
async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => {});
}

/** Runs tasks one after the other under each key, and those of different keys together. */
export class KeyedAsyncQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Resolves to what the task gives, when those before it have ended. */
  enqueue<Value>(key: string, task: () => Promise<Value> | Value, hooks?: QueueHooks): Promise<Value> {
    return enqueueKeyedTask({ tails: this.#tails, key, task, ...(hooks && { hooks }) });
  }

  /** The queues as they are. */
  getTailMapForTesting(): Map<string, Promise<void>> {
    return this.#tails;
  }
}

/** Runs one thing at a time, in the order of the calls. */
export function createAsyncLock(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const queue = new KeyedAsyncQueue();
  return (task) => queue.enqueue("", task);
}

/** Remembers keys for a time, and the newest only. */
export interface DedupeCache {
  /** Whether the key is known already; then it is. */
  check(key: string | null | undefined, now?: number): boolean;
  /** Whether it is, and no more. */
  peek(key: string | null | undefined, now?: number): boolean;
  delete(key: string | null | undefined): void;
  clear(): void;
  size(): number;
}

/** Makes one; a `ttlMs` of 0 remembers for ever, a `maxSize` of 0 nothing. */
export function createDedupeCache(options: { ttlMs: number; maxSize: number }): DedupeCache {
  const ttl = resolveNonNegativeIntegerOption(options.ttlMs, 0);
  const most = resolveNonNegativeIntegerOption(options.maxSize, 0);
  const seen = new Map<string, number>();
  const isKnown = (key: string, now: number) => {
    const at = seen.get(key);
    return at !== undefined && (ttl === 0 || now - at < ttl);
  };
  const remember = (key: string, now: number) => {
    seen.delete(key);
    seen.set(key, now);
    for (const [other, at] of seen) if (seen.size > most || (ttl > 0 && now - at >= ttl)) seen.delete(other);
  };
  return {
    check(key, now = Date.now()) {
      if (!key) return false;
      const known = isKnown(key, now);
      remember(key, now);
      return known;
    },
    peek: (key, now = Date.now()) => Boolean(key) && isKnown(key ?? "", now),
    delete: (key) => void seen.delete(key ?? ""),
    clear: () => seen.clear(),
    size: () => seen.size,
  };
}

/** Forgets the oldest entries of a map down to a size. */
export function pruneMapToMaxSize(map: Map<unknown, unknown>, maxSize: number): void {
  for (const key of map.keys()) {
    if (map.size <= Math.max(0, maxSize)) return;
    map.delete(key);
  }
}

/** A random id. */
export function generateSecureUuid(): string {
  return randomUUID();
}

/** A random text of so many bytes, 16 unless told, that may stand in an address. */
export function generateSecureToken(of: number | { bytes?: number } = 16): string {
  return randomBytes(typeof of === "number" ? of : (of.bytes ?? 16)).toString("base64url");
}

/** Whether two secrets are the same, in a time that tells nothing of them. */
export function safeEqualSecret(given?: string | null, expected?: string | null): boolean {
  if (typeof given !== "string" || typeof expected !== "string") return false;
  const [first, second] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
