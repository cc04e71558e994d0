import { defineHook } from "@mortise/sdk";
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
  const uses = handlers.map((_, index) => useOf("abc".charAt(index)));
  const registrations = handlers.map((handler, index) => {
    const use = uses[index];
    return handlerOf("reply", handler, { plugin: "abc".charAt(index), ...(use && { use }) });
  });
  const calling = callingWith();
  const runner = createHookRunner<{ reply: typeof reply }>({
    handlers: () => registrations,
    definition: () => reply,
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

  it("blames nobody for an error of the source, which comes through as it is", async () => {
    const broken = new ReadableStream<string>({ pull: (controller) => controller.error(new Error("vendor")) });
    const { run, codes } = runnerOn(upper, upper);
    await expect(read(await run(broken))).rejects.toEqual(new Error("vendor"));
    expect(codes()).toEqual([]);
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
