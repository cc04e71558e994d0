import type { HookDefinition } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { HookRegistration } from "../loading/registration.js";
import { callBounded, DeadlineError, isPromiseLike } from "./bounded.js";
import type { CallBounds } from "./context.js";

/** What calling handlers needs. */
export interface HandlerCallOptions {
  definition(hook: string): HookDefinition;
  /** The operator's deadline for a plugin's handlers, in milliseconds. */
  deadlineOf(plugin: string): number | undefined;
  report(diagnostic: Diagnostic): void;
}

/** Bounds of one emission. */
export type HookBounds = Pick<CallBounds, "signal" | "requestId">;

/** What a handler's failure becomes; no handler can return it. */
export const failed: unique symbol = Symbol("failed");

/** Calls one handler. A failure is reported and becomes `failed`. Synchronous where the handler is. */
export function callHandler(
  handler: HookRegistration,
  event: unknown,
  bounds: HookBounds,
  options: HandlerCallOptions,
): unknown {
  const { plugin, hook } = handler;
  const deadlineMs = options.deadlineOf(plugin) ?? handler.deadlineMs ?? options.definition(hook).deadlineMs;
  const fail = (error: unknown): typeof failed => {
    // When the caller goes away, the handler is not to blame.
    if (bounds.signal?.aborted !== true) reportFailure(error, handler, deadlineMs, options);
    return failed;
  };
  try {
    const what = () => `${plugin}'s handler of ${hook}`;
    const result = callBounded(what, (context) => handler.handler(event, context), { ...bounds, deadlineMs });
    return isPromiseLike(result) ? result.then(undefined, fail) : result;
  } catch (error) {
    return fail(error);
  }
}

function reportFailure(
  error: unknown,
  handler: HookRegistration,
  deadline: number,
  { definition, report }: HandlerCallOptions,
): void {
  const { plugin, hook } = handler;
  const { failure: policy } = definition(hook);
  const parameters = { hook, policy, consequence: consequenceOf(policy) };
  report(
    error instanceof DeadlineError
      ? diagnose("HOOK_TIMEOUT", { ...parameters, deadline, id: plugin }, { plugin })
      : diagnose("HOOK_FAILED", { ...parameters, reason: messageOf(error) }, { plugin }),
  );
}

/** Reports a result that the hook does not take; it counts as a failure. */
export function refuseResult(
  { plugin, hook }: HookRegistration,
  reason: string,
  { definition, report }: HandlerCallOptions,
): typeof failed {
  const { failure: policy } = definition(hook);
  report(diagnose("HOOK_RESULT_INVALID", { hook, policy, consequence: consequenceOf(policy), reason }, { plugin }));
  return failed;
}

function consequenceOf(policy: HookDefinition["failure"]): string {
  return policy === "closed" ? "what it guards was refused" : "the others went on";
}
