import {
  CapabilityError,
  gatewayContracts,
  speech,
  type CallContext,
  type CapabilityErrorCode,
  type Contract,
} from "@mortise/sdk";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { callingWith, providerOf } from "../../test/calling.js";
import { createInvoker } from "./invoke.js";
import { providerOrder, type ReadyProvider } from "./provider.js";
import { createRuntime, type CallAttempt } from "./runtime.js";

type Operation = (request: unknown, context: CallContext) => unknown;

interface RuntimeTraits {
  /** The host's. */
  readonly deadlineMs?: number;
  /** The config's `plugins`. */
  readonly settings?: object;
  /** Until then no provider is there. */
  readonly loading?: Promise<void>;
}

/** A runtime on speech providers, asked in this order. `undefined`: its plugin cannot be loaded. */
function runtimeOn(
  providers: Readonly<Record<string, Operation | object | undefined>>,
  { deadlineMs = 1000, settings = {}, loading = Promise.resolve() }: RuntimeTraits = {},
) {
  const resolve = vi.fn(async (contract: Contract, id: string): Promise<ReadyProvider | undefined> => {
    await loading;
    const given = providers[id];
    const value = typeof given === "function" ? { synthesize: given } : given;
    return value && providerOf(value, { id, plugin: `plugin-${id}`, contract });
  });
  const runtime = createRuntime(gatewayContracts, {
    providerIds: () => Object.keys(providers),
    resolve,
    invoke: createInvoker({ ...callingWith(settings), deadlineMs }),
    deadlineMs,
  });
  return { runtime, resolve };
}

const failing = (code: CapabilityErrorCode) => () => Promise.reject(new CapabilityError(`${code}!`, { code }));
const hanging = () => new Promise(() => {});
const answering = (audio: string) => async () => ({ audio });
const request = { text: "hello" };
const attemptsOf = async (call: Promise<unknown>) =>
  ((await call.catch((error: unknown) => error)) as { attempts?: readonly CallAttempt[] }).attempts;

describe("the runtime [CALL-4]", () => {
  it("has every capability in camel case with its operations, and no surfaces", () => {
    const { runtime } = runtimeOn({});
    const kinds =
      "textInference cliBackend speech realtimeTranscription realtimeVoice mediaUnderstanding imageGeneration";
    const more = "musicGeneration videoGeneration webFetch webSearch channel gatewayDiscovery embedding memory";
    expect(Object.keys(runtime).join(" ")).toBe(`${kinds} ${more} contextEngine agentHarness`);
    expect(Object.keys(runtime.channel.outbound)).toEqual(["send", "sendPoll"]);
    expect(Object.keys(runtime.textInference)).toEqual(["complete", "stream", "listModels"]);
    expect([runtime, runtime.speech].map(Object.isFrozen)).toEqual([true, true]);
  });

  it("loads nothing for a caller who has gone away", async () => {
    const { runtime, resolve } = runtimeOn({ a: answering("a") });
    const call = runtime.speech.synthesize(request, { signal: AbortSignal.abort(new Error("left")) });
    const message = "synthesize of speech was aborted by its caller";
    await expect(call).rejects.toMatchObject({ code: "aborted", message, cause: new Error("left") });
    const reason = new CapabilityError("too slow", { code: "timeout" });
    await expect(runtime.speech.synthesize(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(resolve).not.toHaveBeenCalled();
  });

  it("asks the first provider, with the request, a context, and itself as this", async () => {
    const synthesize = vi.fn(async function (this: object) {
      return { audio: Object.keys(this) };
    });
    const { runtime, resolve } = runtimeOn({ a: { synthesize }, b: answering("b") });
    expect(await runtime.speech.synthesize(request, { requestId: "r1" })).toEqual({ audio: ["synthesize"] });
    expect(synthesize).toHaveBeenCalledExactlyOnceWith(request, expect.objectContaining({ requestId: "r1" }));
    expect(resolve.mock.calls).toEqual([[speech, "a"]]);
  });

  it("asks the named provider and no other", async () => {
    const { runtime } = runtimeOn({ a: answering("a"), b: answering("b"), c: failing("unavailable") });
    expect(await runtime.speech.synthesize(request, { provider: "b" })).toEqual({ audio: "b" });
    await expect(runtime.speech.synthesize(request, { provider: "c" })).rejects.toThrow("unavailable!");
  });
});

describe("the caller's time [CALL-1]", () => {
  it("is for all attempts together", async () => {
    const { runtime, resolve } = runtimeOn({ a: hanging, b: hanging, c: answering("c") }, { deadlineMs: 100 });
    const call = runtime.speech.synthesize(request, { deadlineMs: 190 });
    await expect(call).rejects.toMatchObject({ code: "timeout" });
    expect(resolve.mock.calls.map(([, id]) => id)).toEqual(["a", "b"]);
    expect((await attemptsOf(call))?.map(({ provider }) => provider)).toEqual(["a", "b"]);
  });

  it("is for loading too", async () => {
    const loading = new Promise<void>(() => {});
    const { runtime } = runtimeOn({ a: answering("a") }, { loading });
    await expect(runtime.speech.synthesize(request, { deadlineMs: 10 })).rejects.toMatchObject({
      code: "timeout",
      message: 'synthesize of the speech provider "a" took longer than 10 ms',
    });
    const caller = new AbortController();
    const call = runtime.speech.synthesize(request, { signal: caller.signal });
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: "aborted" });
  });

  it("that is over already has nobody asked, and nothing loaded", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const { runtime, resolve } = runtimeOn({ a: answering("a") });
    await expect(runtime.speech.synthesize(request, { deadlineMs: 0 })).rejects.toMatchObject({
      code: "timeout",
      message: "synthesize of speech took longer than 0 ms",
    });
    expect(resolve).not.toHaveBeenCalled();
  });

  it("that a failed attempt took leaves that failure as the answer", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const slow = () => {
      vi.advanceTimersByTime(20);
      throw new CapabilityError("overloaded", { code: "unavailable" });
    };
    const { runtime, resolve } = runtimeOn({ a: slow, b: answering("b") });
    await expect(runtime.speech.synthesize(request, { deadlineMs: 10 })).rejects.toMatchObject({
      message: "overloaded",
      attempts: [{ provider: "a", outcome: "failed" }],
    });
    expect(resolve).toHaveBeenCalledOnce();
  });

  it("is no longer than the host's for one attempt", async () => {
    const { runtime } = runtimeOn({ a: hanging, b: answering("b") }, { deadlineMs: 5 });
    expect(await runtime.speech.synthesize(request, { deadlineMs: 5000 })).toEqual({ audio: "b" });
  });
});

