import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { event, fail, type Handler, hooks, runnerOn, runnerWith, type Text } from "../../test/hook-runner.js";

describe("modify [HOOK-2]", () => {
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

  it("first: also where the hook does not say how", () => {
    const last = vi.fn();
    const { modify } = runnerOn("now", () => ({ choice: "a" }), last);
    expect(modify("now", event)).toEqual({ choice: "a" });
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

  it("concat: each is given the event itself", () => {
    const second = vi.fn();
    void runnerOn("gather", () => ({ lines: ["1"] }), second).modify("gather", event);
    expect(second).toHaveBeenCalledExactlyOnceWith(event, expect.anything());
  });

  it("goes on without those that fail or answer what cannot be joined", async () => {
    const { modify, codes, reported } = runnerOn(
      "gather",
      fail,
      () => "text",
      () => [1],
      async () => fail(),
      () => ({ lines: ["5"] }),
    );
    expect(await modify("gather", event)).toEqual({ lines: ["5"] });
    expect(codes()).toEqual(["HOOK_FAILED a", "HOOK_RESULT_INVALID b", "HOOK_RESULT_INVALID c", "HOOK_FAILED d"]);
    expect(reported[1]?.message).toContain("results are joined, so each is an object");
  });

  it("does not hand the next handler an event of another kind", async () => {
    const last = vi.fn();
    const { modify, codes, reported } = runnerOn("rewrite", () => "not a Text", last);
    expect(await modify("rewrite", event)).toBeUndefined();
    expect(last).toHaveBeenCalledWith(event, expect.anything());
    expect(codes()).toEqual(["HOOK_RESULT_INVALID a"]);
    expect(reported[0]?.message).toContain("the result is the next handler's event, so it is of the same kind");
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

  it.each([
    ["keeps the first list of what is not to be joined", { model: ["a"] }, { model: ["b"] }, { model: ["a"] }],
    ["joins lists of what the hook does not name", { notes: ["a"] }, { notes: ["b"] }, { notes: ["a", "b"] }],
    ["keeps the first where the other is no list", { system: ["a"] }, { system: "b" }, { system: ["a"] }],
    ["keeps the first where only the other is a list", { system: "a" }, { system: ["b"] }, { system: "a" }],
    [
      "takes no member for its rule that is not the hook's own",
      { valueOf: [1] },
      { valueOf: [2] },
      { valueOf: [1, 2] },
    ],
  ])("%s", (_rule, one, other, joined) => {
    const { modify } = runnerOn(
      "limit",
      () => one,
      () => other,
    );
    expect(modify("limit", event)).toEqual(joined);
  });
});

describe("joining", () => {
  it("intersect: what is in all lists; of anything else the first stays", () => {
    const { modify } = runnerOn(
      "meet",
      () => ({ allow: ["x", "y", "z"], title: "a" }),
      () => ({ title: "b" }),
      () => ({ allow: ["z", "x"] }),
    );
    expect(modify("meet", event)).toEqual({ allow: ["x", "z"], title: "a" });
  });

  it("is the application's own function's business, from the second result on", async () => {
    const { modify } = runnerOn(
      "sum",
      () => 1,
      async () => 2,
      () => undefined,
      () => 3,
    );
    expect(await modify("sum", event)).toBe(1 + 2 * 5 + 3 * 5);
  });

  it.each([false, true])(
    "fails for the caller where the application's function throws (awaited: %s)",
    async (isAwaited) => {
      const sum = { ...hooks.sum, merge: fail };
      const handler = (): unknown => (isAwaited ? Promise.resolve(1) : 1);
      const { modify, codes } = runnerWith("sum", [handler, handler], { definition: () => sum });
      if (isAwaited) await expect(modify("sum", event)).rejects.toThrow("no");
      else expect(() => modify("sum", event)).toThrow("no");
      expect(codes()).toEqual([]);
    },
  );

  it.each([false, true])(
    "fails also where the function throws nothing, and leaves nothing on the caller's signal (awaited: %s)",
    async (isAwaited) => {
      const { signal } = new AbortController();
      const merge = (): never => {
        // oxlint-disable-next-line no-throw-literal, only-throw-error
        throw undefined;
      };
      const handler: Handler = (_event, context) => {
        context.signal.throwIfAborted();
        return isAwaited ? Promise.resolve(1) : 1;
      };
      const { modify } = runnerWith("sum", [handler, handler], { definition: () => ({ ...hooks.sum, merge }) });
      const failed = vi.fn();
      await (async () => modify("sum", event, { signal }))().catch(failed);
      expect(failed).toHaveBeenCalledExactlyOnceWith(undefined);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    },
  );
});

describe("a hook that fails closed [HOOK-10]", () => {
  it.each<[string, Handler]>([
    ["throws", fail],
    ["rejects", async () => fail()],
    ["answers nonsense", () => 5],
  ])("refuses when a handler %s, and asks nobody else", async (_name, handler) => {
    const last = vi.fn();
    const { modify, codes } = runnerOn("strict", handler, last);
    await expect((async () => modify("strict", event))()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("a's handler of strict failed, and the hook fails closed") as string,
    });
    expect(last).not.toHaveBeenCalled();
    expect(codes()).toHaveLength(1);
  });
});
