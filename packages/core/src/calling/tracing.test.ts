import { defineHook } from "@mortise/sdk";
import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, providerOf, useOf } from "../../test/calling.js";
import { createHookRunner } from "./hooks.js";
import { createInvoker } from "./invoke.js";
import type { CallTrace } from "./tracing.js";

const seen = defineHook<string>()({ name: "seen", kind: "observe", summary: "", calledAt: "" });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (): never => {
  throw new Error("no");
};
afterEach(() => void vi.useRealTimers());

function setUp(execute: (request: never, context: never) => unknown) {
  const calling = callingWith();
  const provider = providerOf({ execute }, { plugin: "p", use: useOf("p") });
  const handlers = [handlerOf("seen", execute, { plugin: "h" })];
  const { observe } = createHookRunner<{ seen: typeof seen }>({
    handlers: () => handlers,
    definition: () => seen,
    ...calling,
  });
  const invoke = createInvoker({ ...calling, deadlineMs: 1000 });
  const run = async () => {
    await observe("seen", "event", { requestId: "r1" });
    return invoke(provider, "execute", {}, { requestId: "r1" });
  };
  return { ...calling, run };
}

describe("counting and timing [CALL-6]", () => {
  it("is off until somebody asks for it, and again when the last has had enough", async () => {
    const { run, recorder } = setUp(async () => 1);
    await run();
    expect([recorder.isOn, recorder.counters.size]).toEqual([false, 0]);
    const [stop, stopToo] = [recorder.start(), recorder.start()];
    await run();
    stop();
    stop();
    await run();
    stopToo();
    await run();
    expect(recorder.isOn).toBe(false);
    for (const plugin of ["h", "p"]) expect(recorder.counters.get(plugin)).toMatchObject({ calls: 2, failures: 0 });
  });

  it("tells the time in which a function runs from that in which it is waited for", async () => {
    vi.useFakeTimers();
    const { run, recorder } = setUp(() => {
      vi.advanceTimersByTime(10);
      return pause(30);
    });
    recorder.start();
    const ran = run();
    await vi.advanceTimersByTimeAsync(100);
    await ran;
    const time = { selfMs: 10, awaitedMs: 30 };
    for (const plugin of ["h", "p"]) expect(recorder.counters.get(plugin)).toMatchObject(time);
  });

  it.each([fail, async () => fail()])("counts failures", async (execute) => {
    const { run, recorder } = setUp(execute);
    recorder.start();
    await expect(run()).rejects.toThrow("no");
    for (const plugin of ["h", "p"]) expect(recorder.counters.get(plugin)).toMatchObject({ calls: 1, failures: 1 });
  });
});

describe("the tracing channel mortise:call", () => {
  const channel = tracingChannel<unknown, CallTrace>("mortise:call");
  const events: string[] = [];
  const traces = new Set<CallTrace>();
  const note = (name: string) => (trace: CallTrace) => {
    traces.add(trace);
    events.push(`${trace.plugin} ${name}`);
  };
  const subscriber = {
    start: note("start"),
    end: note("end"),
    asyncStart: note("asyncStart"),
    asyncEnd: note("asyncEnd"),
    error: note("error"),
  };
  afterEach(() => {
    channel.unsubscribe(subscriber);
    events.length = 0;
    traces.clear();
  });

  it("says what is called, when it begins and ends, with one message for each call", async () => {
    channel.subscribe(subscriber);
    await setUp(async () => "done").run();
    const each = ["start", "end", "asyncStart", "asyncEnd"];
    expect(events).toEqual([...each.map((name) => `h ${name}`), ...each.map((name) => `p ${name}`)]);
    expect([...traces]).toEqual([
      { plugin: "h", kind: "hook", id: "seen", operation: "observe", requestId: "r1", result: "done" },
      { plugin: "p", kind: "tool", id: "x", operation: "execute", requestId: "r1", result: "done" },
    ]);
  });

  it("says what was answered at once", async () => {
    channel.subscribe(subscriber);
    expect(await setUp(() => 5).run()).toBe(5);
    expect(events).toEqual(["h start", "h end", "p start", "p end"]);
    expect([...traces].map(({ result }) => result)).toEqual([5, 5]);
  });

  it.each<[string, () => unknown, readonly string[]]>([
    ["at once", fail, ["start", "error", "end"]],
    ["later", async () => fail(), ["start", "end", "error", "asyncStart", "asyncEnd"]],
  ])("says what failed %s, and why", async (_name, execute, each) => {
    channel.subscribe(subscriber);
    await expect(setUp(execute).run()).rejects.toThrow(/^no$/);
    expect(events).toEqual([...each.map((name) => `h ${name}`), ...each.map((name) => `p ${name}`)]);
    expect([...traces].map(({ error }) => error)).toEqual([new Error("no"), new Error("no")]);
  });

  it.each(["start", "asyncEnd", "error"] as const)("tells who listens to `%s` alone", async (name) => {
    const heard = vi.fn();
    channel[name].subscribe(heard);
    await setUp(async () => fail())
      .run()
      .catch(() => {});
    channel[name].unsubscribe(heard);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("runs functions in the stores that are bound to it", async () => {
    const store = new AsyncLocalStorage<string>();
    channel.start.bindStore(store, ({ plugin }) => `span of ${plugin}`);
    const { run } = setUp(async () => (await pause(1), store.getStore()));
    try {
      expect(await run()).toBe("span of p");
    } finally {
      channel.start.unbindStore(store);
    }
  });
});