describe("what a call is about [CALL-5]", () => {
  it("reaches the provider, also when a function hands its own context on", async () => {
    const seen: unknown[] = [];
    const inner = async (_request: unknown, { requestId, user, emit }: CallContext) => {
      seen.push(requestId, user?.id);
      emit({ type: "status" });
      return {};
    };
    const { runtime } = runtimeOn({ inner });
    const outer = async (_request: unknown, context: CallContext) => runtime.speech.synthesize(request, context);
    const emit = vi.fn();
    const { runtime: outermost } = runtimeOn({ outer });
    await outermost.speech.synthesize(request, { requestId: "r1", user: { id: "u1" }, emit });
    expect(seen).toEqual(["r1", "u1"]);
    expect(emit).toHaveBeenCalledOnce();
  });
});

describe("falling back [CALL-4]", () => {
  it.each(["unsupported", "authentication", "permission", "rate-limited", "unavailable", "timeout"] as const)(
    "%s: another provider may do better",
    async (code) => {
      const { runtime } = runtimeOn({ a: failing(code), b: answering("b") });
      expect(await runtime.speech.synthesize(request)).toEqual({ audio: "b" });
    },
  );

  it.each(["invalid-request", "not-found", "aborted"] as const)("%s: nobody else is asked", async (code) => {
    const { runtime, resolve } = runtimeOn({ a: failing(code), b: answering("b") });
    await expect(runtime.speech.synthesize(request)).rejects.toMatchObject({ code });
    expect(resolve).toHaveBeenCalledOnce();
  });

  it("an error without a code is the provider's own fault, and another is asked", async () => {
    const broken = () => {
      throw new TypeError("x is not a function");
    };
    const { runtime } = runtimeOn({ a: broken, b: answering("b") });
    expect(await runtime.speech.synthesize(request)).toEqual({ audio: "b" });
  });

  it("a provider that takes too long is given up for the next", async () => {
    const { runtime } = runtimeOn({ a: hanging, b: answering("b") }, { deadlineMs: 5 });
    expect(await runtime.speech.synthesize(request)).toEqual({ audio: "b" });
  });

  it("so is one that takes longer than the operator gives its plugin", async () => {
    const settings = { entries: { "plugin-a": { deadlineMs: 5 } } };
    const { runtime } = runtimeOn({ a: hanging, b: answering("b") }, { settings });
    expect(await runtime.speech.synthesize(request)).toEqual({ audio: "b" });
  });

  it("not after the caller has gone, whatever the provider makes of it", async () => {
    const caller = new AbortController();
    const surprised = (_request: unknown, { signal }: CallContext) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(new TypeError("socket closed"))));
    const next = vi.fn();
    const { runtime } = runtimeOn({ a: surprised, b: next });
    const call = runtime.speech.synthesize(request, { signal: caller.signal });
    await vi.waitFor(() => caller.abort());
    await expect(call).rejects.toThrow();
    expect(next).not.toHaveBeenCalled();
  });

  it("not after the caller has gone, though the provider fails at once for a reason of its own", async () => {
    const caller = new AbortController();
    const next = vi.fn();
    const failing = () => {
      caller.abort();
      throw new TypeError("no");
    };
    const { runtime } = runtimeOn({ a: failing, b: next });
    await expect(runtime.speech.synthesize(request, { signal: caller.signal })).rejects.toThrow("no");
    expect(next).not.toHaveBeenCalled();
  });

  it("passes over those that are not there or cannot do it", async () => {
    const { runtime } = runtimeOn({ gone: undefined, mute: { listVoices: async () => [] }, b: answering("b") });
    expect(await runtime.speech.synthesize(request)).toEqual({ audio: "b" });
  });
});

