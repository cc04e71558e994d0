// Alone in its process: what others left running would be taken for its own.
import { defineHook } from "@mortise/sdk";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { callingWith, handlerOf, settle, useOf } from "../../test/calling.js";
import { activeCalls } from "./deadlines.js";
import { createHookRunner } from "./hooks.js";

const about = { summary: "", calledAt: "", deadlineMs: 2 };
const hooks = {
  rewrite: defineHook<string>()({ name: "rewrite", kind: "modify", merge: "chain", ...about }),
  guard: defineHook<string>()({ name: "guard", kind: "gate", ...about }),
  filter: defineHook<string>()({ name: "filter", kind: "gate", failure: "open", ...about }),
  seen: defineHook<string, string>()({ name: "seen", kind: "observe", ...about }),
} as const;

/** What a handler may do: `ok` is all that does not fail. */
const behaviours = {
  answer: { isOk: true, run: (text: string): unknown => text },
  promise: { isOk: true, run: async (text: string) => text },
  thenable: { isOk: true, run: (text: string) => ({ then: (resolve: (value: string) => void) => resolve(text) }) },
  throw: {
    isOk: false,
    run: () => {
      throw new Error("thrown");
    },
  },
  throwNothing: {
    isOk: false,
    run: () => {
      // oxlint-disable-next-line no-throw-literal, only-throw-error
      throw undefined;
    },
  },
  reject: { isOk: false, run: async () => Promise.reject(new Error("rejected")) },
  wrongShape: { isOk: false, run: () => 5 },
  wrongShapeLater: { isOk: false, run: async () => 5 },
  hang: { isOk: false, run: (_text: string, late: Late) => new Promise((resolve) => late.push(() => resolve("late"))) },
  rejectLate: {
    isOk: false,
    run: (_text: string, late: Late) => new Promise((_, reject) => late.push(() => reject(new Error("late")))),
  },
} as const;
type Late = (() => void)[];
type Behaviour = keyof typeof behaviours;

const some = fc.array(fc.constantFrom(...(Object.keys(behaviours) as Behaviour[])), { minLength: 1, maxLength: 6 });

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
process.on("unhandledRejection", onUnhandled);
afterEach(() => {
  if (unhandled.length > 0) throw new Error("a rejection was not handled", { cause: unhandled });
});

/** Handlers that behave so; each answers what it is given and its own place, in the shape that `shape` makes of that. */
function runnerOn(chosen: readonly Behaviour[], shape: (text: string) => unknown) {
  const late: Late = [];
  const uses = chosen.map((_, place) => useOf(`p${place}`));
  const handlers = chosen.map((name, place) => {
    const { isOk, run } = behaviours[name];
    const handler = (event: string) => run((isOk ? shape(`${event}${place}`) : event) as string, late);
    const use = uses[place];
    return handlerOf("any", handler, { plugin: `p${place}`, ...(use && { use }) });
  });
  const calling = callingWith({ breaker: { failures: 1000 } });
  const definition = (name: string) => hooks[name as keyof typeof hooks];
  const runner = createHookRunner<typeof hooks>({ handlers: () => handlers, definition, ...calling });
  /** Lets what hangs end, and looks at what is left. */
  const finish = async () => {
    for (const end of late) end();
    await settle();
    expect(uses.map(({ calls }) => calls)).toEqual(uses.map(() => 0));
    expect(activeCalls()).toEqual([]);
    for (const [place, name] of chosen.entries()) {
      const counters = calling.recorder.counters.get(`p${place}`);
      const wasCalled = calling.reported.some(({ plugin }) => plugin === `p${place}`);
      const hangs = wasCalled && (name === "hang" || name === "rejectLate");
      expect([counters?.timeouts ?? 0, counters?.late ?? 0]).toEqual(hangs ? [1, 1] : [0, 0]);
    }
  };
  return { ...runner, ...calling, finish };
}

const places = (chosen: readonly Behaviour[], isOk: boolean) =>
  chosen.flatMap((name, place) => (behaviours[name].isOk === isOk ? [place] : []));
const blamed = (chosen: readonly Behaviour[]) => places(chosen, false).map((place) => `p${place}`);

it("whatever handlers do, the others' results are joined, each fault is blamed once, and nothing is left [HOOK-10]", async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const { modify, reported, finish } = runnerOn(chosen, (text) => text);
      const ok = places(chosen, true);
      expect(await modify("rewrite", "-")).toBe(ok.length === 0 ? undefined : `-${ok.join("")}`);
      expect(reported.map(({ plugin }) => plugin)).toEqual(blamed(chosen));
      await finish();
    }),
    { numRuns: 150 },
  );
});

it("a gate that fails closed stops at the first fault; one that fails open passes over all [HOOK-3]", async () => {
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const ok = places(chosen, true);
      const [first] = blamed(chosen);
      const closed = runnerOn(chosen, (event) => ({ event }));
      const outcome = await closed.gate("guard", "-");
      if (first === undefined) expect(outcome).toEqual({ blocked: false, event: `-${ok.join("")}` });
      else expect(outcome).toMatchObject({ blocked: true, plugin: first });
      expect(closed.reported.map(({ plugin }) => plugin)).toEqual(first === undefined ? [] : [first]);
      await closed.finish();
      const open = runnerOn(chosen, (event) => ({ event }));
      expect(await open.gate("filter", "-")).toEqual({ blocked: false, event: `-${ok.join("")}` });
      expect(open.reported.map(({ plugin }) => plugin)).toEqual(blamed(chosen));
      await open.finish();
    }),
    { numRuns: 100 },
  );
});

it("those that are called together each give a result or an error, in order", async () => {
  const known: readonly Behaviour[] = ["wrongShape", "wrongShapeLater"];
  await fc.assert(
    fc.asyncProperty(some, async (chosen) => {
      const { collect, finish, reported } = runnerOn(chosen, (text) => text);
      const collected = await collect("seen", "-");
      const told = collected.map((one) => ("error" in one ? `${one.plugin} failed` : `${one.plugin} ${one.result}`));
      expect(told).toEqual(
        chosen.map((name, place) => {
          if (known.includes(name)) return `p${place} 5`;
          return behaviours[name].isOk ? `p${place} -${place}` : `p${place} failed`;
        }),
      );
      const faults = chosen.flatMap((name, place) =>
        behaviours[name].isOk || known.includes(name) ? [] : [`p${place}`],
      );
      expect(
        reported.map(({ plugin }) => plugin).toSorted((one, other) => one?.localeCompare(other ?? "") ?? 0),
      ).toEqual(faults);
      await finish();
    }),
    { numRuns: 100 },
  );
});
