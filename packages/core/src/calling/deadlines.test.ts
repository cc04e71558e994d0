import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActiveCall, activeCalls, beforeNextCall, boundOf, enter, leave, restart, restClock } from "./deadlines.js";

class Probe extends ActiveCall {
  readonly plugin = "p";
  readonly what: string;
  readonly expiredAt: number[] = [];
  onExpire = () => {};

  constructor(what = "x") {
    super();
    this.what = what;
  }

  expire(): void {
    this.expiredAt.push(performance.now());
    leave(this);
    this.onExpire();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  // Where other tests ran before in this process.
  activeCalls().forEach(leave);
  beforeNextCall(undefined);
});
afterEach(() => {
  for (const call of activeCalls()) leave(call);
  // The clock stops by itself when it finds nobody.
  vi.advanceTimersByTime(100);
  if (vi.getTimerCount() > 0) throw new Error("the clock has not stopped");
  vi.useRealTimers();
});

/** Starts a wait and lets time pass in steps of one millisecond. */
function lateness(deadlineMs: number, after = 0): number {
  vi.advanceTimersByTime(after);
  const call = new Probe();
  const begun = performance.now();
  enter(call, deadlineMs);
  for (let passed = 0; passed < deadlineMs * 2 + 100 && call.expiredAt.length === 0; passed += 1) {
    vi.advanceTimersByTime(1);
  }
  return (call.expiredAt[0] ?? Infinity) - begun - deadlineMs;
}

describe("a deadline [CALL-13]", () => {
  it.each([1, 3, 10, 19, 20, 21, 39, 40, 41, 100, 1000, 15_000])(
    "of %i ms is never early and at most 50 ms late",
    (ms) => {
      for (const after of [0, 7, 13]) {
        const late = lateness(ms, after);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(ms < 40 ? 3 : 50);
      }
    },
  );

  it("that is short is kept beside long ones that run already", () => {
    const long = new Probe();
    enter(long, 60_000);
    vi.advanceTimersByTime(30);
    expect(lateness(5)).toBeLessThanOrEqual(3);
    expect(long.expiredAt).toEqual([]);
  });

  it("begins anew when the call waits for something else", () => {
    const call = new Probe();
    enter(call, 100);
    for (let count = 0; count < 10; count += 1) {
      vi.advanceTimersByTime(90);
      restart(call, 100);
    }
    expect(call.expiredAt).toEqual([]);
    vi.advanceTimersByTime(150);
    expect(call.expiredAt).toHaveLength(1);
  });

  it("passes once, and not for a call that has left", () => {
    const [one, gone] = [new Probe(), new Probe()];
    enter(one, 50);
    enter(gone, 50);
    leave(gone);
    leave(gone);
    vi.advanceTimersByTime(500);
    expect([one.expiredAt.length, gone.expiredAt.length]).toEqual([1, 0]);
  });

  it("of calls that another's expiry ends does not pass any more", () => {
    const [one, other] = [new Probe(), new Probe()];
    one.onExpire = () => leave(other);
    enter(one, 50);
    enter(other, 50);
    vi.advanceTimersByTime(500);
    expect([one.expiredAt.length, other.expiredAt.length]).toEqual([1, 0]);
  });

  it("of a call that another's expiry has wait for something else begins anew", () => {
    const [one, other, third] = [new Probe(), new Probe(), new Probe()];
    one.onExpire = () => {
      restart(other, 30);
      restart(third, 0);
    };
    for (const call of [one, other, third]) enter(call, 50);
    vi.advanceTimersByTime(500);
    const [begun = 0, passed = 0] = [...one.expiredAt, ...other.expiredAt];
    expect(passed - begun).toBeGreaterThanOrEqual(30);
    expect([one, other, third].map(({ expiredAt }) => expiredAt.length)).toEqual([1, 1, 0]);
  });

  it("is one of many on one clock, which looks up when the next is due", () => {
    const calls = [15_000, 60, 30, 7, 3, 25].map((ms) => {
      const call = new Probe(String(ms));
      enter(call, ms);
      expect(vi.getTimerCount()).toBe(1);
      return call;
    });
    const expired = () => calls.filter(({ expiredAt }) => expiredAt.length > 0).map(({ what }) => what);
    vi.advanceTimersByTime(4);
    expect(expired()).toEqual(["3"]);
    vi.advanceTimersByTime(6);
    expect(expired()).toEqual(["7", "3"]);
    vi.advanceTimersByTime(50);
    expect(expired()).toEqual(["30", "7", "3", "25"]);
    vi.advanceTimersByTime(50);
    expect(expired()).toEqual(["60", "30", "7", "3", "25"]);
    expect(vi.getTimerCount()).toBe(1);
  });

  it.each([
    [Infinity, 0],
    [5, 5],
    [0.5, 0.5],
  ])("of %d ms stands as %d", (given, bound) => {
    expect(boundOf(given)).toBe(bound);
  });

  it("that is none keeps no clock running", () => {
    const call = new Probe();
    enter(call, 0);
    expect(vi.getTimerCount()).toBe(0);
    // Another's clock stops when that has left.
    lateness(30);
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
    expect(activeCalls()).toEqual([call]);
    restart(call, 100);
    vi.advanceTimersByTime(150);
    expect(call.expiredAt).toHaveLength(1);
  });
});

it("a clock that nobody winds any more is not waited for", () => {
  const [left, call] = [new Probe(), new Probe()];
  enter(left, 1000);
  leave(left);
  vi.useRealTimers();
  vi.useFakeTimers();
  enter(call, 10);
  vi.advanceTimersByTime(50);
  expect(call.expiredAt).toHaveLength(1);
});

describe("a clock that is to rest [CALL-13]", () => {
  it("stops at once where no call waits", () => {
    const call = new Probe();
    enter(call, 100);
    leave(call);
    expect(vi.getTimerCount()).toBe(1);
    restClock();
    expect(vi.getTimerCount()).toBe(0);
    expect(lateness(30)).toBeLessThanOrEqual(3);
  });

  it("goes on where one waits", () => {
    const call = new Probe();
    enter(call, 100);
    restClock();
    vi.advanceTimersByTime(150);
    expect(call.expiredAt).toHaveLength(1);
  });
});

describe("the list", () => {
  it("has the active calls in the order in which they came", () => {
    const calls = ["a", "b", "c", "d"].map((what) => new Probe(what));
    for (const call of calls) enter(call, 1000);
    leave(calls[1] as Probe);
    leave(calls[3] as Probe);
    enter(calls[1] as Probe, 1000);
    expect(activeCalls().map(({ what }) => what)).toEqual(["a", "c", "b"]);
  });

  it("tells who waits for a first call, once", () => {
    const listener = vi.fn(() => beforeNextCall(undefined));
    beforeNextCall(listener);
    expect(listener).not.toHaveBeenCalled();
    enter(new Probe(), 10);
    enter(new Probe(), 10);
    expect(listener).toHaveBeenCalledOnce();
  });
});
