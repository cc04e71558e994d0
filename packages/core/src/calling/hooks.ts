import type { GateResult, HookDefinition, HookEvent, HookMap, HookResult } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { HookRegistration } from "../loading/registration.js";
import { callBounded, DeadlineError, isPromiseLike } from "./bounded.js";
import type { CallBounds } from "./context.js";

/** The names of the hooks of a list that are of one kind; the compiler refuses the wrong runner. */
export type HooksOfKind<Hooks extends HookMap, Kind extends HookDefinition["kind"]> = {
  [Name in keyof Hooks & string]: Hooks[Name]["kind"] extends Kind ? Name : never;
}[keyof Hooks & string];

/** What the runner needs. */
export interface HookRunnerOptions {
  /** The handlers in order, at the time of asking. */
  handlers(hook: string): readonly HookRegistration[];
  definition(hook: string): HookDefinition;
  /** The operator's deadline for a plugin's handlers, in milliseconds. */
  deadlineOf(plugin: string): number | undefined;
  report(diagnostic: Diagnostic): void;
}

/** What came of a gate. */
export type GateOutcome<Event> =
  | { readonly blocked: false; readonly event: Event }
  | { readonly blocked: true; readonly reason: string; readonly plugin: string };

/** Bounds of one emission. */
export type HookBounds = Pick<CallBounds, "signal" | "requestId">;

/** Calls the handlers of hooks: one runner for each kind. */
export interface HookRunner<Hooks extends HookMap> {
  /** Calls all handlers together and ignores what they return. Resolves when the last has ended. */
  observe<Name extends HooksOfKind<Hooks, "observe">>(hook: Name, event: HookEvent<Hooks[Name]>, bounds?: HookBounds): Promise<void>;
  /** Calls the handlers in order and joins their results as the hook says; nothing where none gave one. */
  modify<Name extends HooksOfKind<Hooks, "modify">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order until one claims the event. */
  claim<Name extends HooksOfKind<Hooks, "claim">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<HookResult<Hooks[Name]> | undefined>;
  /** Calls the handlers in order; each may replace the event or block it. */
  gate<Name extends HooksOfKind<Hooks, "gate">>(
    hook: Name,
    event: HookEvent<Hooks[Name]>,
    bounds?: HookBounds,
  ): Promise<GateOutcome<HookEvent<Hooks[Name]>>>;
}

interface Failed {
  readonly failed: true;
}

const failed: Failed = { failed: true };

/** Makes the runner. Nothing else calls a handler. */
export function createHookRunner<Hooks extends HookMap>(options: HookRunnerOptions): HookRunner<Hooks> {
  const run = (handler: HookRegistration, event: unknown, bounds: HookBounds) => callHandler(handler, event, bounds, options);
  return {
    async observe(hook, event, bounds = {}) {
      await Promise.all(options.handlers(hook).map((handler) => run(handler, event, bounds)));
    },
    async modify(hook, event, bounds = {}) {
      const { merge = "first" } = options.definition(hook);
      return (await modify(options.handlers(hook), merge, event, (handler, given) => run(handler, given, bounds))) as never;
    },
    async claim(hook, event, bounds = {}) {
      for (const handler of options.handlers(hook)) {
        const result = await run(handler, event, bounds);
        if ((result as { handled?: unknown } | undefined)?.handled === true) return result as never;
      }
      return undefined;
    },
    async gate(hook, event, bounds = {}) {
      const { failure } = options.definition(hook);
      let current: unknown = event;
      for (const handler of options.handlers(hook)) {
        const result = (await run(handler, current, bounds)) as GateResult<unknown> | Failed | undefined;
        const answer = gateAnswer(result, handler, options);
        if (answer === "failed" && failure === "closed") {
          return { blocked: true, reason: `${handler.plugin} failed, and the hook fails closed`, plugin: handler.plugin };
        }
        if (typeof answer !== "object") continue;
        if (answer.block === true) return { blocked: true, reason: answer.reason, plugin: handler.plugin };
        current = answer.event;
      }
      return { blocked: false, event: current as never };
    },
  };
}

async function modify(
  handlers: readonly HookRegistration[],
  merge: NonNullable<HookDefinition["merge"]>,
  event: unknown,
  run: (handler: HookRegistration, event: unknown) => unknown,
): Promise<unknown> {
  let merged: unknown;
  for (const handler of handlers) {
    const given = merge === "chain" && merged !== undefined ? merged : event;
    const result = run(handler, given);
    const settled = isPromiseLike(result) ? await result : result;
    if (settled === undefined || settled === failed) continue;
    if (merge === "first") return settled;
    merged = merge === "concat" ? concat(merged, settled) : settled;
  }
  return merged;
}

/** Joins two results member by member: lists are joined, of anything else the first stays. */
function concat(one: unknown, other: unknown): unknown {
  if (one === undefined) return other;
  const joined: Record<string, unknown> = { ...(other as object), ...(one as object) };
  for (const [key, value] of Object.entries(other as object)) {
    const first = (one as Record<string, unknown>)[key];
    if (Array.isArray(first) && Array.isArray(value)) joined[key] = [...(first as unknown[]), ...(value as unknown[])];
  }
  return joined;
}

function gateAnswer(
  result: GateResult<unknown> | Failed | undefined,
  handler: HookRegistration,
  options: HookRunnerOptions,
): GateResult<unknown> | "failed" | "pass" {
  if (result === undefined) return "pass";
  if (typeof result === "object" && result !== null) {
    if ("failed" in result) return "failed";
    if (("block" in result && result.block === true) || "event" in result) return result as GateResult<unknown>;
  }
  const reason = "a gate takes { block: true, reason } or { event }";
  report("HOOK_RESULT_INVALID", handler, options, { reason });
  return "failed";
}

/** Calls one handler; a failure is reported and becomes `failed`. Synchronous where the handler is. */
function callHandler(handler: HookRegistration, event: unknown, bounds: HookBounds, options: HookRunnerOptions): unknown {
  const { plugin, hook, deadlineMs: own } = handler;
  const deadlineMs = options.deadlineOf(plugin) ?? own ?? options.definition(hook).deadlineMs;
  const fail = (error: unknown) => {
    if (error instanceof DeadlineError) report("HOOK_TIMEOUT", handler, options, { deadline: deadlineMs });
    else report("HOOK_FAILED", handler, options, { reason: messageOf(error) });
    return failed;
  };
  try {
    const call = `${plugin}'s handler of ${hook}`;
    const result = callBounded(call, (context) => handler.handler(event, context), { ...bounds, deadlineMs });
    return isPromiseLike(result) ? result.then(undefined, fail) : result;
  } catch (error) {
    return fail(error);
  }
}

function report(
  code: "HOOK_FAILED" | "HOOK_TIMEOUT" | "HOOK_RESULT_INVALID",
  { plugin, hook }: HookRegistration,
  options: HookRunnerOptions,
  details: { readonly reason?: string; readonly deadline?: number },
): void {
  const policy = options.definition(hook).failure;
  const consequence = policy === "closed" ? "what it guards was refused" : "the others went on";
  const { reason = "", deadline = 0 } = details;
  options.report(diagnose(code, { hook, policy, consequence, reason, deadline, id: plugin } as never, { plugin }));
}
