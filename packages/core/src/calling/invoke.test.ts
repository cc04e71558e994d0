import { CapabilityError, type CallContext } from "@mortise/sdk";
import { getEventListeners } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callingWith, providerOf, settle, useOf } from "../../test/calling.js";
import { breakersOf } from "./breakers.js";
import { DeadlineError } from "./call-errors.js";
import type { CallBounds } from "./context.js";
import { activeCalls } from "./deadlines.js";
import { createInvoker } from "./invoke.js";

let use = useOf("p");
let calling = callingWith();
const call = (run: (context: CallContext) => unknown, bounds: CallBounds = {}) => {
  const invoke = createInvoker({ ...calling, deadlineMs: 1000 });
  return invoke(
    providerOf({ run: (_request: unknown, context: CallContext) => run(context) }, { use }),
    "run",
    {},
    bounds,
  );
};
const never = new Promise<never>(() => {});
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
/** Until after a deadline of so many milliseconds. */
const pass = (deadlineMs: number) => vi.advanceTimersByTime(deadlineMs + 5);

let unhandled: unknown[];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on("unhandledRejection", onUnhandled);
  calling = callingWith();
  use = useOf("p");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(async () => {
  if (activeCalls().length > 0) throw new Error("a call is left behind");
  pass(100);
  if (vi.getTimerCount() > 0) throw new Error("a timer is left behind");
  vi.useRealTimers();
  await new Promise(setImmediate);
  process.off("unhandledRejection", onUnhandled);
  if (unhandled.length > 0) throw new Error("a rejection was not handled", { cause: unhandled });
});

describe("a function that answers at once", () => {
  it("is answered at once, with no timer, and its instance not in use", () => {
    expect(call(({ requestId, deadlineMs }) => [requestId, deadlineMs], { deadlineMs: 5, requestId: "r" })).toEqual([
      "r",
      5,
    ]);
    expect([vi.getTimerCount(), use.calls]).toEqual([0, 0]);
  });

  it.each([null, undefined, 0, "", {}])("may answer %j", async (answer) => {
    expect(call(() => answer)).toBe(answer);
    expect(await call(async () => answer)).toBe(answer);
    expect(use.calls).toBe(0);
  });

  it("may throw, and nothing stays", () => {
    const outer = new AbortController();
    const thrown = () =>
      call(
        ({ signal }) => {
          throw new Error(`no ${signal.aborted}`);
        },
        { signal: outer.signal },
      );
    expect(thrown).toThrow("no false");
    expect(listeners(outer.signal)).toBe(0);
  });
});

