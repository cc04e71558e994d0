import { defineHook, type CallContext } from "@mortise/sdk";
import { createHookRunner, type HookRunnerOptions } from "../src/calling/hooks.js";
import { callingWith, handlerOf } from "./calling.js";

/** The event of the hooks. */
export interface Text {
  readonly text: string;
}
const about = { summary: "", calledAt: "" };
/** Hooks of every kind. */
export const hooks = {
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
  meet: defineHook<Text, { readonly allow?: readonly string[]; readonly title?: string }>()({
    name: "meet",
    kind: "modify",
    merge: "intersect",
    ...about,
  }),
  sum: defineHook<Text, number>()({
    name: "sum",
    kind: "modify",
    merge: (merged, result, event) => (merged as number) + (result as number) * (event as Text).text.length,
    ...about,
  }),
  strict: defineHook<Text>()({ name: "strict", kind: "modify", merge: "chain", failure: "closed", ...about }),
  witness: defineHook<Text, string>()({ name: "witness", kind: "observe", failure: "closed", ...about }),
  now: defineHook<Text, { readonly choice: string }>()({ name: "now", kind: "modify", sync: true, ...about }),
  patient: defineHook<Text, unknown>()({ ...about, name: "patient", kind: "observe", deadlineMs: Infinity }),
  hear: defineHook<Text, string>()({ name: "hear", kind: "observe", sync: true, ...about }),
  take: defineHook<Text, { readonly by: string }>()({ name: "take", kind: "claim", ...about }),
  guard: defineHook<Text>()({ name: "guard", kind: "gate", ...about }),
  filter: defineHook<Text>()({ name: "filter", kind: "gate", failure: "open", ...about }),
} as const;
/** A hook's name. */
export type Name = keyof typeof hooks;
/** A handler as a test writes it. */
export type Handler = (event: Text, context: CallContext) => unknown;

/** What is emitted unless told otherwise. */
export const event: Text = { text: "hello" };
/** What a handler gives that hangs. */
export const never = new Promise<never>(() => {});
/** A handler that fails. */
export const fail = (): never => {
  throw new Error("no");
};

/** A runner on these handlers, of plugins a, b, c …, all of one hook. */
export function runnerOn(hook: Name, ...handlers: readonly Handler[]) {
  return runnerWith(hook, handlers);
}

/** The same, with other options. */
export function runnerWith(hook: Name, handlers: readonly Handler[], more: Partial<HookRunnerOptions> = {}) {
  const registrations = handlers.map((handler, index) => {
    const plugin = "abcdef".charAt(index);
    return handlerOf(hook, handler, { plugin });
  });
  const calling = callingWith({ entries: { f: { deadlineMs: 1 } } });
  const runner = createHookRunner<typeof hooks>({
    handlers: () => registrations,
    definition: (name) => hooks[name as Name],
    ...calling,
    ...more,
  });
  return { ...runner, ...calling, registrations };
}