describe("when nobody answers", () => {
  it("the last error is thrown as it is, with the record of all attempts", async () => {
    const last = new CapabilityError("slow down", { code: "rate-limited", retryAfterMs: 5 });
    const { runtime } = runtimeOn({
      gone: undefined,
      mute: {},
      a: failing("unavailable"),
      b: () => Promise.reject(last),
    });
    const call = runtime.speech.synthesize(request);
    await expect(call).rejects.toBe(last);
    expect(await attemptsOf(call)).toEqual([
      { provider: "gone", outcome: "unavailable" },
      { provider: "mute", plugin: "plugin-mute", outcome: "lacks-operation" },
      { provider: "a", plugin: "plugin-a", outcome: "failed", error: "unavailable!" },
      { provider: "b", plugin: "plugin-b", outcome: "failed", error: "slow down" },
    ]);
  });

  it("an error that was thrown before has the record of the last call", async () => {
    const same = new Error("no");
    const fail = () => Promise.reject(same);
    for (const [provider, providers] of [
      ["a", { a: fail }],
      ["b", { b: fail }],
    ] as const) {
      const call = runtimeOn(providers).runtime.speech.synthesize(request);
      await expect(call).rejects.toBe(same);
      expect(await attemptsOf(call)).toMatchObject([{ provider }]);
    }
  });

  it("what is no error is thrown as it is, with the record where it can have one", async () => {
    for (const thrown of ["text", undefined, { reason: "no" }]) {
      // oxlint-disable-next-line prefer-promise-reject-errors
      const { runtime } = runtimeOn({ a: () => Promise.reject(thrown) });
      const call = runtime.speech.synthesize(request);
      await expect(call).rejects.toBe(thrown);
      if (typeof thrown === "object") expect(await attemptsOf(call)).toMatchObject([{ provider: "a" }]);
    }
  });

  it("an error that takes no record is thrown all the same", async () => {
    const frozen = Object.freeze(new CapabilityError("no", { code: "unavailable" }));
    const { runtime } = runtimeOn({ a: () => Promise.reject(frozen) });
    await expect(runtime.speech.synthesize(request)).rejects.toBe(frozen);
  });

  it.each([
    ["there is nobody", {}, undefined, "not-found", "there is no speech provider that can synthesize"],
    [
      "the named one is not there",
      { a: answering("a"), b: undefined },
      "b",
      "not-found",
      'there is no speech provider "b" that can synthesize',
    ],
    ["the named one cannot", { a: {} }, "a", "unsupported", 'there is no speech provider "a" that can synthesize'],
  ] as const)("because %s", async (_name, providers, provider, code, message) => {
    const { runtime } = runtimeOn(providers);
    const call = runtime.speech.synthesize(request, provider === undefined ? {} : { provider });
    await expect(call).rejects.toMatchObject({ code, message });
  });
});

describe("the order", () => {
  const owned = ["a", "b", "C"].map((id) => ({ id }));

  it("is the operator's, then plugin order; ids in any case, each once, those that are not there left out", () => {
    expect(providerOrder(speech, owned, { speech: ["c", "nobody", "b", "B"] })).toEqual(["C", "b", "a"]);
    expect(providerOrder(speech, owned, { embedding: ["c"] })).toEqual(["a", "b", "C"]);
  });
});
