// What OpenClaw's SDK has for waiting, trying again and time limits. Times are in milliseconds.
import { asFiniteNumber, clampNumber, parseStrictNonNegativeInteger } from "../values/numbers.js";
import { MAX_TIMER_TIMEOUT_MS, resolveTimerTimeoutMs } from "../values/times.js";

/** Waits. Rejects with an `AbortError` when the signal is aborted first. */
export async function sleepWithAbort(ms: number, signal?: AbortSignal, options: { ref?: boolean } = {}): Promise<void> {
  if (!Number.isFinite(ms) || ms <= 0) return;
  const time = resolveTimerTimeoutMs(ms, 1);
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(Object.assign(new Error("aborted", { cause: signal?.reason }), { name: "AbortError" }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, time);
    if (options.ref === false) timer.unref();
    if (signal?.aborted === true) return stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** The same; what is no time above 0 waits for one turn. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await (ms > 0 ? sleepWithAbort(ms, signal) : sleepWithAbort(1, signal));
}

/** Resolves when the signal is aborted, at once where there is none. */
export async function waitForAbortSignal(signal?: AbortSignal): Promise<void> {
  if (!signal || signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** The promise, or a rejection when it takes longer. Nothing is stopped by that. */
export async function withTimeout<Value>(
  promise: Promise<Value>,
  timeoutMs: number,
  label = "operation",
): Promise<Value> {
  const timer = new AbortController();
  const late = sleepWithAbort(timeoutMs, timer.signal).then(() => {
    throw new Error(`${label} timed out after ${timeoutMs} ms`);
  });
  late.catch(() => {});
  try {
    return await (timeoutMs > 0 ? Promise.race([promise, late]) : promise);
  } finally {
    timer.abort();
  }
}

/** A fetch that is aborted when it takes longer than that to answer. */
export async function fetchWithTimeout(
  url: string,
  init: RequestInit,
  timeoutMs: number,
  fetchFn: typeof fetch = fetch,
): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new DOMException(`No answer after ${timeoutMs} ms`, "TimeoutError")),
    resolveTimerTimeoutMs(timeoutMs, 1),
  );
  const signal = init.signal ? AbortSignal.any([init.signal, controller.signal]) : controller.signal;
  try {
    return await fetchFn(url, { ...init, signal });
  } finally {
    clearTimeout(timer);
  }
}

/** How the waits between tries grow. */
export interface BackoffPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
  readonly factor: number;
  /** The part of a wait, 0 to 1, that may be added by chance. */
  readonly jitter: number;
}

/** How long to wait after a try, counted from 1. */
export function computeBackoff(policy: BackoffPolicy, attempt: number): number {
  const wait = Math.min(policy.maxMs, policy.initialMs * policy.factor ** Math.max(0, attempt - 1));
  return Math.min(policy.maxMs, Math.round(wait * (1 + policy.jitter * Math.random())));
}

interface RetryConfig {
  readonly attempts: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly jitter: number;
}

interface RetryOptions extends Partial<RetryConfig> {
  readonly label?: string;
  readonly shouldRetry?: (error: unknown, attempt: number) => boolean;
  /** What the other side asked to wait, if anything. */
  readonly retryAfterMs?: (error: unknown) => number | undefined;
  readonly onRetry?: (of: {
    attempt: number;
    maxAttempts: number;
    delayMs: number;
    err: unknown;
    label?: string;
  }) => unknown;
  readonly signal?: AbortSignal;
}

const retryDefaults: RetryConfig = { attempts: 3, minDelayMs: 300, maxDelayMs: 30_000, jitter: 0 };

/** How often and after what waits to try again, made sensible. */
export function resolveRetryConfig(
  defaults: RetryConfig = retryDefaults,
  given: Partial<RetryConfig> = {},
): RetryConfig {
  const number = (name: keyof RetryConfig) => asFiniteNumber(given[name]) ?? defaults[name];
  const minDelayMs = clampNumber(number("minDelayMs"), 0, MAX_TIMER_TIMEOUT_MS);
  return {
    attempts: Math.max(1, Math.round(number("attempts"))),
    minDelayMs,
    maxDelayMs: clampNumber(number("maxDelayMs"), minDelayMs, MAX_TIMER_TIMEOUT_MS),
    jitter: clampNumber(number("jitter"), 0, 1),
  };
}

/** Calls until it succeeds: with a number that often, each wait twice as long. Rejects with the last error. */
export async function retryAsync<Value>(
  call: () => Promise<Value>,
  options: number | RetryOptions = {},
  initialDelayMs = retryDefaults.minDelayMs,
): Promise<Value> {
  const given: RetryOptions = typeof options === "number" ? { attempts: options, minDelayMs: initialDelayMs } : options;
  const { attempts, minDelayMs, maxDelayMs, jitter } = resolveRetryConfig(retryDefaults, given);
  const policy = { initialMs: minDelayMs, maxMs: maxDelayMs, factor: 2, jitter };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || given.shouldRetry?.(error, attempt) === false) throw error;
      const asked = asFiniteNumber(given.retryAfterMs?.(error));
      const delayMs =
        asked === undefined ? computeBackoff(policy, attempt) : clampNumber(asked, minDelayMs, maxDelayMs);
      const label = given.label === undefined ? {} : { label: given.label };
      given.onRetry?.({ attempt, maxAttempts: attempts, delayMs, err: error, ...label });
      await sleepWithAbort(delayMs, given.signal);
    }
  }
}

/** The seconds that a `Retry-After` header asks to wait, as a number or a date; or nothing. */
export function parseRetryAfterHeaderSeconds(value?: string | null, now: number = Date.now()): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return parseStrictNonNegativeInteger(text);
  const moment = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) || !Number.isFinite(now) ? undefined : Math.max(0, (moment - now) / 1000);
}

/** A promise, with what settles it. */
export function createDeferred<Value = void>(): {
  promise: Promise<Value>;
  resolve: (value: Value | PromiseLike<Value>) => void;
  reject: (reason?: unknown) => void;
} {
  let resolve!: (value: Value | PromiseLike<Value>) => void;
  let reject!: (reason?: unknown) => void;
  const promise = new Promise<Value>((...settle) => ([resolve, reject] = settle));
  return { promise, resolve, reject };
}
