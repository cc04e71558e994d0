import { defineHook, type HookDefinition } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, settle, useOf } from "../../test/calling.js";
import { createHookRunner } from "./hooks.js";

const reply = defineHook<{ readonly model: string }, string>()({
  name: "reply",
  kind: "stream",
  summary: "",
  calledAt: "",
  deadlineMs: 20,
});
const event = { model: "m" };
type Handler = () => unknown;

function runnerOn(...handlers: readonly Handler[]) {
  return runnerOf(reply, handlers);
}

function runnerOf(definition: HookDefinition, handlers: readonly Handler[]) {
  const uses = handlers.map((_, index) => useOf("abc".charAt(index)));
  const registrations = handlers.map((handler, index) => {
    const use = uses[index];
    return handlerOf("reply", handler, { plugin: "abc".charAt(index), ...(use && { use }) });
  });
  const calling = callingWith();
  const runner = createHookRunner<{ reply: typeof reply }>({
    handlers: () => registrations,
    definition: () => definition,
    ...calling,
  });
  const run = async (source: ReadableStream<string>) => runner.stream("reply", event, source);
  return { ...calling, run, running: () => uses.map(({ calls }) => calls).join("") };
}

const source = (...pieces: readonly string[]) => ReadableStream.from(pieces) as ReadableStream<string>;
async function read(stream: ReadableStream<string>): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces.join(" ");
}
const mapping = (change: (piece: string) => string) =>
  new TransformStream<string, string>({ transform: (piece, controller) => controller.enqueue(change(piece)) });
type Transform = ReturnType<typeof mapping>;
const upper: Handler = () => mapping((piece) => piece.toUpperCase());
const failing: Handler = () =>
  mapping((piece) => {
    if (piece === "b" || piece === "B") throw new Error("no b");
    return piece;
  });

