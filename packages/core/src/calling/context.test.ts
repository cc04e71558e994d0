import { defineHook, type CallContext, type CallEvent, type CallUser, type JsonValue } from "@mortise/sdk";
import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { callingWith, handlerOf, providerOf, useOf } from "../../test/calling.js";
import type { Calling } from "./calling.js";
import type { CallBounds } from "./context.js";
import { createHookRunner } from "./hooks.js";
import { createInvoker } from "./invoke.js";

const seen = defineHook<string, unknown>()({ name: "seen", kind: "observe", summary: "", calledAt: "" });
const use = useOf("p", { userConfigSchema: { type: "object" } }, { size: 1 });

/** What a function makes of its context, called in both ways: as an operation and as a handler. */
async function contextOf(
  read: (context: CallContext) => unknown,
  bounds: CallBounds = {},
  more: Partial<Calling> = {},
): Promise<readonly unknown[]> {
  const calling = callingWith({}, more);
  const provider = providerOf({ execute: (_request: unknown, context: CallContext) => read(context) }, { use });
  const operation = (async () =>
    createInvoker({ ...calling, deadlineMs: 1000 })(provider, "execute", {}, bounds))().catch(
    (error: unknown) => error,
  );
  const handlers = [handlerOf("seen", (_event: never, context: never) => read(context), { use })];
  const { collect } = createHookRunner<{ seen: typeof seen }>({
    handlers: () => handlers,
    definition: () => seen,
    ...calling,
  });
  const [collected] = await collect("seen", "", bounds);
  return [await operation, collected && "error" in collected ? collected.error : collected?.result];
}

describe("the context of a call [CALL-5]", () => {
  it("says who and what the call is for, taken apart too", async () => {
    const scope = {
      requestId: "r1",
      user: { id: "u1" },
      session: { id: "s1" },
      request: { method: "POST", url: "/x", headers: {} },
      files: [{ name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array(1) }],
    };
    const read = ({ requestId, user, session, request, files }: CallContext) => ({
      requestId,
      user,
      session,
      request,
      files,
    });
    expect(await contextOf(read, scope)).toEqual([scope, scope]);
  });

  it("has its deadline, where it has one", async () => {
    expect(await contextOf(({ deadlineMs }) => deadlineMs)).toEqual([1000, 15_000]);
    expect((await contextOf(({ deadlineMs }) => deadlineMs, { deadlineMs: Infinity }))[0]).toBeUndefined();
  });

  it("has the config as it is now", async () => {
    const before = use.config;
    const late = async (context: CallContext) => {
      const first = context.config;
      use.config = { size: 2 };
      await new Promise(setImmediate);
      return [first, context.config];
    };
    expect(await contextOf(late)).toEqual([
      [{ size: 1 }, { size: 2 }],
      [{ size: 2 }, { size: 2 }],
    ]);
    use.config = before;
  });

  it("has one signal, however often it is read", async () => {
    expect(await contextOf((context) => context.signal === context.signal && !context.signal.aborted)).toEqual([
      true,
      true,
    ]);
  });
});