describe("the deadline [CALL-1]", () => {
  it("ends the wait, aborts the function's signal, and drops what comes later", async () => {
    let finish = (_value: string) => {};
    let signal: AbortSignal | undefined;
    const answer = call(
      (context) => {
        ({ signal } = context);
        return new Promise<string>((resolve) => (finish = resolve));
      },
      { deadlineMs: 20 },
    );
    pass(20);
    await expect(answer).rejects.toBeInstanceOf(DeadlineError);
    await expect(answer).rejects.toMatchObject({ code: "timeout", message: "run of x (p) took longer than 20 ms" });
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toMatchObject({ code: "timeout" });
    expect(use.calls).toBe(1);
    finish("late");
    await settle();
    expect(use.calls).toBe(0);
    expect(calling.recorder.counters.get("p")).toMatchObject({ timeouts: 1, late: 1 });
  });

  it("takes a late rejection too", async () => {
    let fail = (_error: Error) => {};
    const answer = call(() => new Promise((_, reject) => (fail = reject)), { deadlineMs: 1 });
    pass(1);
    await expect(answer).rejects.toThrow("longer");
    fail(new Error("late"));
    await settle();
    expect(use.calls).toBe(0);
    expect(calling.recorder.counters.get("p")).toMatchObject({ timeouts: 1, late: 1 });
    // One call that failed is one failure.
    expect(breakersOf(use)).toMatchObject([{ failures: 1 }]);
  });

  it("gives a signal that was not read before the deadline in its aborted state", async () => {
    let context: CallContext | undefined;
    const answer = call((given) => ((context = given), never), { deadlineMs: 1 });
    pass(1);
    await expect(answer).rejects.toThrow("longer");
    expect(context?.signal.aborted).toBe(true);
  });

  it("cancels a stream that comes too late, for nobody will read it", async () => {
    const cancel = vi.fn();
    let finish = (_stream: ReadableStream) => {};
    const answer = call(() => new Promise((resolve) => (finish = resolve)), { deadlineMs: 1 });
    pass(1);
    await expect(answer).rejects.toThrow("longer");
    finish(new ReadableStream({ cancel }));
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  it("is the host's where the caller has none", async () => {
    const answer = call(() => never);
    pass(950);
    expect(activeCalls()).toHaveLength(1);
    pass(100);
    await expect(answer).rejects.toThrow("longer than 1000 ms");
  });

  it("is the operator's for the plugin, where that is shorter", async () => {
    calling = callingWith({ entries: { p: { deadlineMs: 10 } } });
    const [slow, slower] = [call(() => never, { deadlineMs: 500 }), call(() => never, { deadlineMs: 5 })];
    pass(10);
    await expect(slow).rejects.toThrow("longer than 10 ms");
    await expect(slower).rejects.toThrow("longer than 5 ms");
  });

  it("leaves no call behind after an answer, an error or an abort", async () => {
    const outer = new AbortController();
    await call(async () => 1, { deadlineMs: 1000 });
    await expect(call(() => Promise.reject(new Error("no")), { deadlineMs: 1000 })).rejects.toThrow("no");
    const aborted = call(() => never, { deadlineMs: 1000, signal: outer.signal });
    outer.abort();
    await expect(aborted).rejects.toThrow("aborted");
    expect(activeCalls()).toEqual([]);
  });
});

describe("the caller's signal [CALL-2]", () => {
  it("ends the wait and reaches the function, with its reason", async () => {
    const outer = new AbortController();
    let inner: AbortSignal | undefined;
    const answer = call(({ signal }) => ((inner = signal), never), { signal: outer.signal });
    outer.abort(new Error("gone"));
    await expect(answer).rejects.toMatchObject({
      code: "aborted",
      message: "run of x (p) was aborted by its caller",
      cause: new Error("gone"),
    });
    expect(inner?.aborted).toBe(true);
  });

  it("that ended a wait leaves the instance in use until the function has ended, which is not late", async () => {
    const outer = new AbortController();
    let finish = () => {};
    const answer = call(() => new Promise<void>((resolve) => (finish = resolve)), { signal: outer.signal });
    outer.abort();
    await expect(answer).rejects.toMatchObject({ code: "aborted" });
    expect(use.calls).toBe(1);
    finish();
    await settle();
    expect(use.calls).toBe(0);
    expect(calling.recorder.counters.size).toBe(0);
  });

  it("passes a capability error on as it is", async () => {
    const outer = new AbortController();
    const reason = new CapabilityError("too slow", { code: "timeout" });
    const answer = call(() => never, { signal: outer.signal });
    outer.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it("that is aborted already keeps the function from being called", () => {
    const run = vi.fn();
    expect(() => call(run, { signal: AbortSignal.abort() })).toThrow("aborted by its caller");
    expect(run).not.toHaveBeenCalled();
  });

  it("counts also when the function itself brings its abort about", async () => {
    const outer = new AbortController();
    const answer = call(() => (outer.abort(), never), { signal: outer.signal, deadlineMs: 1000 });
    await expect(answer).rejects.toMatchObject({ code: "aborted" });
  });

  it("that is aborted by the function itself is seen by it at once", () => {
    const outer = new AbortController();
    const run = (context: CallContext) => (outer.abort(new Error("gone")), context.signal.reason as unknown);
    expect(call(run, { signal: outer.signal })).toEqual(new Error("gone"));
  });

  it.each<[string, () => unknown]>([
    ["at once", () => 1],
    ["later", async () => 1],
  ])("has nothing left on it by a function that answered %s and reads its own only then", async (_name, answer) => {
    const { signal } = new AbortController();
    let context: CallContext | undefined;
    expect(await call((given) => ((context = given), answer()), { signal })).toBe(1);
    expect(context?.signal.aborted).toBe(false);
    expect(listeners(signal)).toBe(0);
  });

  it("is let go of when the call has ended, however it ended", async () => {
    const { signal } = new AbortController();
    const bounds = { signal, deadlineMs: 5 };
    const reads = (then: () => unknown) => (context: CallContext) => (
      expect(context.signal.aborted).toBe(false),
      then()
    );
    call(
      reads(() => 1),
      bounds,
    );
    await call(
      reads(async () => 1),
      bounds,
    );
    await expect(
      call(
        reads(() => Promise.reject(new Error("no"))),
        bounds,
      ),
    ).rejects.toThrow("no");
    const late = call(
      reads(() => never),
      bounds,
    );
    pass(5);
    await expect(late).rejects.toThrow("longer");
    expect(listeners(signal)).toBe(0);
  });
});

describe("a stream that comes back [CALL-11]", () => {
  const streaming = (context: CallContext, chunks = ["a", "b"]) =>
    new ReadableStream<string>({
      start(controller) {
        context.signal.addEventListener("abort", () => controller.error(context.signal.reason));
        for (const chunk of chunks) controller.enqueue(chunk);
      },
    });
  const ending = (chunks: readonly string[]) => ReadableStream.from(chunks) as ReadableStream<string>;

  it("stays bound to the caller's signal while it runs", async () => {
    const outer = new AbortController();
    const stream = (await call(async (context) => streaming(context), {
      signal: outer.signal,
    })) as ReadableStream<string>;
    const reader = stream.getReader();
    expect((await reader.read()).value).toBe("a");
    expect(listeners(outer.signal)).toBe(1);
    outer.abort(new Error("gone"));
    await expect(reader.read()).rejects.toThrow("gone");
    expect(listeners(outer.signal)).toBe(0);
  });

  it.each<[string, (stream: ReadableStream<string>) => Promise<unknown>]>([
    ["read to its end", async (stream) => expect(await text(stream.pipeThrough(new TextEncoderStream()))).toBe("ab")],
    ["cancelled", (stream) => stream.cancel("enough")],
  ])("lets go of it when it is %s", async (_name, finish) => {
    const { signal } = new AbortController();
    const run = async (context: CallContext) => (expect(context.signal.aborted).toBe(false), ending(["a", "b"]));
    const stream = (await call(run, { signal })) as ReadableStream<string>;
    expect(listeners(signal)).toBe(1);
    await finish(stream);
    await vi.waitFor(() => expect(listeners(signal)).toBe(0));
  });

  it("keeps the instance in use until it ends", async () => {
    for (const given of [ending(["a"]), Promise.resolve(ending(["a"]))]) {
      const stream = (await call(() => given)) as ReadableStream<string>;
      expect(use.calls).toBe(1);
      expect(await text(stream.pipeThrough(new TextEncoderStream()))).toBe("a");
      await vi.waitFor(() => expect(use.calls).toBe(0));
    }
  });

  it("that somebody else reads already is left to them", async () => {
    const given = ending(["a"]);
    given.getReader();
    expect(await call(async () => given)).toBe(given);
    expect(use.calls).toBe(0);
  });

  it("may be the body of a response, which is otherwise as it was", async () => {
    const outer = new AbortController();
    const run = async (context: CallContext) =>
      new Response(streaming(context).pipeThrough(new TextEncoderStream()), { status: 201, headers: { "x-a": "b" } });
    const response = (await call(run, { signal: outer.signal })) as Response;
    expect([response.status, response.headers.get("x-a")]).toEqual([201, "b"]);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("a");
    outer.abort(new Error("gone"));
    await expect(reader?.read().then(() => reader.read())).rejects.toThrow("gone");
    await vi.waitFor(() => expect(listeners(outer.signal)).toBe(0));
  });

  it.each<[string, (given: Response) => unknown]>([
    ["was read", (given) => given.text()],
    ["somebody else reads", (given) => given.body?.getReader()],
  ])("is left to whoever has it where it is the body of a response that %s", async (_name, take) => {
    const given = new Response("text");
    await take(given);
    expect(await call(async () => given)).toBe(given);
    expect(use.calls).toBe(0);
  });

  it("may be no body at all", async () => {
    const { signal } = new AbortController();
    const run = async (context: CallContext) => new Response(null, { status: context.signal.aborted ? 500 : 204 });
    expect(((await call(run, { signal })) as Response).status).toBe(204);
    expect(listeners(signal)).toBe(0);
  });
});

describe("an operation [CALL-14]", () => {
  const invoke = (value: object, operation: string) =>
    createInvoker({ ...calling, deadlineMs: 1000 })(providerOf(value), operation, { n: 1 }, {});

  it("is called with its request and as a member of what was registered, or of a member of that", () => {
    const value = {
      size: 2,
      double({ n }: { n: number }) {
        return n * this.size;
      },
      outbound: {
        size: 3,
        send({ n }: { n: number }) {
          return n * this.size;
        },
      },
    };
    expect([invoke(value, "double"), invoke(value, "outbound.send")]).toEqual([2, 3]);
  });

  it.each(["none", "outbound.none", "none.send", "nothing.send", "outbound.toString"])(
    "%s that is not there is unsupported",
    (name) => {
      const missing = () => invoke({ outbound: { send: () => 1 }, nothing: null }, name);
      expect(missing).toThrow(expect.objectContaining({ code: "unsupported" }) as Error);
      expect(missing).toThrow(`x (p) has no operation ${name}`);
    },
  );

  it("fails with the very error that it threw or rejected with", async () => {
    const error = new TypeError("x is not a function");
    await expect(call(async () => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      call(() => {
        throw error;
      }),
    ).toThrow(error);
    expect(use.calls).toBe(0);
  });
});

describe("DeadlineError [SDK-6]", () => {
  it("is told from other capability errors, which share a brand", () => {
    expect(new DeadlineError("x", 1)).toBeInstanceOf(CapabilityError);
    expect(new CapabilityError("x", { code: "timeout" })).not.toBeInstanceOf(DeadlineError);
    expect(undefined).not.toBeInstanceOf(DeadlineError);
  });
});
