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
