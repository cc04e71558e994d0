import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withinDeadline } from "./deadline.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What became of a promise so far. */
function watch(promise: Promise<unknown>): () => unknown {
  let seen: unknown = "waits";
  promise.then(
    (value) => (seen = value),
    (error: unknown) => (seen = (error as Error).message),
  );
  return () => seen;
}

const late = () => new Error("late");

describe("waiting within a deadline [LOAD-8]", () => {
  it("what is answered or thrown in time is handed on, and no timer is left behind", async () => {
    const answered = watch(withinDeadline(Promise.resolve(1), 100, late));
    const thrown = watch(withinDeadline(Promise.reject(new Error("own")), 100, late));
    await vi.advanceTimersByTimeAsync(0);
    expect([answered(), thrown()]).toEqual([1, "own"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("what comes after the deadline is dropped, a rejection too", async () => {
    let fail = (_error: Error) => {};
    const waited = watch(withinDeadline(new Promise((_, reject) => (fail = reject)), 10, late));
    await vi.advanceTimersByTimeAsync(9);
    expect(waited()).toBe("waits");
    await vi.advanceTimersByTimeAsync(1);
    fail(new Error("too late for anybody"));
    await vi.advanceTimersByTimeAsync(0);
    expect(waited()).toBe("late");
  });

  it("what throws where it is asked fails at once, and no timer is left behind", async () => {
    const hostile = Object.assign(Promise.resolve(1), {
      then: () => {
        throw new Error("asked");
      },
    });
    const seen = watch(withinDeadline(hostile, 1000, late));
    await vi.advanceTimersByTimeAsync(1);
    expect(seen()).toBe("asked");
    expect(vi.getTimerCount()).toBe(0);
  });
});
