import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingWith, providerOf, useOf, type TestCalling } from "../../test/calling.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { MortiseError } from "../diagnostics/error.js";
import { breakersOf, resetBreaker } from "./breakers.js";
import { createInvoker } from "./invoke.js";
import { leave, activeCalls } from "./deadlines.js";

const breaker = { failures: 3, cooldownMs: 1000 };
const key = "tool:x execute";
const use = useOf("p");

let calling: TestCalling;
let behave: () => unknown;
let asked: number;
beforeEach(() => {
  vi.useFakeTimers();
  calling = callingWith({ breaker });
  asked = 0;
  resetBreaker(use);
});
afterEach(() => {
  activeCalls().forEach(leave);
  vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

/** Calls it once; gives what it answered, or the code or message of the error. */
async function call(run: () => unknown, signal?: AbortSignal): Promise<unknown> {
  behave = run;
  const execute = () => {
    asked += 1;
    return behave();
  };
  const invoke = createInvoker({ ...calling, deadlineMs: 30 });
  try {
    return await invoke(providerOf({ execute }, { use }), "execute", {}, signal ? { signal } : {});
  } catch (error) {
    return error instanceof CapabilityError ? error.code : (error as Error).message;
  }
}

const ok = () => "ok";
const broken = (): never => {
  throw new Error("no disk");
};
const failing = (code: CapabilityErrorCode) => () => Promise.reject(new CapabilityError(code, { code }));
const open = async () => {
  for (let count = 0; count < breaker.failures; count += 1) await call(broken);
};

describe("an operation's breaker [CALL-3]", () => {
  it("opens after so many failures in a row, says so once, and refuses", async () => {
    await open();
    expect(await call(ok)).toBe("unavailable");
    expect(await call(ok)).toBe("unavailable");
    expect(asked).toBe(3);
    expect(calling.codes()).toEqual(["BREAKER_OPENED p"]);
    expect(calling.reported[0]?.message).toBe(
      "tool:x execute failed 3 times in a row, the last time because no disk; it is not called any more.",
    );
    expect(calling.reported[0]?.help).toContain("1 s");
  });

  it("shows failures before it opens, and since", async () => {
    await call(broken);
    const shown = { operation: key, failures: 1, isOpen: false, isProbing: false, retryInMs: 0, reason: "no disk" };
    expect(breakersOf(use)).toEqual([shown]);
    await call(broken);
    await call(() => Promise.reject(new Error("no memory")));
    expect(breakersOf(use)).toEqual([{ ...shown, failures: 3, isOpen: true, retryInMs: 1000, reason: "no memory" }]);
  });

  it("refuses in words that say what, whose, why and until when", async () => {
    await open();
    const invoke = createInvoker({ ...calling, deadlineMs: 30 });
    const refused = () => invoke(providerOf({ execute: ok }, { use }), "execute", {}, {});
    expect(refused).toThrow(
      "tool:x execute (p) is not called: it failed 3 times in a row, the last time because no disk; it is asked again in 1 s",
    );
    expect(refused).toThrow(expect.objectContaining({ retryAfterMs: 1000 }) as Error);
  });

  it("counts a refused call among its plugin's failures while calls are counted [CALL-6]", async () => {
    await open();
    await call(ok);
    expect(calling.recorder.counters.has("p")).toBe(false);
    calling.recorder.start();
    await call(ok);
    expect(calling.recorder.counters.get("p")).toMatchObject({ calls: 0, failures: 1 });
  });

  it("counts failures in a row alone", async () => {
    await call(broken);
    await call(broken);
    await call(ok);
    expect([use.breakers.size, use.isFailing]).toEqual([0, false]);
    await call(broken);
    await call(broken);
    expect(await call(ok)).toBe("ok");
    expect(calling.codes()).toEqual([]);
  });

  it("is not told by a caller's fault that an operation is well", async () => {
    await call(broken);
    await call(broken);
    await call(failing("invalid-request"));
    await call(broken);
    expect(calling.codes()).toEqual(["BREAKER_OPENED p"]);
  });

  it.each(["invalid-request", "unsupported", "not-found", "aborted"] as const)("does not count %s", async (code) => {
    for (let count = 0; count < 5; count += 1) await call(failing(code));
    expect(use.breakers.size).toBe(0);
  });

  it.each(["unavailable", "timeout", "rate-limited", "authentication"] as const)("counts %s", async (code) => {
    for (let count = 0; count < 3; count += 1) await call(failing(code));
    expect(breakersOf(use)).toMatchObject([{ operation: key, isOpen: true }]);
  });

  it("does not count what callers abort", async () => {
    for (let count = 0; count < 5; count += 1) {
      const caller = new AbortController();
      const called = call(() => new Promise(() => {}), caller.signal);
      caller.abort();
      expect(await called).toBe("aborted");
    }
    expect(use.breakers.size).toBe(0);
  });

  it("is each operation's own", async () => {
    await open();
    const invoke = createInvoker({ ...calling, deadlineMs: 30 });
    expect(invoke(providerOf({ other: ok }, { use }), "other", {}, {})).toBe("ok");
    expect(invoke(providerOf({ execute: ok }, { use, id: "y" }), "execute", {}, {})).toBe("ok");
  });

  it("stays open when another of the same plugin is well again", async () => {
    const invoke = createInvoker({ ...calling, deadlineMs: 30 });
    const other = (run: () => unknown) => invoke(providerOf({ other: run }, { use }), "other", {}, {});
    await open();
    expect(() => other(broken)).toThrow("no disk");
    expect(other(ok)).toBe("ok");
    expect(await call(ok)).toBe("unavailable");
  });

  it("can be reset by hand", async () => {
    await open();
    resetBreaker(use, "another");
    expect(await call(ok)).toBe("unavailable");
    resetBreaker(use, key);
    expect(use.isFailing).toBe(false);
    expect(await call(ok)).toBe("ok");
  });
});

describe("the probe", () => {
  const hang = () => new Promise(() => {});

  it("is one call after the cooldown; nobody else is let through beside it", async () => {
    await open();
    vi.advanceTimersByTime(1000);
    let answer = (_value: string) => {};
    const probing = call(() => new Promise<string>((resolve) => (answer = resolve)));
    expect(breakersOf(use)).toMatchObject([{ isProbing: true }]);
    expect(await call(ok)).toBe("unavailable");
    answer("well");
    expect(await probing).toBe("well");
    expect(calling.codes()).toEqual(["BREAKER_OPENED p", "BREAKER_CLOSED p"]);
    expect(calling.reported[1]?.message).toContain("tool:x execute");
    expect(await call(ok)).toBe("ok");
    expect(use.breakers.size).toBe(0);
  });

  it.each<[string, () => unknown]>([
    ["answers", ok],
    ["says that its caller is wrong", failing("invalid-request")],
  ])("closes it when it %s", async (_name, run) => {
    await open();
    vi.advanceTimersByTime(1000);
    await call(run);
    expect(calling.codes()).toEqual(["BREAKER_OPENED p", "BREAKER_CLOSED p"]);
    expect(await call(ok)).toBe("ok");
  });

  it.each<[string, () => unknown]>([
    ["throws", broken],
    ["rejects", () => Promise.reject(new Error("still no disk"))],
    ["takes too long", hang],
  ])("opens it again when it %s, without a further word", async (_name, run) => {
    await open();
    vi.advanceTimersByTime(1000);
    const probing = call(run);
    await vi.advanceTimersByTimeAsync(100);
    await probing;
    expect(breakersOf(use)).toMatchObject([{ failures: 4, isOpen: true, isProbing: false }]);
    expect(await call(ok)).toBe("unavailable");
    expect(calling.codes()).toEqual(["BREAKER_OPENED p"]);
    vi.advanceTimersByTime(1000);
    expect(await call(ok)).toBe("ok");
  });

  it("opens it again when its caller goes away", async () => {
    await open();
    vi.advanceTimersByTime(1000);
    const caller = new AbortController();
    const probing = call(hang, caller.signal);
    caller.abort();
    expect(await probing).toBe("aborted");
    expect(breakersOf(use)).toMatchObject([{ isOpen: true, isProbing: false, retryInMs: 1000 }]);
    vi.advanceTimersByTime(1000);
    expect(await call(ok)).toBe("ok");
  });

  it("that never ends does not keep it open for ever", async () => {
    calling = callingWith({ breaker });
    await open();
    vi.advanceTimersByTime(1000);
    const invoke = createInvoker({ ...calling, deadlineMs: Infinity });
    void invoke(providerOf({ execute: hang }, { use }), "execute", {}, {});
    expect(await call(ok)).toBe("unavailable");
    vi.advanceTimersByTime(1000);
    expect(await call(ok)).toBe("ok");
  });

  it("that never reached the operation says nothing of it: what its user set cannot be read", async () => {
    const unreadable = new MortiseError(
      diagnose("USER_CONFIG_UNAVAILABLE", { id: "p", reason: "no" }, { plugin: "p" }),
    );
    for (let count = 0; count < 5; count += 1) await call(() => Promise.reject(unreadable));
    expect(breakersOf(use)).toEqual([]);
    await open();
    vi.advanceTimersByTime(1000);
    await call(() => Promise.reject(unreadable));
    expect(breakersOf(use)).toMatchObject([{ failures: 3, isOpen: true, isProbing: false, reason: "no disk" }]);
    expect(calling.codes()).toEqual(["BREAKER_OPENED p"]);
  });

  it.each<[string, () => unknown]>([
    ["an answer", () => "early"],
    ["a failure", broken],
  ])("is not settled by %s to what was called before it opened", async (_name, end) => {
    let answer = (_value: unknown) => {};
    const early = call(() => new Promise((resolve) => (answer = resolve)).then(end));
    await open();
    vi.advanceTimersByTime(10);
    answer(undefined);
    expect(await early).toBe(end === broken ? "no disk" : "early");
    expect(await call(ok)).toBe("unavailable");
    expect(breakersOf(use)).toMatchObject([{ failures: 3, retryInMs: 990 }]);
    expect(calling.codes()).toEqual(["BREAKER_OPENED p"]);
  });
});
