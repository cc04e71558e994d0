import { type GateResult } from "@mortise/sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callingWith } from "../../test/calling.js";
import { event, fail, type Handler, runnerOn, runnerWith, type Text } from "../../test/hook-runner.js";

afterEach(() => {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

describe("claim [HOOK-3]", () => {
  it("stops at the first that has handled it", async () => {
    const last = vi.fn();
    const { claim } = runnerOn(
      "take",
      fail,
      () => ({ handled: false }),
      () => null,
      async () => ({ handled: true, by: "d" }),
      last,
    );
    expect(await claim("take", event)).toEqual({ handled: true, by: "d" });
    expect(last).not.toHaveBeenCalled();
    expect(await runnerOn("take", () => ({ handled: "yes" })).claim("take", event)).toBeUndefined();
  });
});

describe("gate [HOOK-3]", () => {
  it("lets each replace the event for the next", async () => {
    const { gate } = runnerOn(
      "guard",
      (given) => ({ event: { text: `${given.text}!` } }),
      async () => undefined,
      (given) => ({ event: { text: `${given.text}?` } }),
    );
    expect(await gate("guard", event)).toEqual({ blocked: false, event: { text: "hello!?" } });
  });

  it("stops at a block, and names who blocked and why", async () => {
    const last = vi.fn();
    const { gate } = runnerOn(
      "guard",
      () => undefined,
      async () => ({ block: true, reason: "rude" }),
      last,
    );
    expect(await gate("guard", event)).toEqual({ blocked: true, reason: "rude", plugin: "b" });
    expect(last).not.toHaveBeenCalled();
  });

  it.each([undefined, "", 5])("says so where the reason is %j", (reason) => {
    const { gate } = runnerOn("guard", () => ({ block: true, reason }));
    expect(gate("guard", event)).toEqual({ blocked: true, reason: "no reason was given", plugin: "a" });
  });

  const wrong: readonly unknown[] = [5, "block", {}, { block: "yes" }, { block: "yes", event }, { failed: true }];

  it.each([...wrong, new Error("thrown")])("closed: %j is a refusal", async (result) => {
    const last = vi.fn();
    const answer = () => (result instanceof Error ? fail() : result);
    const { gate, codes } = runnerOn("guard", answer, last);
    expect(await gate("guard", event)).toEqual({
      blocked: true,
      reason: "a failed, and the hook fails closed",
      plugin: "a",
    });
    expect(codes()).toEqual([result instanceof Error ? "HOOK_FAILED a" : "HOOK_RESULT_INVALID a"]);
    expect(last).not.toHaveBeenCalled();
  });

  it.each([...wrong, new Error("thrown")])("open: %j is passed over", async (result) => {
    const answer = async () => (result instanceof Error ? fail() : result);
    const { gate, codes } = runnerOn("filter", answer, (): GateResult<Text> => ({ event: { text: "on" } }));
    expect(await gate("filter", event)).toEqual({ blocked: false, event: { text: "on" } });
    expect(codes()).toHaveLength(1);
  });

  it.each([undefined, null, { block: false }])("%j lets it pass", async (result) => {
    const { gate, codes } = runnerOn("guard", () => result);
    expect(await gate("guard", event)).toEqual({ blocked: false, event });
    expect(codes()).toEqual([]);
  });
});

describe("what throws where it is looked at [HOOK-10]", () => {
  const trap = Object.defineProperties({}, { block: { get: fail }, handled: { get: fail } });

  it("is its plugin's fault, and keeps nobody else from being asked", async () => {
    const { gate, reported } = runnerOn(
      "filter",
      () => trap,
      async () => trap,
      () => ({ event: { text: "on" } }),
    );
    expect(await gate("filter", event)).toEqual({ blocked: false, event: { text: "on" } });
    const message =
      "The handler of filter returned something that the hook does not take: it threw where it was looked at: no.";
    expect(reported).toMatchObject([
      { plugin: "a", message },
      { plugin: "b", message },
    ]);
  });

  it("closes a closed gate, and claims nothing", () => {
    expect(runnerOn("guard", () => trap).gate("guard", event)).toMatchObject({ blocked: true, plugin: "a" });
    const handled = { handled: true, by: "b" };
    const { claim, codes } = runnerOn(
      "take",
      () => trap,
      () => handled,
    );
    expect(claim("take", event)).toEqual(handled);
    expect(codes()).toEqual(["HOOK_RESULT_INVALID a"]);
  });
});

describe("a gate that lacks a handler [HOOK-9]", () => {
  it("is closed, and says whose and why", () => {
    const handler = vi.fn();
    const missing = [{ plugin: "z", reason: "it could not be loaded" }];
    const { gate } = runnerWith("filter", [handler], { missingAt: (hook) => (hook === "filter" ? missing : []) });
    expect(gate("filter", event)).toEqual({
      blocked: true,
      plugin: "z",
      reason: "z guards this and is not there: it could not be loaded",
    });
    expect(handler).not.toHaveBeenCalled();
    expect(runnerWith("guard", [], { missingAt: () => [] }).gate("guard", event)).toEqual({ blocked: false, event });
  });
});

describe("a handler that failed too often [CALL-3]", () => {
  it("is skipped as a failure, without a further word, until it is well again", async () => {
    vi.useFakeTimers();
    const handler = vi.fn<Handler>(fail);
    const calling = callingWith({ breaker: { failures: 2, cooldownMs: 1000 } });
    const { gate } = runnerWith("guard", [handler], { ...calling });
    for (let count = 0; count < 4; count += 1)
      expect(gate("guard", event)).toMatchObject({ blocked: true, plugin: "a" });
    expect(handler).toHaveBeenCalledTimes(2);
    expect(calling.codes()).toEqual(["HOOK_FAILED a", "HOOK_FAILED a", "BREAKER_OPENED a"]);
    vi.advanceTimersByTime(1000);
    handler.mockReturnValue(undefined);
    expect(gate("guard", event)).toMatchObject({ blocked: false });
    expect(calling.codes().at(-1)).toBe("BREAKER_CLOSED a");
  });

  it("does not stop the others of an open hook", async () => {
    const calling = callingWith({ breaker: { failures: 1 } });
    const { collect } = runnerWith("seen", [fail, () => "b"], { ...calling });
    await collect("seen", event);
    expect(await collect("seen", event)).toMatchObject([
      { plugin: "a", error: { code: "unavailable" } },
      { plugin: "b", result: "b" },
    ]);
    expect(calling.codes()).toEqual(["HOOK_FAILED a", "BREAKER_OPENED a"]);
  });
});
