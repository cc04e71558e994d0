import { defineHook } from "@mortise/sdk";
import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { afterEach, describe, expect, it } from "vitest";
import { callingWith, handlerOf, providerOf, useOf } from "../../test/calling.js";
import { createHookRunner } from "./hooks.js";
import { createInvoker } from "./invoke.js";
import type { CallTrace } from "./tracing.js";

const seen = defineHook<string>()({ name: "seen", kind: "observe", summary: "", calledAt: "" });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (): never => {
  throw new Error("no");
};

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
    const { run, recorder } = setUp(async () => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      await pause(30);
    });
    recorder.start();
    await run();
    for (const plugin of ["h", "p"]) {
      const { selfMs = 0, awaitedMs = 0 } = recorder.counters.get(plugin) ?? {};
      expect(selfMs).toBeGreaterThanOrEqual(10);
      expect(awaitedMs).toBeGreaterThanOrEqual(25);
    }
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

  it("says what failed, and why", async () => {
    channel.subscribe(subscriber);
    await expect(setUp(fail).run()).rejects.toThrow("no");
    expect(events).toEqual(["h start", "h error", "h end", "p start", "p error", "p end"]);
    expect([...traces].map(({ error }) => error)).toEqual([new Error("no"), new Error("no")]);
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
