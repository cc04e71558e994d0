import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingWith, providerOf, useOf, type TestCalling } from "../../test/calling.js";
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

  it("counts failures in a row alone", async () => {
    await call(broken);
    await call(broken);
    await call(ok);
    expect(use.breakers.size).toBe(0);
    await call(broken);
    await call(broken);
    expect(await call(ok)).toBe("ok");
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

  it("can be reset by hand", async () => {
    await open();
    resetBreaker(use, "another");
    expect(await call(ok)).toBe("unavailable");
    resetBreaker(use, key);
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

  it("is not settled by what was called before it opened", async () => {
    let answer = (_value: string) => {};
    const early = call(() => new Promise<string>((resolve) => (answer = resolve)));
    await open();
    answer("early");
    expect(await early).toBe("early");
    expect(await call(ok)).toBe("unavailable");
  });
});
