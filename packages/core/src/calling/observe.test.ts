import { CapabilityError, type CallContext } from "@mortise/sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, settle } from "../../test/calling.js";
import { event, fail, type Handler, hooks, never, runnerOn, runnerWith, type Text } from "../../test/hook-runner.js";

afterEach(() => {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

describe("observe [HOOK-4]", () => {
  it("calls all together and waits for the last", async () => {
    const said: string[] = [];
    let finish = () => {};
    const slow = async () => {
      said.push("slow begins");
      await new Promise<void>((resolve) => (finish = resolve));
      said.push("slow ends");
    };
    const { observe } = runnerOn("seen", slow, () => said.push("quick"));
    const observed = observe("seen", event);
    expect(said).toEqual(["slow begins", "quick"]);
    finish();
    await observed;
    expect(said).toEqual(["slow begins", "quick", "slow ends"]);
  });

  it("ignores what they return, and goes on when some fail", async () => {
    const last = vi.fn();
    const { observe, codes, reported } = runnerOn(
      "seen",
      fail,
      async () => fail(),
      () => 5,
      last,
    );
    expect(await observe("seen", event)).toBeUndefined();
    expect(last).toHaveBeenCalledOnce();
    expect(codes()).toEqual(["HOOK_FAILED a", "HOOK_FAILED b"]);
    expect(reported[0]).toMatchObject({
      message: "The handler of seen failed: no",
      help: "The hook fails open: the others went on.",
    });
  });

  it("asks each once for its context, which carries the request's id", async () => {
    const handler = vi.fn();
    await runnerOn("seen", handler).observe("seen", event, { requestId: "r1" });
    expect(handler.mock.calls).toEqual([[event, expect.objectContaining({ requestId: "r1" })]]);
  });
});

describe("a handler's time [CALL-1, CFG-8]", () => {
  it("is the operator's, else its own, else the hook's; past it the handler is aborted and told of", async () => {
    vi.useFakeTimers();
    const signals: AbortSignal[] = [];
    const hang = (_event: Text, { signal }: CallContext) => (signals.push(signal), never);
    const none = () => {};
    const { observe, codes, reported } = runnerOn("seen", none, none, none, none, hang, hang);
    const observed = observe("seen", event);
    await vi.advanceTimersByTimeAsync(5);
    expect(codes()).toEqual(["HOOK_TIMEOUT f"]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(hooks.seen.deadlineMs + 50);
    await observed;
    expect(codes()).toEqual(["HOOK_TIMEOUT f", "HOOK_TIMEOUT e"]);
    expect(reported[0]?.message).toContain("longer than 1 ms");
    expect(reported[0]?.help).toContain("plugins.entries.f.deadlineMs");
  });

  it("is not up when a handler throws a capability error", async () => {
    const { observe, codes } = runnerOn("seen", () => {
      throw new CapabilityError("slow", { code: "timeout" });
    });
    await observe("seen", event);
    expect(codes()).toEqual(["HOOK_FAILED a"]);
  });

  it("closes a closed gate when it is up", async () => {
    const { gate, codes } = runnerOn("guard", ...Array<Handler>(5).fill(() => undefined), () => never);
    expect(await gate("guard", event)).toMatchObject({ blocked: true, plugin: "f" });
    expect(codes()).toEqual(["HOOK_TIMEOUT f"]);
  });
});

describe("collect", () => {
  it("gives each handler's result or error, in order, whoever ends first", async () => {
    let finish = (_text: string) => {};
    const { collect, codes } = runnerOn(
      "seen",
      () => new Promise((resolve) => (finish = resolve)),
      fail,
      () => "c",
      async () => fail(),
      () => undefined,
    );
    const collected = collect("seen", event);
    finish("a");
    expect(await collected).toEqual([
      { plugin: "a", result: "a" },
      { plugin: "b", error: new Error("no") },
      { plugin: "c", result: "c" },
      { plugin: "d", error: new Error("no") },
      { plugin: "e", result: undefined },
    ]);
    expect(codes()).toEqual(["HOOK_FAILED b", "HOOK_FAILED d"]);
  });

  it("says who took too long, and who was left when the caller went away", async () => {
    const outer = new AbortController();
    const none = () => 1;
    const { collect, codes } = runnerOn(
      "seen",
      () => never,
      none,
      none,
      none,
      none,
      () => never,
    );
    const collected = collect("seen", event, { signal: outer.signal });
    await vi.waitFor(() => expect(codes()).toEqual(["HOOK_TIMEOUT f"]));
    outer.abort();
    const results = await collected;
    expect(results).toHaveLength(6);
    expect(results[0]).toMatchObject({ plugin: "a", error: { code: "aborted" } });
    expect(results[5]).toMatchObject({ plugin: "f", error: { code: "timeout" } });
    expect(codes()).toEqual(["HOOK_TIMEOUT f"]);
  });

  it("drops what comes too late, also while others are waited for", async () => {
    let [late, finish] = [(_text: string) => {}, (_text: string) => {}];
    const handlers: Handler[] = [
      () => new Promise((resolve) => (late = resolve)),
      () => new Promise((resolve) => (finish = resolve)),
    ];
    const calling = callingWith({ entries: { a: { deadlineMs: 1 } } });
    const { collect } = runnerWith("seen", handlers, { ...calling });
    const ended = vi.fn();
    const collected = (async () => collect("seen", event))().finally(ended);
    await vi.waitFor(() => expect(calling.codes()).toEqual(["HOOK_TIMEOUT a"]));
    late("late");
    await settle();
    expect(ended).not.toHaveBeenCalled();
    finish("b");
    expect(await collected).toMatchObject([
      { error: { code: "timeout", message: "a's handler of seen took longer than 1 ms" } },
      { result: "b" },
    ]);
    expect(calling.recorder.counters.get("a")).toMatchObject({ timeouts: 1, late: 1 });
  });

  it("is empty where no handler wants the event", () => {
    const unwanted = [handlerOf("seen", () => 1, { filter: { text: "bye" } })];
    expect(runnerWith("seen", [], { handlers: () => unwanted }).collect("seen", event)).toEqual([]);
  });

  it("never refuses, also where observing would", async () => {
    const { observe, collect } = runnerOn("witness", async () => "a", fail);
    expect(await collect("witness", event)).toMatchObject([{ result: "a" }, { error: { message: "no" } }]);
    await expect(observe("witness", event)).rejects.toMatchObject({ code: "unavailable" });
    expect(() => runnerOn("witness", fail).observe("witness", event)).toThrow(
      "a's handler of witness failed, and the hook fails closed: no",
    );
  });
});

describe("a caller that goes away while handlers are being called [CALL-2]", () => {
  const gone = new Error("gone");
  const aborted = (what: string) => ({
    error: { code: "aborted", message: `${what} was aborted by its caller`, cause: gone },
  });

  it("has those left alone whose turn had not come", () => {
    const outer = new AbortController();
    const last = vi.fn();
    const aborts: Handler = (_event, { signal }) => (outer.abort(gone), signal);
    const { collect, codes } = runnerOn("seen", (_event, { signal }) => signal.aborted, aborts, last);
    expect(collect("seen", event, { signal: outer.signal })).toMatchObject([
      { plugin: "a", result: false },
      { plugin: "b", result: { aborted: true, reason: gone } },
      { plugin: "c", ...aborted("the emission of seen") },
    ]);
    expect([last.mock.calls.length, codes()]).toEqual([0, []]);
  });

  it.each([true, false])("waits for nobody, whether or not they listen to it (%s)", async (listens) => {
    const outer = new AbortController();
    let end = () => {};
    const hang: Handler = (_event, context) => {
      if (listens) context.signal.throwIfAborted();
      return new Promise<void>((resolve) => (end = resolve));
    };
    const { collect, codes, recorder, registrations } = runnerOn("patient", hang, () => outer.abort(gone));
    expect(await collect("patient", event, { signal: outer.signal })).toMatchObject([
      { plugin: "a", ...aborted("a's handler of patient") },
      { plugin: "b", result: undefined },
    ]);
    expect(registrations[0]?.use.calls).toBe(1);
    end();
    await settle();
    expect([codes(), recorder.counters.size, registrations[0]?.use.calls]).toEqual([[], 0, 0]);
  });
});
