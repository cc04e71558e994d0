import { CapabilityError, defineHook, type CallContext, type GateResult } from "@mortise/sdk";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createHookRunner } from "./hooks.js";

interface Text {
  readonly text: string;
}
const about = { summary: "", calledAt: "" };
const hooks = {
  seen: defineHook<Text>()({ name: "seen", kind: "observe", ...about }),
  pick: defineHook<Text, { readonly choice: string }>()({ name: "pick", kind: "modify", merge: "first", ...about }),
  rewrite: defineHook<Text>()({ name: "rewrite", kind: "modify", merge: "chain", ...about }),
  gather: defineHook<Text, { readonly lines: readonly string[]; readonly title?: string }>()({
    name: "gather",
    kind: "modify",
    merge: "concat",
    ...about,
  }),
  limit: defineHook<
    Text,
    { readonly model?: string; readonly system?: readonly string[]; readonly allow?: readonly string[] }
  >()({
    name: "limit",
    kind: "modify",
    merge: { model: "first", system: "concat", allow: "intersect" },
    ...about,
  }),
  take: defineHook<Text, { readonly by: string }>()({ name: "take", kind: "claim", ...about }),
  guard: defineHook<Text>()({ name: "guard", kind: "gate", ...about }),
  filter: defineHook<Text>()({ name: "filter", kind: "gate", failure: "open", ...about }),
} as const;
type Name = keyof typeof hooks;
type Handler = (event: Text, context: CallContext) => unknown;

const event = { text: "hello" };
const never = new Promise<never>(() => {});
const fail = (): never => {
  throw new Error("no");
};

/** A runner on these handlers, of plugins a, b, c …, all of one hook. */
function runnerOn(hook: Name, ...handlers: readonly Handler[]) {
  const reported: Diagnostic[] = [];
  const registrations = handlers.map((handler, index) => ({
    plugin: "abcdef".charAt(index),
    hook,
    priority: 0,
    handler: handler as (event: unknown, context: unknown) => unknown,
  }));
  const runner = createHookRunner<typeof hooks>({
    handlers: () => registrations,
    definition: (name) => hooks[name as Name],
    deadlineOf: (plugin) => (plugin === "f" ? 1 : undefined),
    report: (diagnostic) => reported.push(diagnostic),
  });
  return { ...runner, reported, codes: () => reported.map(({ code, plugin }) => `${code} ${plugin}`) };
}

it("each kind has its runner, and the compiler refuses the others", () => {
  const { modify, gate } = runnerOn("pick");
  expectTypeOf(modify<"pick">).returns.resolves.toEqualTypeOf<{ readonly choice: string } | undefined>();
  expectTypeOf(gate<"guard">)
    .parameter(1)
    .toEqualTypeOf<Text>();
  // @ts-expect-error: seen is an observe hook
  void modify("seen", event);
  // @ts-expect-error: pick is a modify hook
  void gate("pick", event);
  expect.assertions(0);
});

describe("observe", () => {
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

describe("modify", () => {
  it("first: the first answer counts and the rest are not asked", async () => {
    const last = vi.fn();
    const { modify } = runnerOn(
      "pick",
      () => undefined,
      () => null,
      async () => ({ choice: "b" }),
      last,
    );
    expect(await modify("pick", event)).toEqual({ choice: "b" });
    expect(last).not.toHaveBeenCalled();
  });

  it("chain: each gets what the one before made of it", async () => {
    const add = (more: string) => (given: Text) => ({ text: given.text + more });
    const { modify } = runnerOn(
      "rewrite",
      add("1"),
      () => undefined,
      async (given) => add("2")(given),
    );
    expect(await modify("rewrite", event)).toEqual({ text: "hello12" });
  });

  it("concat: lists are joined in order, of anything else the first stays", async () => {
    const { modify } = runnerOn(
      "gather",
      () => ({ lines: ["1"] }),
      async () => ({ lines: ["2"], title: "b" }),
      () => ({ lines: [], title: "c" }),
    );
    expect(await modify("gather", event)).toEqual({ lines: ["1", "2"], title: "b" });
  });

  it("goes on without those that fail or answer what cannot be joined", async () => {
    const { modify, codes } = runnerOn(
      "gather",
      fail,
      () => "text",
      () => [1],
      async () => fail(),
      () => ({ lines: ["5"] }),
    );
    expect(await modify("gather", event)).toEqual({ lines: ["5"] });
    expect(codes()).toEqual(["HOOK_FAILED a", "HOOK_RESULT_INVALID b", "HOOK_RESULT_INVALID c", "HOOK_FAILED d"]);
  });

  it("does not hand the next handler an event of another kind", async () => {
    const last = vi.fn();
    const { modify, codes } = runnerOn("rewrite", () => "not a Text", last);
    expect(await modify("rewrite", event)).toBeUndefined();
    expect(last).toHaveBeenCalledWith(event, expect.anything());
    expect(codes()).toEqual(["HOOK_RESULT_INVALID a"]);
  });

  it("gives nothing where nobody answered", async () => {
    expect(await runnerOn("gather", () => undefined).modify("gather", event)).toBeUndefined();
  });

  it("joins each member in its own way where the hook says how", async () => {
    const { modify, codes } = runnerOn(
      "limit",
      () => ({ model: "a", system: ["1"] }),
      () => ({ model: "b", allow: ["x", "y", "z"] }),
      () => "nonsense",
      () => ({ system: ["2"], allow: ["z", "y"] }),
    );
    expect(await modify("limit", event)).toEqual({ model: "a", system: ["1", "2"], allow: ["y", "z"] });
    expect(codes()).toEqual(["HOOK_RESULT_INVALID c"]);
  });
});

describe("claim", () => {
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

describe("gate", () => {
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
    expect(await runnerOn("guard", () => ({ block: true })).gate("guard", event)).toMatchObject({
      blocked: true,
      reason: "no reason was given",
    });
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

describe("a handler's time", () => {
  it("is the operator's, else its own, else the hook's; past it the handler is aborted and told of", async () => {
    vi.useFakeTimers();
    try {
      const signals: AbortSignal[] = [];
      const hang = (_event: Text, { signal }: CallContext) => (signals.push(signal), never);
      const { observe, codes, reported } = runnerOn(
        "seen",
        () => {},
        () => {},
        () => {},
        () => {},
        hang,
        hang,
      );
      const observed = observe("seen", event);
      await vi.advanceTimersByTimeAsync(1);
      expect(codes()).toEqual(["HOOK_TIMEOUT f"]);
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
      await vi.advanceTimersByTimeAsync(hooks.seen.deadlineMs);
      await observed;
      expect(codes()).toEqual(["HOOK_TIMEOUT f", "HOOK_TIMEOUT e"]);
      expect(reported[0]?.message).toContain("longer than 1 ms");
      expect(reported[0]?.help).toContain("plugins.entries.f.deadlineMs");
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
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

describe("when the caller goes away", () => {
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

describe("a hook without handlers", () => {
  it("costs neither a promise nor a look at its definition", async () => {
    const definition = vi.fn();
    const runner = createHookRunner<typeof hooks>({
      handlers: () => [],
      definition,
      deadlineOf: definition,
      report: definition,
    });
    const emitted = [runner.observe("seen", event), runner.modify("pick", event), runner.claim("take", event)];
    expect(new Set<unknown>(emitted).size).toBe(1);
    expect(await emitted[0]).toBeUndefined();
    expect(await runner.gate("guard", event)).toEqual({ blocked: false, event });
    expect(definition).not.toHaveBeenCalled();
  });
});