describe("a stream hook [HOOK-5]", () => {
  it("pipes the stream through what handlers give, in order", async () => {
    const { run, running } = runnerOn(
      upper,
      () => undefined,
      async () => mapping((piece) => `${piece}!`),
    );
    const stream = await run(source("a", "b"));
    expect(running()).toBe("101");
    expect(await read(stream)).toBe("A! B!");
    await settle();
    expect(running()).toBe("000");
  });

  it("gives the very stream where no handler gives anything", async () => {
    const given = source("a");
    expect(await runnerOn(() => undefined).run(given)).toBe(given);
    expect(await runnerOn().run(given)).toBe(given);
  });

  it.each<[string, (first: Transform, own: Transform) => unknown]>([
    ["nothing to write to", (_first, { readable }) => ({ readable })],
    ["nothing to read from", (_first, { writable }) => ({ writable })],
    ["something else to write to", (_first, { readable }) => ({ readable, writable: {} })],
    ["something else to read from", (_first, { writable }) => ({ readable: {}, writable })],
    ["what somebody reads from", (_first, own) => (own.readable.getReader(), own)],
    ["what somebody writes to", (_first, own) => (own.writable.getWriter(), own)],
    ["what the one before gave", (first) => first],
    ["the one half of what the one before gave", ({ readable }, { writable }) => ({ readable, writable })],
    ["the other half of what the one before gave", ({ writable }, { readable }) => ({ readable, writable })],
  ])("goes on without a handler that gives %s, and says why", async (_what, resultOf) => {
    const [first, own] = [mapping((piece) => `${piece}!`), mapping((piece) => `${piece}?`)];
    const { run, reported } = runnerOn(
      () => first,
      () => resultOf(first, own),
      upper,
    );
    expect(await read(await run(source("a")))).toBe("A!");
    expect(reported).toMatchObject([{ code: "HOOK_RESULT_INVALID", plugin: "b" }]);
    expect(reported[0]?.message).toContain("a stream hook takes a TransformStream that nobody uses yet");
  });

  it.each(["open", "closed"] as const)(
    "fails %s where a plugin uses its transform after it gave it",
    async (failure) => {
      const own = mapping((piece) => `${piece}?`);
      const handlers = [upper, () => own, async () => void own.writable.getWriter()];
      const { run, codes, running } = runnerOf({ ...reply, failure }, handlers);
      const outcome = run(source("a")).then(read);
      if (failure === "open") expect(await outcome).toBe("A");
      else await expect(outcome).rejects.toMatchObject({ code: "unavailable" });
      expect(codes()).toEqual(["HOOK_RESULT_INVALID b"]);
      await settle();
      expect(running()).toBe("000");
    },
  );

  it("asks nobody else after one that gives a transform in use, where the hook fails closed", async () => {
    const used = mapping((piece) => piece);
    used.writable.getWriter();
    const last = vi.fn();
    const { run, codes } = runnerOf({ ...reply, failure: "closed" }, [() => used, last]);
    await expect(run(source("a"))).rejects.toMatchObject({ code: "unavailable" });
    expect(last).not.toHaveBeenCalled();
    expect(codes()).toEqual(["HOOK_RESULT_INVALID a"]);
  });

  it("goes on without a handler that fails, hangs, or gives no transform", async () => {
    const { run, codes } = runnerOn(
      () => {
        throw new Error("no");
      },
      () => new Promise(() => {}),
      () => ({ readable: 1 }),
    );
    expect(await read(await run(source("a")))).toBe("a");
    expect(codes()).toEqual(["HOOK_FAILED a", "HOOK_TIMEOUT b", "HOOK_RESULT_INVALID c"]);
  });

  it.each([
    [[upper, failing, upper], "b"],
    [[failing, upper], "a"],
    [[upper, upper, failing], "c"],
  ] as const)("blames the transform that fails", async (handlers, plugin) => {
    const { run, codes, reported, running } = runnerOn(...handlers);
    await expect(read(await run(source("a", "b", "c")))).rejects.toMatchObject({
      code: "unavailable",
      message: `${plugin}'s transform of reply failed: no b`,
      cause: new Error("no b"),
    });
    expect(codes()).toEqual([`HOOK_FAILED ${plugin}`]);
    expect(reported[0]?.message).toContain("no b");
    await settle();
    expect(running()).toBe("0".repeat(handlers.length));
  });

  it("blames a transform also where it fails with nothing", async () => {
    const { run, codes } = runnerOn(upper, () => new TransformStream({ transform: (_, stream) => stream.error() }));
    await expect(read(await run(source("a")))).rejects.toMatchObject({
      code: "unavailable",
      message: "b's transform of reply failed: something that is no Error was thrown: undefined",
    });
    expect(codes()).toEqual(["HOOK_FAILED b"]);
  });

  it("blames a transform that puts an error of its own in the place of the one that came down to it", async () => {
    const broken = new ReadableStream<string>({ pull: (controller) => controller.error(new Error("vendor")) });
    const { run, codes } = runnerOn(upper, () => {
      const { readable, writable } = mapping((piece) => piece);
      const reader = readable.getReader();
      const pull = async () => {
        await reader.read().catch(() => Promise.reject(new Error("own")));
      };
      return { readable: new ReadableStream({ pull }, { highWaterMark: 0 }), writable };
    });
    await expect(read(await run(broken))).rejects.toMatchObject({ message: "b's transform of reply failed: own" });
    expect(codes()).toEqual(["HOOK_FAILED b"]);
  });

  it("blames nobody for an error of the source, which comes through as it is", async () => {
    const broken = new ReadableStream<string>({ pull: (controller) => controller.error(new Error("vendor")) });
    const { run, codes } = runnerOn(upper, upper);
    await expect(read(await run(broken))).rejects.toEqual(new Error("vendor"));
    expect(codes()).toEqual([]);
  });

  it("is refused to a caller whose source is being read, and keeps no instance for it", async () => {
    const read = source("a");
    read.getReader();
    const { run, codes, running } = runnerOn(upper);
    await expect(run(read)).rejects.toThrow(TypeError);
    expect([codes(), running()]).toEqual([[], "0"]);
  });

  it("tells the source when its reader has had enough, and lets the instances go", async () => {
    const cancel = vi.fn();
    const endless = new ReadableStream<string>({ pull: (controller) => controller.enqueue("a"), cancel });
    const { run, codes, running } = runnerOn(upper, upper);
    const reader = (await run(endless)).getReader();
    expect(await reader.read()).toMatchObject({ value: "A" });
    await reader.cancel("enough");
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
    expect([codes(), running()]).toEqual([[], "00"]);
  });
});
