import { defineHook, type CallContext } from "@mortise/sdk";
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, settle, useOf } from "../../test/calling.js";
import { activeCalls } from "./deadlines.js";
import { createHookRunner } from "./hooks.js";

const about = { summary: "", calledAt: "", deadlineMs: 20 };
const hooks = {
  rewrite: defineHook<string>()({ name: "rewrite", kind: "modify", merge: "chain", ...about }),
  patient: defineHook<string>()({ ...about, name: "patient", kind: "modify", merge: "chain", deadlineMs: Infinity }),
  guard: defineHook<string>()({ name: "guard", kind: "gate", ...about }),
  seen: defineHook<string, string>()({ name: "seen", kind: "observe", ...about }),
} as const;
type Handler = (event: string, context: CallContext) => unknown;

let unhandled: unknown[];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", onUnhandled);
});
afterEach(async () => {
  await settle();
  process.off("unhandledRejection", onUnhandled);
  if (unhandled.length > 0) throw new Error("a rejection was not handled", { cause: unhandled });
  if (activeCalls().length > 0) throw new Error("a call is left behind");
});

/** A runner on these handlers, of plugins a, b, c …, on whatever hook is called. */
function runnerOn(...handlers: readonly Handler[]) {
  const uses = handlers.map((_, index) => useOf("abcdef".charAt(index)));
  const registrations = handlers.map((handler, index) => {
    const use = uses[index];
    return handlerOf("any", handler, { plugin: "abcdef".charAt(index), ...(use && { use }) });
  });
  const calling = callingWith();
  const definition = (name: string) => hooks[name as keyof typeof hooks];
  const runner = createHookRunner<typeof hooks>({ handlers: () => registrations, definition, ...calling });
  return { ...runner, ...calling, running: () => uses.map(({ calls }) => calls).join("") };
}

