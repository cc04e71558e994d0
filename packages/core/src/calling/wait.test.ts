import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { activeCalls } from "./deadlines.js";
import { unfinishedCalls } from "./unfinished.js";
import { waitAtMost } from "./wait.js";

const never = new Promise<never>(() => {});

describe("a wait that is bounded [CALL-1]", () => {
  it.each<[string, () => Promise<unknown>, unknown]>([
    ["gives", async () => "it", "it"],
    ["rejects with", async () => Promise.reject(new Error("no")), new Error("no")],
  ])("%s what it waits for, and leaves nothing behind", async (_does, make, outcome) => {
    const caller = new AbortController();
    const waiting = waitAtMost(make(), 1000, caller.signal, "the plan");
    expect(activeCalls().filter(({ what }) => what === "the plan")).toHaveLength(1);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(1);
    expect(await waiting.catch((error: unknown) => error)).toEqual(outcome);
    expect(activeCalls().filter(({ what }) => what === "the plan")).toEqual([]);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  it("ends when its caller goes away, or its time is up", async () => {
    const caller = new AbortController();
    const aborted = waitAtMost(never, Infinity, caller.signal, "the first");
    const late = waitAtMost(never, 1, undefined, "the second");
    caller.abort(new Error("gone"));
    const message = "the first was aborted by its caller";
    await expect(aborted).rejects.toMatchObject({ code: "aborted", message, cause: new Error("gone") });
    await expect(late).rejects.toMatchObject({ code: "timeout", message: "the second took longer than 1 ms" });
    expect(activeCalls().filter(({ what }) => ["the first", "the second"].includes(what))).toEqual([]);
  });

  it("ends also where its caller has gone away before it began", async () => {
    const signal = AbortSignal.abort(new Error("gone"));
    const rejecting = Promise.reject(new Error("late"));
    await expect(waitAtMost(rejecting, Infinity, signal, "the plan")).rejects.toMatchObject({ code: "aborted" });
    expect(activeCalls().filter(({ what }) => what === "the plan")).toEqual([]);
  });

  it("is no plugin's call that is not finished [CALL-7]", () => {
    const caller = new AbortController();
    const waiting = waitAtMost(never, Infinity, caller.signal, "the plan");
    expect(unfinishedCalls().filter(({ what }) => what === "the plan")).toEqual([]);
    caller.abort();
    return expect(waiting).rejects.toThrow("aborted");
  });
});
