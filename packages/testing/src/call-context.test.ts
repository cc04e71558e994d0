import type { CallContext } from "@mortise/sdk";
import { describe, expect, expectTypeOf, it } from "vitest";
import { callContext } from "./index.js";

const question = { kind: "confirm", message: "Delete it?" } as const;

describe("callContext [KIT-5]", () => {
  it("is whole when nothing is given", () => {
    const context = callContext();
    expectTypeOf(context).toExtend<CallContext>();
    expect(context).toMatchObject({ config: {}, userConfig: {}, events: [] });
    expect([context.signal.aborted, Object.isFrozen(context.config), Object.isFrozen(context.userConfig)]).toEqual([
      false,
      true,
      true,
    ]);
    expect("deadlineMs" in context).toBe(false);
  });

  it("carries what is given, typed", () => {
    const { signal } = new AbortController();
    const context = callContext({
      signal,
      deadlineMs: 50,
      requestId: "r1",
      user: { id: "ada" },
      config: { voice: "v" },
    });
    expectTypeOf(context.config).toEqualTypeOf<{ voice: string }>();
    expect(context).toMatchObject({ deadlineMs: 50, requestId: "r1", user: { id: "ada" }, config: { voice: "v" } });
    expect(context.signal).toBe(signal);
  });

  it("freezes a copy of the configs to the ground and leaves the test's own alone", () => {
    const config = { deep: { list: [{ n: 1 }] } };
    const context = callContext({ config, userConfig: config });
    expect(() => (context.config.deep.list[0] = { n: 2 })).toThrow(TypeError);
    expect(() => context.userConfig.deep.list.push({ n: 2 })).toThrow(TypeError);
    config.deep.list.push({ n: 3 });
    expect(context.config.deep.list).toEqual([{ n: 1 }]);
  });

  it("collects what is emitted, also through a member taken out of it", () => {
    const context = callContext();
    const { emit } = context;
    emit({ type: "status", data: "half" });
    emit({ type: "status", data: "done" });
    expect(context.events).toEqual([
      { type: "status", data: "half" },
      { type: "status", data: "done" },
    ]);
  });

  it("asks whoever answers, and nobody unless one is given", async () => {
    await expect(callContext().ask(question)).rejects.toMatchObject({ name: "CapabilityError", code: "unsupported" });
    const { ask } = callContext({ answer: ({ kind }) => `${kind}: yes` });
    expect(await ask(question)).toBe("confirm: yes");
    const failing = callContext({
      answer: () => {
        throw new Error("hung up");
      },
    });
    await expect(failing.ask(question)).rejects.toThrow("hung up");
  });

  it("stops asking when the call is aborted, before or midway", async () => {
    const abort = new AbortController();
    const { ask } = callContext({ signal: abort.signal, answer: () => new Promise(() => {}) });
    const midway = ask(question);
    abort.abort();
    await expect(midway).rejects.toMatchObject({ code: "aborted" });
    await expect(ask(question)).rejects.toMatchObject({ code: "aborted" });
  });
});
