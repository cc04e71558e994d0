import type { GateResult } from "@mortise/sdk";
import type { HookRegistration } from "../loading/registration.js";
import { isPromiseLike } from "./bounded.js";
import { callHandler, failed, refuseResult, type HandlerCallOptions, type HookBounds } from "./handler-call.js";

/** What came of a gate. */
export type GateOutcome<Event> =
  | { readonly blocked: false; readonly event: Event }
  | { readonly blocked: true; readonly reason: string; readonly plugin: string };

/** Calls handlers in order; each may replace the event or block it, and a block stops the rest. */
export async function gate(
  handlers: readonly HookRegistration[],
  event: unknown,
  bounds: HookBounds,
  options: HandlerCallOptions,
): Promise<GateOutcome<unknown>> {
  let current = event;
  for (const handler of handlers) {
    const { plugin, hook } = handler;
    const called = callHandler(handler, current, bounds, options);
    const answer = readAnswer(isPromiseLike(called) ? await called : called, handler, options);
    if (answer === failed) {
      if (options.definition(hook).failure === "open") continue;
      return { blocked: true, reason: `${plugin} failed, and the hook fails closed`, plugin };
    }
    if (answer === undefined) continue;
    if (answer.block === true) return { blocked: true, reason: answer.reason, plugin };
    current = answer.event;
  }
  return { blocked: false, event: current };
}

function readAnswer(
  result: unknown,
  handler: HookRegistration,
  options: HandlerCallOptions,
): GateResult<unknown> | typeof failed | undefined {
  if (result === undefined || result === null) return undefined;
  if (result === failed) return failed;
  const { block, reason, event } = result as {
    readonly block?: unknown;
    readonly reason?: unknown;
    readonly event?: unknown;
  };
  if (block === true)
    return { block, reason: typeof reason === "string" && reason !== "" ? reason : "no reason was given" };
  if ((block === undefined || block === false) && event !== undefined) return { event };
  if (block === false) return undefined;
  return refuseResult(handler, "a gate takes { block: true, reason } or { event }", options);
}
