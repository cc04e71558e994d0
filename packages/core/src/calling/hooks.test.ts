import type { HookDefinition } from "@mortise/sdk";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { callingWith, handlerOf } from "../../test/calling.js";
import { event, hooks, type Name, never, runnerOn, runnerWith, type Text } from "../../test/hook-runner.js";
import { createHookRunner } from "./hooks.js";

it("each kind has its runner, and the compiler refuses the others [HOOK-1]", () => {
  const { modify, gate } = runnerOn("pick");
  type Choice = { readonly choice: string } | undefined;
  expectTypeOf(modify<"pick">).returns.toEqualTypeOf<Choice | Promise<Choice>>();
  expectTypeOf(modify<"now">).returns.toEqualTypeOf<Choice>();
  expectTypeOf(gate<"guard">)
    .parameter(1)
    .toEqualTypeOf<Text>();
  // @ts-expect-error: seen is an observe hook
  void modify("seen", event);
  // @ts-expect-error: pick is a modify hook
  void gate("pick", event);
  expect.assertions(0);
});

describe("when the caller goes away [CALL-2]", () => {
  it("handlers are aborted, and none is blamed", async () => {
    const outer = new AbortController();
    const late = vi.fn();
    const { modify, codes } = runnerOn("pick", () => never, late);
    const modified = modify("pick", event, { signal: outer.signal });
    outer.abort();
    expect(await modified).toBeUndefined();
    expect(late).not.toHaveBeenCalled();
    expect(codes()).toEqual([]);
  });

  it("a closed gate stays closed", async () => {
    const { gate, codes } = runnerOn("guard", () => undefined);
    expect(await gate("guard", event, { signal: AbortSignal.abort() })).toMatchObject({ blocked: true });
    expect(codes()).toEqual([]);
  });
});

describe("when nobody waits", () => {
  it.each(["seen", "pick", "rewrite", "gather", "take", "guard"] as const)("%s gives no promise", (name) => {
    const { kind } = hooks[name];
    const runner = runnerOn(
      name,
      () => undefined,
      () => null,
    ) as never as Record<string, (n: Name, e: Text) => unknown>;
    expect(runner[kind]?.(name, event)).not.toBeInstanceOf(Promise);
    const waiting = runnerOn(
      name,
      () => undefined,
      async () => undefined,
    ) as never as typeof runner;
    expect(waiting[kind]?.(name, event)).toBeInstanceOf(Promise);
  });

  it("a hook without handlers does not even look at its definition", () => {
    const definition = vi.fn();
    const runner = createHookRunner<typeof hooks>({ handlers: () => [], definition, ...callingWith() });
    expect([runner.observe("seen", event), runner.modify("pick", event), runner.claim("take", event)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(runner.collect("seen", event)).toEqual([]);
    expect(runner.gate("guard", event)).toEqual({ blocked: false, event });
    const source = new ReadableStream<never>();
    expect((runner.stream as (...given: unknown[]) => unknown)("pipe", event, source)).toBe(source);
    expect(definition).not.toHaveBeenCalled();
  });
});

describe("a synchronous hook [HOOK-1]", () => {
  it("gives its result at once, and refuses promises", async () => {
    const { modify, codes, reported } = runnerOn(
      "now",
      async () => ({ choice: "late" }),
      () => Promise.reject(new Error("nobody hears this")),
      () => ({ choice: "c" }),
    );
    expect(modify("now", event)).toEqual({ choice: "c" });
    expect(codes()).toEqual(["HOOK_RESULT_INVALID a", "HOOK_RESULT_INVALID b"]);
    expect(reported[0]?.message).toContain("the hook is synchronous");
    await new Promise(setImmediate);
  });

  it("of those that observe, too", () => {
    const { collect, codes } = runnerOn(
      "hear",
      () => "a",
      async () => "b",
    );
    expect(collect("hear", event)).toEqual([
      { plugin: "a", result: "a" },
      { plugin: "b", error: expect.any(TypeError) as TypeError },
    ]);
    expect(codes()).toEqual(["HOOK_RESULT_INVALID b"]);
  });
});

describe("the definition of a hook", () => {
  it.each([
    ["seen", false],
    ["shop:placed", true],
  ])("%s may change while its handlers stay: %s", (name, isCustom) => {
    let definition: HookDefinition = { ...hooks.gather, name, merge: "first" };
    const handlers = [handlerOf(name, () => ({ lines: ["a"] })), handlerOf(name, () => ({ lines: ["b"] }))];
    const options = { handlers: () => handlers, definition: () => definition, ...callingWith() };
    const modify = createHookRunner<typeof hooks>(options).modify as (hook: string, given: Text) => unknown;
    expect(modify(name, event)).toEqual({ lines: ["a"] });
    definition = { ...definition, merge: "concat" };
    expect(modify(name, event)).toEqual({ lines: isCustom ? ["a", "b"] : ["a"] });
  });
});

describe("a filter [HOOK-7]", () => {
  it("keeps a handler from being called at all", async () => {
    const [wanted, unwanted] = [vi.fn(), vi.fn()];
    const registrations = [
      handlerOf("seen", unwanted, { plugin: "a", filter: { text: "bye*" } }),
      handlerOf("seen", wanted, { plugin: "b", filter: { text: "hel*" } }),
    ];
    const { collect } = runnerWith("seen", [], { handlers: () => registrations });
    expect(await collect("seen", event)).toEqual([{ plugin: "b", result: undefined }]);
    expect([wanted.mock.calls.length, unwanted.mock.calls.length]).toEqual([1, 0]);
  });

  it("sees the event as the handler would be given it", () => {
    const registrations = [
      handlerOf("rewrite", () => ({ text: "bye" }), { plugin: "a" }),
      handlerOf("rewrite", () => ({ text: "not hello any more" }), { plugin: "b", filter: { text: "hello" } }),
      handlerOf("rewrite", () => ({ text: "indeed" }), { plugin: "c", filter: { text: "bye" } }),
    ];
    const { modify } = runnerWith("rewrite", [], { handlers: () => registrations });
    expect(modify("rewrite", event)).toEqual({ text: "indeed" });
  });
});
