import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { collectErrorGraphCandidates, extractErrorCode, formatErrorMessage, toErrorObject } from "./errors.js";
import { createLazyRuntimeMethod, createLazyRuntimeModule, createPluginRuntimeStore } from "./lazy.js";
import { createFixedWindowRateLimiter, createWebhookInFlightLimiter } from "./limits.js";
import { createSubsystemLogger, formatDurationSeconds } from "./logging.js";
import { createDedupeCache, KeyedAsyncQueue, pruneMapToMaxSize, safeEqualSecret } from "./queues.js";
import { hasConfiguredSecretInput, isSecretRef, normalizeSecretInput, resolveSecretInputString } from "./secrets.js";
import { buildRandomTempFilePath, withTempDownloadPath, withTempWorkspace } from "./temporary-files.js";
import {
  computeBackoff,
  createDeferred,
  parseRetryAfterHeaderSeconds,
  retryAsync,
  sleepWithAbort,
  withTimeout,
} from "./waiting.js";

afterEach(() => void vi.restoreAllMocks());

describe("a module that is imported when it is needed [OC-10]", () => {
  it("is imported once, also when that fails", async () => {
    const importer = vi.fn(() => Promise.reject(new Error("broken")));
    const load = createLazyRuntimeModule(importer);
    expect(load.peek()).toBeUndefined();
    await expect(load()).rejects.toThrow("broken");
    await expect(load()).rejects.toThrow("broken");
    expect(importer).toHaveBeenCalledTimes(1);
    load.clear();
    await expect(load()).rejects.toThrow("broken");
    expect(importer).toHaveBeenCalledTimes(2);
  });

  it("gives functions that can be called before", async () => {
    const add = createLazyRuntimeMethod(
      () => Promise.resolve({ add: (a: number, b: number) => a + b }),
      (module) => module.add,
    );
    expect(await add(1, 2)).toBe(3);
  });
});

describe("what a plugin keeps [OC-10]", () => {
  it("is there after it was set, and shared by a key", () => {
    const [own, other] = [createPluginRuntimeStore<number>("not set"), createPluginRuntimeStore<number>("not set")];
    expect(() => own.getRuntime()).toThrow("not set");
    own.setRuntime(1);
    expect([own.getRuntime(), other.tryGetRuntime()]).toEqual([1, null]);
    const options = { pluginId: "a-test-of-stores", errorMessage: "no" };
    createPluginRuntimeStore<number>(options).setRuntime(2);
    const same = createPluginRuntimeStore<number>(options);
    expect(same.getRuntime()).toBe(2);
    same.clearRuntime();
    expect(() => createPluginRuntimeStore(options).getRuntime()).toThrow("no");
  });
});

describe("what was thrown [OC-10]", () => {
  it("says itself and its causes, whatever it is", () => {
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    expect(formatErrorMessage(new Error("no answer", { cause }))).toBe("no answer | refused");
    expect(formatErrorMessage({ a: 1 })).toBe('{"a":1}');
    expect(formatErrorMessage(undefined)).toBe("Unknown error");
    const self: { cause?: unknown; self?: unknown } = {};
    self.cause = self;
    self.self = self;
    expect(formatErrorMessage(self)).toBe("[object Object]");
  });

  it("has a code, and what lies in it", () => {
    const inner = { code: 7 };
    const outer = { inner, again: inner };
    expect(extractErrorCode(inner)).toBe("7");
    expect(collectErrorGraphCandidates(outer, ({ inner: one, again }) => [one, again])).toEqual([outer, inner]);
    expect(toErrorObject({ status: 4 }, "failed")).toMatchObject({ message: "failed", status: 4 });
  });
});

describe("waiting [OC-10]", () => {
  it("ends when it is aborted", async () => {
    const controller = new AbortController();
    const waiting = sleepWithAbort(1e6, controller.signal);
    controller.abort("why");
    await expect(waiting).rejects.toMatchObject({ name: "AbortError", cause: "why" });
    await expect(sleepWithAbort(1e6, controller.signal)).rejects.toThrow("aborted");
  });

  it("is over when it takes too long", async () => {
    await expect(withTimeout(createDeferred().promise, 5, "asking")).rejects.toThrow("asking timed out after 5 ms");
    expect(await withTimeout(Promise.resolve(1), 1000)).toBe(1);
  });

  it("is tried again until it succeeds, is hopeless or was tried often enough", async () => {
    const failing = (times: number) => {
      let left = times;
      return vi.fn(() => (left-- > 0 ? Promise.reject(new Error("not yet")) : Promise.resolve("done")));
    };
    const [succeeding, hopeless, frequent] = [failing(2), failing(2), failing(9)];
    const onRetry = vi.fn();
    expect(await retryAsync(succeeding, { attempts: 3, minDelayMs: 0, onRetry })).toBe("done");
    expect(onRetry).toHaveBeenLastCalledWith(expect.objectContaining({ attempt: 2, maxAttempts: 3 }));
    await expect(retryAsync(hopeless, { shouldRetry: () => false })).rejects.toThrow("not yet");
    await expect(retryAsync(frequent, 4, 0)).rejects.toThrow("not yet");
    expect([hopeless.mock.calls.length, frequent.mock.calls.length]).toEqual([1, 4]);
  });

  it("grows to a limit, and to what the other side asks", () => {
    const policy = { initialMs: 100, maxMs: 350, factor: 2, jitter: 0 };
    expect([1, 2, 3].map((attempt) => computeBackoff(policy, attempt))).toEqual([100, 200, 350]);
    expect(parseRetryAfterHeaderSeconds("120")).toBe(120);
    expect(parseRetryAfterHeaderSeconds("Thu, 01 Jan 1970 00:01:00 GMT", 30_000)).toBe(30);
    expect(parseRetryAfterHeaderSeconds("soon")).toBeUndefined();
  });
});

