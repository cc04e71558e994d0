// What OpenClaw's SDK has for how much may come in over HTTP. Times are in milliseconds.
import { resolveIntegerOption } from "../values/numbers.js";
import { pruneMapToMaxSize } from "./queues.js";

/** What a webhook lets in unless told: requests in a time, and how many senders are watched. */
export const WEBHOOK_RATE_LIMIT_DEFAULTS: Readonly<Record<"windowMs" | "maxRequests" | "maxTrackedKeys", number>> = {
  windowMs: 60_000,
  maxRequests: 120,
  maxTrackedKeys: 4096,
};

/** Lets so many requests of a sender in within a time. */
export function createFixedWindowRateLimiter(options: {
  windowMs?: number;
  maxRequests?: number;
  maxTrackedKeys?: number;
}): {
  isRateLimited: (key: string, nowMs?: number) => boolean;
  size: () => number;
  clear: () => void;
} {
  const limit = (name: keyof typeof WEBHOOK_RATE_LIMIT_DEFAULTS) =>
    resolveIntegerOption(options[name], WEBHOOK_RATE_LIMIT_DEFAULTS[name], { min: 1 });
  const [windowMs, maxRequests, maxTrackedKeys] = [limit("windowMs"), limit("maxRequests"), limit("maxTrackedKeys")];
  const windows = new Map<string, { readonly start: number; readonly count: number }>();
  const isRateLimited = (key: string, nowMs = Date.now()) => {
    if (key === "") return false;
    const last = windows.get(key);
    const isOver = last === undefined || nowMs - last.start >= windowMs;
    const next = isOver ? { start: nowMs, count: 1 } : { ...last, count: last.count + 1 };
    windows.delete(key);
    windows.set(key, next);
    pruneMapToMaxSize(windows, maxTrackedKeys);
    return next.count > maxRequests;
  };
  return { isRateLimited, size: () => windows.size, clear: () => windows.clear() };
}

/** Lets so many requests of a sender be under way at once. */
export function createWebhookInFlightLimiter(options: { maxInFlightPerKey?: number; maxTrackedKeys?: number } = {}): {
  tryAcquire: (key: string) => boolean;
  release: (key: string) => void;
  size: () => number;
  clear: () => void;
} {
  const most = resolveIntegerOption(options.maxInFlightPerKey, 8, { min: 1 });
  const watched = resolveIntegerOption(options.maxTrackedKeys, 4096, { min: 1 });
  const active = new Map<string, number>();
  const tryAcquire = (key: string) => {
    const count = active.get(key) ?? 0;
    if (key === "") return true;
    if (count >= most) return false;
    active.set(key, count + 1);
    pruneMapToMaxSize(active, watched);
    return true;
  };
  const release = (key: string) => {
    const count = active.get(key) ?? 0;
    if (count > 1) active.set(key, count - 1);
    else active.delete(key);
  };
  return { tryAcquire, release, size: () => active.size, clear: () => active.clear() };
}