/** A promise, settled from outside. */
function deferred() {
  let [resolve, reject] = [(_value?: unknown) => {}, (_error: Error) => {}];
  const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

const add =
  (text: string): Handler =>
  (event) =>
    event + text;

describe("a handler that hangs [CALL-1]", () => {
  it("is given up; those behind it go on, and what it answers later is dropped and counted", async () => {
    const { promise, resolve } = deferred();
    const signals: AbortSignal[] = [];
    const hang: Handler = (_event, { signal }) => (signals.push(signal), promise);
    const after: Handler = async (event, { signal }) => (signals.push(signal), `${event}c`);
    const { modify, codes, recorder, running } = runnerOn(add("a"), hang, after, add("d"));
    expect(await modify("rewrite", "-")).toBe("-acd");
    expect(codes()).toEqual(["HOOK_TIMEOUT b"]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(signals[0]?.reason).toMatchObject({
      code: "timeout",
      message: "b's handler of rewrite took longer than 20 ms",
    });
    expect(running()).toBe("0100");
    resolve("late");
    await settle();
    expect(running()).toBe("0000");
    expect(recorder.counters.get("b")).toMatchObject({ timeouts: 1, late: 1 });
    expect(recorder.counters.has("a")).toBe(false);
  });

  it.each<[string, (late: ReturnType<typeof deferred>) => Handler]>([
    [
      "and rejects later",
      ({ promise }) =>
        () =>
          promise,
    ],
    [
      "and fails because it was aborted",
      ({ promise }) =>
        (_event, { signal }) =>
          Promise.race([
            promise,
            new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
          ]),
    ],
  ])("%s, disturbs nobody", async (_name, hang) => {
    const late = deferred();
    const { modify, codes, recorder, running } = runnerOn(hang(late), add("b"));
    expect(await modify("rewrite", "-")).toBe("-b");
    late.reject(new Error("late"));
    await settle();
    expect(codes()).toEqual(["HOOK_TIMEOUT a"]);
    expect(recorder.counters.get("a")).toMatchObject({ timeouts: 1, late: 1 });
    expect(running()).toBe("00");
  });

  it("may bring the caller's abort about when it is given up: nobody is blamed, and nothing is kept", async () => {
    const outer = new AbortController();
    const late = deferred();
    const last = vi.fn();
    const { modify, codes, running } = runnerOn((_event, { signal }) => {
      signal.addEventListener("abort", () => outer.abort());
      return late.promise;
    }, last);
    expect(await modify("rewrite", "-", { signal: outer.signal })).toBeUndefined();
    expect([last.mock.calls.length, codes(), running()]).toEqual([0, [], "10"]);
    late.resolve();
    await settle();
    expect(running()).toBe("00");
  });

  it("one after the other: each has its own time and its own signal", async () => {
    const [one, other] = [deferred(), deferred()];
    const { modify, codes } = runnerOn(
      (_event, { signal }) => (signal.throwIfAborted(), one.promise),
      (_event, { signal }) => (signal.throwIfAborted(), other.promise),
      add("c"),
    );
    expect(await modify("rewrite", "-")).toBe("-c");
    expect(codes()).toEqual(["HOOK_TIMEOUT a", "HOOK_TIMEOUT b"]);
    one.resolve();
    other.resolve();
  });

  it("closes a gate that fails closed, and is aborted also where it reads its signal later", async () => {
    const late = deferred();
    let context: CallContext | undefined;
    const last = vi.fn();
    const { gate } = runnerOn((_event, given) => ((context = given), late.promise), last);
    expect(await gate("guard", "-")).toMatchObject({ blocked: true, plugin: "a" });
    expect(last).not.toHaveBeenCalled();
    expect(context?.signal.aborted).toBe(true);
    late.resolve();
  });

  it("among those that are called together keeps the others' results", async () => {
    const late = deferred();
    const { collect, codes, running, recorder } = runnerOn(
      () => late.promise,
      async () => "b",
    );
    const collected = collect("seen", "-");
    expect(running()).toBe("11");
    expect(await collected).toMatchObject([{ error: { code: "timeout" } }, { result: "b" }]);
    expect(codes()).toEqual(["HOOK_TIMEOUT a"]);
    expect(running()).toBe("10");
    late.reject(new Error("late"));
    await settle();
    expect(running()).toBe("00");
    expect(recorder.counters.get("a")).toMatchObject({ timeouts: 1, late: 1 });
  });
});

describe("the instances of an emission [LIFE-3]", () => {
  it("are in use from the first promise until it has ended, those it will still call too", async () => {
    const [one, other] = [deferred(), deferred()];
    const { modify, running } = runnerOn(
      add("a"),
      () => one.promise,
      () => other.promise,
    );
    const modified = modify("rewrite", "-");
    expect(running()).toBe("111");
    one.resolve();
    await settle();
    expect(running()).toBe("111");
    other.resolve("done");
    expect(await modified).toBe("done");
    expect(running()).toBe("000");
  });

  it("are not, where all answered at once", () => {
    const { modify, running } = runnerOn(add("a"), () => {
      throw new Error("no");
    });
    expect(modify("rewrite", "-")).toBe("-a");
    expect(running()).toBe("00");
  });

  it("are let go of when a handler rejects", async () => {
    const { modify, running } = runnerOn(async () => Promise.reject(new Error("no")), add("b"));
    expect(await modify("rewrite", "-")).toBe("-b");
    expect(running()).toBe("00");
  });
});

describe("the caller's signal [CALL-2]", () => {
  it("ends the emission at once; who ignores it is in use until it ends", async () => {
    const outer = new AbortController();
    const late = deferred();
    const last = vi.fn();
    let inner: AbortSignal | undefined;
    const { modify, running, codes, recorder } = runnerOn(
      add("a"),
      (_event, { signal }) => ((inner = signal), late.promise),
      last,
    );
    const modified = modify("rewrite", "-", { signal: outer.signal });
    outer.abort(new Error("gone"));
    expect(await modified).toBe("-a");
    expect(inner?.reason).toEqual(new Error("gone"));
    expect(running()).toBe("010");
    late.resolve("late");
    await settle();
    expect(running()).toBe("000");
    expect([last.mock.calls.length, codes(), recorder.counters.size]).toEqual([0, [], 0]);
    expect(getEventListeners(outer.signal, "abort")).toEqual([]);
  });

  it.each([false, true])("may be aborted by a handler itself (which then waits: %s)", async (waits) => {
    const outer = new AbortController();
    const late = deferred();
    const last = vi.fn();
    const { modify, running } = runnerOn(
      async (event) => `${event}a`,
      (event) => {
        outer.abort();
        return waits ? late.promise : `${event}b`;
      },
      last,
    );
    expect(await modify("rewrite", "-", { signal: outer.signal })).toBe(waits ? "-a" : "-ab");
    expect(last).not.toHaveBeenCalled();
    late.resolve();
    await settle();
    expect(running()).toBe("000");
  });

  it("may be aborted by a handler that would then never answer", async () => {
    const outer = new AbortController();
    const late = deferred();
    const { modify, running } = runnerOn(() => (outer.abort(), late.promise));
    expect(await modify("patient", "-", { signal: outer.signal })).toBeUndefined();
    expect(running()).toBe("1");
    late.resolve();
    await settle();
    expect(running()).toBe("0");
  });

  it("may be aborted by a handler that reads its own and answers at once", () => {
    const outer = new AbortController();
    const last = vi.fn();
    const { modify, running } = runnerOn((event, { signal }) => {
      outer.abort(new Error("gone"));
      return `${event} ${(signal.reason as Error).message}`;
    }, last);
    expect(modify("rewrite", "-", { signal: outer.signal })).toBe("- gone");
    expect([last.mock.calls.length, running()]).toEqual([0, "00"]);
  });

  it("may be aborted by a handler that then throws, which is not blamed", () => {
    const last = vi.fn();
    const emit = (hook: "modify" | "gate") => {
      const outer = new AbortController();
      const runner = runnerOn(() => {
        outer.abort();
        throw new Error("no");
      }, last);
      const bounds = { signal: outer.signal };
      const outcome = hook === "gate" ? runner.gate("guard", "-", bounds) : runner.modify("rewrite", "-", bounds);
      expect(runner.codes()).toEqual([]);
      return outcome;
    };
    expect(emit("modify")).toBeUndefined();
    const reason = "the emission of guard was aborted by its caller";
    expect(emit("gate")).toEqual({ blocked: true, plugin: "a", reason });
    expect(last).not.toHaveBeenCalled();
  });

  it("has nothing of a handler on it that reads its own only after it has answered", () => {
    const outer = new AbortController();
    let context: CallContext | undefined;
    const { modify } = runnerOn((_event, given) => void (context = given));
    void modify("rewrite", "-", { signal: outer.signal });
    expect(context?.signal.aborted).toBe(false);
    expect(getEventListeners(outer.signal, "abort")).toEqual([]);
    outer.abort();
  });

  it("is let go of when the emission has ended", async () => {
    const { signal } = new AbortController();
    const reads: Handler = (_event, context) => void context.signal.aborted;
    const { modify, collect } = runnerOn(reads, async () => undefined, reads);
    await modify("rewrite", "-", { signal });
    await collect("seen", "-", { signal });
    await runnerOn(reads).modify("rewrite", "-", { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