describe("queues [OC-10]", () => {
  it("run one after the other under a key, and go on after a failure", async () => {
    const queue = new KeyedAsyncQueue();
    const order: string[] = [];
    const gate = createDeferred();
    const first = queue.enqueue("a", async () => {
      await gate.promise;
      order.push("a1");
      throw new Error("a1 failed");
    });
    const second = queue.enqueue("a", () => order.push("a2"));
    await queue.enqueue("b", () => order.push("b1"));
    gate.resolve();
    await expect(first).rejects.toThrow("a1 failed");
    await second;
    expect(order).toEqual(["b1", "a1", "a2"]);
    await vi.waitFor(() => expect(queue.getTailMapForTesting().size).toBe(0));
  });

  it("do nothing twice, for a time and for the newest", () => {
    const cache = createDedupeCache({ ttlMs: 100, maxSize: 2 });
    expect([cache.check("a", 0), cache.check("a", 50), cache.check("a", 200), cache.check("", 0)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    cache.check("b", 200);
    cache.check("c", 200);
    expect([cache.peek("a", 200), cache.peek("c", 200), cache.size()]).toEqual([false, true, 2]);
    const map = new Map([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    pruneMapToMaxSize(map, 1);
    expect([...map.keys()]).toEqual([3]);
  });
});

describe("secrets [OC-10]", () => {
  it("are compared whole, and never where one is missing", () => {
    expect([safeEqualSecret("a", "a"), safeEqualSecret("a", "ab"), safeEqualSecret(undefined, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("may be references, which are not values", () => {
    const ref = { source: "env", provider: "default", id: "KEY" };
    expect([isSecretRef(ref), isSecretRef({ ...ref, more: 1 }), hasConfiguredSecretInput("${KEY}")]).toEqual([
      true,
      false,
      true,
    ]);
    expect(resolveSecretInputString({ value: " k ", path: "p" })).toMatchObject({ status: "available", value: "k" });
    expect(resolveSecretInputString({ value: ref, path: "p", mode: "inspect" }).status).toBe("configured_unavailable");
    expect(() => resolveSecretInputString({ value: ref, path: "channels.x.token" })).toThrow(
      /^channels\.x\.token: .*env:default:KEY/,
    );
    expect(normalizeSecretInput(" ke\ny\u2028\u0007 ")).toBe("key");
  });
});

describe("logs and temporary files [OC-10]", () => {
  it("say where a line comes from", () => {
    const info = vi.spyOn(console, "info").mockImplementation(() => {});
    createSubsystemLogger("mine").child("part").info("started", { port: 1 });
    expect(info).toHaveBeenCalledWith('[mine/part] started {"port":1}');
    expect([formatDurationSeconds(1500), formatDurationSeconds(2000, { unit: "seconds" })]).toEqual([
      "1.5s",
      "2 seconds",
    ]);
  });

  it("are gone afterwards, and stay in their folder", async () => {
    const path = await withTempDownloadPath(
      { prefix: "../up", fileName: "../../a b.txt", tmpDir: tmpdir() },
      async (file) => file,
    );
    expect([existsSync(dirname(path)), path.startsWith(tmpdir()), path.endsWith("a-b.txt")]).toEqual([
      false,
      true,
      true,
    ]);
    await withTempWorkspace({ rootDir: tmpdir(), prefix: "w" }, async ({ write }) => {
      expect(readFileSync(await write("x", "content"), "utf8")).toBe("content");
    });
    const random = buildRandomTempFilePath({ prefix: "p", extension: "png", tmpDir: "/t", now: 1, uuid: "u" });
    expect(random.replaceAll("\\", "/")).toBe("/t/p-1-u.png");
  });
});

describe("how much may come in [OC-10]", () => {
  it("is so much in a time, for each sender", () => {
    const limiter = createFixedWindowRateLimiter({ windowMs: 100, maxRequests: 2 });
    expect([0, 10, 20, 100].map((now) => limiter.isRateLimited("a", now))).toEqual([false, false, true, false]);
    expect([limiter.isRateLimited("b", 20), limiter.isRateLimited("", 20), limiter.size()]).toEqual([false, false, 2]);
  });

  it("is so much at once, for each sender", () => {
    const limiter = createWebhookInFlightLimiter({ maxInFlightPerKey: 1 });
    expect([limiter.tryAcquire("a"), limiter.tryAcquire("a"), limiter.tryAcquire("b")]).toEqual([true, false, true]);
    limiter.release("a");
    expect([limiter.tryAcquire("a"), limiter.size()]).toEqual([true, 2]);
  });
});