describe("what a user set [VAL-6]", () => {
  const user: CallUser = { id: "u1" };
  const ofUser = (_use: unknown, { id }: CallUser) => ({ for: id });

  it.each<[string, Calling["userConfigOf"] & object]>([
    ["at once", ofUser],
    ["later", async (...asked) => ofUser(...asked)],
  ])("is in the context, read %s", async (_name, userConfigOf) => {
    const told = await contextOf(({ userConfig }) => userConfig, { user }, { userConfigOf });
    expect(told).toEqual([{ for: "u1" }, { for: "u1" }]);
  });

  it("is each call's alone, whoever else calls at the same time", async () => {
    const userConfigOf = async (...asked: Parameters<typeof ofUser>) => {
      await new Promise((resolve) => setTimeout(resolve, asked[1].id === "u1" ? 5 : 1));
      return ofUser(...asked);
    };
    const read = async (context: CallContext) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return context.userConfig;
    };
    const all = await Promise.all(["u1", "u2", "u3"].map((id) => contextOf(read, { user: { id } }, { userConfigOf })));
    expect(all.flat()).toEqual(["u1", "u1", "u2", "u2", "u3", "u3"].map((id) => ({ for: id })));
  });

  it("is not asked for without a user, or of a plugin that has no schema for it", async () => {
    const userConfigOf = vi.fn();
    expect(await contextOf(({ userConfig }) => userConfig, {}, { userConfigOf })).toEqual([{}, {}]);
    const provider = providerOf({ execute: (_request: unknown, context: CallContext) => context.userConfig });
    const invoke = createInvoker({ ...callingWith({}, { userConfigOf }), deadlineMs: 1000 });
    expect(invoke(provider, "execute", {}, { user })).toEqual({});
    expect(userConfigOf).not.toHaveBeenCalled();
  });

  it("that cannot be read fails the call, and the function is not called", async () => {
    const read = vi.fn();
    const userConfigOf = async () => Promise.reject(new Error("not valid"));
    expect(await contextOf(read, { user }, { userConfigOf })).toEqual([new Error("not valid"), new Error("not valid")]);
    expect(read).not.toHaveBeenCalled();
  });
});

describe("telling and asking the caller [CALL-5]", () => {
  const question = { message: "Really?", kind: "confirm" } as const;

  it("reaches whoever listens", async () => {
    const heard: CallEvent[] = [];
    const emit = (event: CallEvent) => void heard.push(event);
    const ask = async (): Promise<JsonValue> => true;
    const read = async ({ emit: tell, ask: inquire }: CallContext) => {
      tell({ type: "status", data: "on it" });
      return inquire(question);
    };
    expect(await contextOf(read, { emit, ask })).toEqual([true, true]);
    expect(heard).toHaveLength(2);
  });

  it("does nothing, and is unsupported, where nobody does", async () => {
    const read = async ({ emit, ask }: CallContext) => (emit({ type: "status" }), ask(question));
    const refused = { code: "unsupported", message: "there is nobody who can be asked" };
    expect(await contextOf(read)).toMatchObject([refused, refused]);
  });

  it("leaves nothing on the signal once there is an answer, or none", async () => {
    const left: number[] = [];
    const read = async ({ ask, signal }: CallContext) => {
      const answer = await ask(question).catch(() => "none");
      left.push(getEventListeners(signal, "abort").length);
      return answer;
    };
    expect(await contextOf(read, { ask: async () => 5 })).toEqual([5, 5]);
    expect(await contextOf(read, { ask: () => Promise.reject(new Error("no")) })).toEqual(["none", "none"]);
    expect(left).toEqual([0, 0, 0, 0]);
  });

  it("asks nobody once the caller has gone away", async () => {
    const ask = vi.fn(async (): Promise<JsonValue> => true);
    const answers: unknown[] = [];
    for (const reader of [0, 1]) {
      const outer = new AbortController();
      const read = (context: CallContext) => {
        if (reader === 1) expect(context.signal.aborted).toBe(false);
        outer.abort();
        return context.ask(question).catch((error: unknown) => void answers.push(error));
      };
      await contextOf(read, { ask, signal: outer.signal });
    }
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    expect(answers).toMatchObject([{ code: "aborted" }, { code: "aborted" }]);
    expect(ask).not.toHaveBeenCalled();
  });

  it("ends with the call", async () => {
    const outer = new AbortController();
    const ask = () => new Promise<never>(() => {});
    const answers: unknown[] = [];
    const read = ({ ask: inquire }: CallContext) =>
      inquire(question).catch((error: unknown) => void answers.push(error));
    const asked = contextOf(read, { ask, signal: outer.signal });
    outer.abort();
    await asked;
    const aborted = { code: "aborted", message: "the question was aborted by its caller" };
    await vi.waitFor(() => expect(answers).toMatchObject([aborted, aborted]));
  });
});
