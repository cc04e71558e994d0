import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { disposeDeadlineMs, Scope } from "./scope.js";

let reported: Diagnostic[];
const makeScope = () =>
  new Scope({ plugin: "a", root: "/none", file: "/none/index.js", report: (diagnostic) => reported.push(diagnostic) });

beforeEach(() => {
  reported = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const fail = (): never => {
  throw new Error("no");
};

describe("the end of a scope [REG-7]", () => {
  it("aborts the signal first, then disposes in reverse, one after the other", async () => {
    const scope = makeScope();
    const said: string[] = [];
    scope.signal.addEventListener("abort", () => said.push("aborted"));
    scope.onDispose(() => said.push("first"));
    scope.onDispose(async () => {
      await Promise.resolve();
      said.push("second");
    });
    await scope.dispose();
    expect(said).toEqual(["aborted", "second", "first"]);
  });

  it("runs what was added twice twice", async () => {
    const scope = makeScope();
    const dispose = vi.fn();
    scope.onDispose(dispose);
    scope.onDispose(dispose);
    await scope.dispose();
    expect(dispose).toHaveBeenCalledTimes(2);
  });

  it("goes on after disposers that throw, reject or hang, and reports each", async () => {
    const scope = makeScope();
    const last = vi.fn();
    scope.onDispose(last);
    scope.onDispose(fail);
    scope.onDispose(() => Promise.reject(new Error("rejected")));
    scope.onDispose(() => new Promise(() => {}));
    const ended = scope.dispose();
    await vi.advanceTimersByTimeAsync(disposeDeadlineMs);
    await ended;
    expect(last).toHaveBeenCalledOnce();
    expect(reported.map(({ code, message }) => [code, message.replace(/^.*: /, "")])).toEqual([
      ["DISPOSE_FAILED", `it took longer than ${disposeDeadlineMs} ms`],
      ["DISPOSE_FAILED", "rejected"],
      ["DISPOSE_FAILED", "no"],
    ]);
  });

  it("comes once: a second call waits for the first", async () => {
    const scope = makeScope();
    let finish = () => {};
    const dispose = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    scope.onDispose(dispose);
    const both = Promise.all([scope.dispose(), scope.dispose()]);
    finish();
    await both;
    expect(dispose).toHaveBeenCalledOnce();
  });

  it("leaves no timer, and none can be started after it", async () => {
    const scope = makeScope();
    const tick = vi.fn();
    scope.setTimeout(tick, 10);
    scope.setInterval(tick, 10);
    await scope.dispose();
    scope.setTimeout(tick, 10).dispose();
    scope.setInterval(tick, 10);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100);
    expect(tick).not.toHaveBeenCalled();
  });

  it("runs at once what is added after it, for what it would undo is there", async () => {
    const scope = makeScope();
    await scope.dispose();
    const dispose = vi.fn(fail);
    scope.onDispose(dispose);
    expect(dispose).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(0);
    expect(reported.map(({ code }) => code)).toEqual(["DISPOSE_FAILED"]);
  });
});

describe("timers", () => {
  it("run, and can be taken back", () => {
    const scope = makeScope();
    const once = vi.fn();
    const often = vi.fn();
    scope.setTimeout(once, 10);
    const taken = scope.setTimeout(once, 10);
    const interval = scope.setInterval(often, 10);
    taken.dispose();
    vi.advanceTimersByTime(30);
    interval.dispose();
    interval.dispose();
    vi.advanceTimersByTime(30);
    expect([once.mock.calls.length, often.mock.calls.length]).toEqual([1, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that throw or reject are reported and do not reach the process", async () => {
    const scope = makeScope();
    scope.setTimeout(fail, 10);
    scope.setInterval(() => Promise.reject(new Error("rejected")), 10);
    await vi.advanceTimersByTimeAsync(20);
    expect(reported.map(({ code, plugin }) => `${code} ${plugin}`)).toEqual(Array(3).fill("TIMER_FAILED a"));
    await scope.dispose();
  });

  it("are placed where they failed, or in the plugin's module where what they threw says nothing of that", async () => {
    const scope = makeScope();
    const throwing = (thrown: unknown) => () => {
      throw thrown;
    };
    scope.setTimeout(throwing("no"), 10);
    scope.onDispose(throwing(undefined));
    scope.onDispose(throwing(Object.assign(new Error("no"), { stack: "Error: no\n    at f (/none/lib/a.js:4:2)" })));
    await vi.advanceTimersByTimeAsync(10);
    await scope.dispose();
    expect(reported.map(({ code, path, line }) => [code, path, line])).toEqual([
      ["TIMER_FAILED", "/none/index.js", undefined],
      ["DISPOSE_FAILED", "/none/lib/a.js", 4],
      ["DISPOSE_FAILED", "/none/index.js", undefined],
    ]);
  });
});
