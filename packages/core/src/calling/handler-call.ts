import { ignoreOutcome, isMadeBy } from "../diagnostics/given-value.js";
import { CapabilityError, type HookDefinition } from "@mortise/sdk";
import { diagnose } from "../diagnostics/catalogue.js";
import { messageOf } from "../diagnostics/error.js";
import type { BreakerState } from "../loading/instance-use.js";
import { isUserConfigFault } from "../validation/user-config.js";
import { beginProbe, recordFailure, refusalOf } from "./breakers.js";
import { DeadlineError } from "./call-errors.js";
import type { Context, HookBounds } from "./context.js";
import { placeOfFault } from "./fault-place.js";
import type { HookPlan, Step } from "./plan.js";
import { watched } from "./tracing.js";
import { withUserConfig } from "./user-config.js";

/** One emission of a hook: what every call of a handler in it has in common. */
export interface Emission {
  readonly plan: HookPlan;
  readonly bounds: HookBounds;
  /** Its calls are counted, timed or traced. */
  readonly isWatched: boolean;
}

/** A result that the hook does not take. */
export class WrongResult {
  /** Why, in words. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }

  static [Symbol.hasInstance](value: unknown): value is WrongResult {
    return isMadeBy(WrongResult, value);
  }
}

/** Nobody waits for what a handler of a synchronous hook promises. */
export function refusePromise(promise: PromiseLike<unknown>): WrongResult {
  ignoreOutcome(promise);
  return new WrongResult("the hook is synchronous, and this is a promise");
}

/**
 * Lets a handler through whose plugin's operations fail: gives its breaker where this call is the probe, and an error
 * where it is not called. That is a failure, but not one to be told again.
 */
export function passBreaker({ use, plugin }: Step, plan: HookPlan): BreakerState | CapabilityError | undefined {
  const { operation, calling } = plan;
  const error = refusalOf(use, operation);
  if (error === undefined) return beginProbe(use, operation, calling.policy.breakerFor(plugin));
  if (calling.recorder.isOn) calling.recorder.of(plugin).failures += 1;
  return error;
}

/** Calls a handler: its user's config first, then its function. Throws and rejects as it does. */
export function callStep(step: Step, event: unknown, context: Context, emission: Emission): unknown {
  const call = () => run(step, event, context, emission);
  return step.hasUserConfig ? withUserConfig(step.use, context, emission.bounds, emission.plan.calling, call) : call();
}

function run({ plugin, run: handler }: Step, event: unknown, context: Context, emission: Emission): unknown {
  if (!emission.isWatched) return handler(event, context);
  const { name, kind } = emission.plan.definition;
  const trace = { plugin, kind: "hook", id: name, operation: kind, requestId: emission.bounds.requestId };
  return watched(trace, emission.plan.calling.recorder, () => handler(event, context));
}

/** Notes and reports that a handler failed, took too long, or answered what the hook does not take. */
export function recordFault(
  { plugin, use, deadlineMs }: Step,
  error: unknown,
  probe: BreakerState | undefined,
  { plan: { definition, operation, calling } }: Emission,
): void {
  const { name: hook, failure: policy } = definition;
  const parameters = { hook, policy, consequence: consequenceOf(policy) };
  const { report, recorder } = calling;
  const place = placeOfFault(use, error);
  if (isUserConfigFault(error)) report(error.diagnostic);
  else if (error instanceof DeadlineError) {
    recorder.of(plugin).timeouts += 1;
    report(diagnose("HOOK_TIMEOUT", { ...parameters, deadline: deadlineMs, id: plugin }, place));
  } else if (error instanceof WrongResult) {
    if (recorder.isOn) recorder.of(plugin).failures += 1;
    report(diagnose("HOOK_RESULT_INVALID", { ...parameters, reason: error.reason }, place));
  } else {
    report(diagnose("HOOK_FAILED", { ...parameters, reason: messageOf(error) }, place));
  }
  const cause = error instanceof WrongResult ? `it returned what the hook does not take: ${error.reason}` : error;
  recordFailure(use, operation, probe, cause, { policy: calling.policy.breakerFor(plugin), report });
}

function consequenceOf(policy: HookDefinition["failure"]): string {
  return policy === "closed" ? "what it guards was refused" : "the others went on";
}

/** What a hook that fails closed throws, unless it is a gate. */
export function refusal({ plugin }: Step, { definition: { name } }: HookPlan, cause: unknown): CapabilityError {
  const reason = cause instanceof WrongResult ? cause.reason : messageOf(cause);
  const message = `${plugin}'s handler of ${name} failed, and the hook fails closed: ${reason}`;
  return new CapabilityError(message, { code: "unavailable", cause });
}
