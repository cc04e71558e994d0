import { afterEach, describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, useOf } from "../../test/calling.js";
import { event, fail, type Handler, never, runnerWith } from "../../test/hook-runner.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { MortiseError } from "../diagnostics/error.js";
import { breakersOf } from "./breakers.js";

const wrong: Handler = () => 5;

afterEach(() => {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

describe("what is counted of a handler while counting is on [CALL-6]", () => {
  it("is what the hook does not take, and what a breaker refuses", () => {
    const calling = callingWith({ breaker: { failures: 2 } });
    const { recorder } = calling;
    const { gate } = runnerWith("guard", [wrong], { ...calling });
    void gate("guard", event);
    expect(recorder.counters.size).toBe(0);
    const stop = recorder.start();
    void gate("guard", event);
    expect(recorder.counters.get("a")).toMatchObject({ calls: 1, failures: 1 });
    void gate("guard", event);
    expect(recorder.counters.get("a")).toMatchObject({ calls: 1, failures: 2 });
    stop();
    void gate("guard", event);
    expect(recorder.counters.get("a")).toMatchObject({ calls: 1, failures: 2 });
  });
});

describe("a handler's fault [HOOK-10]", () => {
  it.each([
    ["guard", "The hook fails closed: what it guards was refused."],
    ["filter", "The hook fails open: the others went on."],
  ] as const)("is told with what followed from it: %s", (hook, help) => {
    const calling = callingWith();
    void runnerWith(hook, [fail], { ...calling }).gate(hook, event);
    expect(calling.reported).toMatchObject([{ code: "HOOK_FAILED", plugin: "a", help }]);
  });

  it("that is no fault of its own is told as what it is: what its user set cannot be read", async () => {
    const handler = vi.fn();
    const use = useOf("a", { userConfigSchema: { type: "object" } });
    const unreadable = diagnose("USER_CONFIG_UNAVAILABLE", { id: "a", reason: "no" }, { plugin: "a" });
    const userConfigOf = () => Promise.reject(new MortiseError(unreadable));
    const calling = callingWith({ breaker: { failures: 1 } }, { userConfigOf });
    const handlers = [handlerOf("filter", handler, { plugin: "a", use }), handlerOf("filter", () => ({ event }))];
    const { gate } = runnerWith("filter", [], { ...calling, handlers: () => handlers });
    expect(await gate("filter", event, { user: { id: "u" } })).toEqual({ blocked: false, event });
    expect(handler).not.toHaveBeenCalled();
    expect(calling.reported).toEqual([unreadable]);
    expect(breakersOf(use)).toEqual([]);
  });
});

describe("a handler that failed too often [CALL-3]", () => {
  const breaker = { failures: 1, cooldownMs: 1000 };

  it("is told of with what the hook did not take", () => {
    const calling = callingWith({ breaker });
    void runnerWith("guard", [wrong], { ...calling }).gate("guard", event);
    expect(calling.reported[1]?.message).toBe(
      "hook:guard failed 1 times in a row, the last time because it returned what the hook does not take: " +
        "a gate takes { block: true, reason } or { event }; it is not called any more.",
    );
  });

  it("keeps a closed gate shut without the others being asked, and an open one goes on", () => {
    const last = vi.fn<Handler>(() => ({ event: { text: "on" } }));
    const gateOf = (hook: "guard" | "filter") => {
      const { gate } = runnerWith(hook, [fail, last], callingWith({ breaker }));
      return [gate(hook, event), gate(hook, event)];
    };
    const refused = { blocked: true, plugin: "a", reason: "a failed, and the hook fails closed" };
    expect(gateOf("guard")).toEqual([refused, refused]);
    expect(last).not.toHaveBeenCalled();
    const passed = { blocked: false, event: { text: "on" } };
    expect(gateOf("filter")).toEqual([passed, passed]);
  });

  it("is well again when it answers, of those that are called together too", () => {
    vi.useFakeTimers();
    const handler = vi.fn<Handler>(fail);
    const calling = callingWith({ breaker: { failures: 2, cooldownMs: 1000 } });
    const { observe } = runnerWith("seen", [handler], { ...calling });
    const ask = (behave: Handler) => void observe("seen", (handler.mockImplementation(behave), event));
    const ok = () => undefined;
    [fail, ok, fail, fail].forEach(ask);
    expect(calling.codes()).toEqual(["HOOK_FAILED a", "HOOK_FAILED a", "HOOK_FAILED a", "BREAKER_OPENED a"]);
    vi.advanceTimersByTime(1000);
    ask(ok);
    expect(calling.codes().at(-1)).toBe("BREAKER_CLOSED a");
  });

  it.each(["guard", "seen"] as const)(
    "is asked again later where the caller of its probe went away: %s",
    async (hook) => {
      vi.useFakeTimers();
      const handler = vi.fn<Handler>(fail);
      const runner = runnerWith(hook, [handler], callingWith({ breaker }));
      const emit = async (signal?: AbortSignal) => {
        const bounds = signal ? { signal } : {};
        await (hook === "guard" ? runner.gate(hook, event, bounds) : runner.observe(hook, event, bounds));
      };
      await emit();
      vi.advanceTimersByTime(1000);
      handler.mockReturnValue(never);
      const caller = new AbortController();
      const probing = emit(caller.signal);
      vi.advanceTimersByTime(10);
      caller.abort();
      await probing;
      const [registration] = runner.registrations;
      expect(registration && breakersOf(registration.use)).toMatchObject([
        { failures: 1, isOpen: true, isProbing: false, retryInMs: 1000 },
      ]);
    },
  );
});
