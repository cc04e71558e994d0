import { CapabilityError } from "@mortise/sdk";
import type { BreakerPolicy } from "../config/call-policy.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticPlace } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { BreakerState, InstanceUse } from "../loading/instance-use.js";
import { isUserConfigFault } from "../validation/user-config.js";
import { isCallersFault } from "./call-errors.js";
import { placeOfFault } from "./fault-place.js";

/** What an operation's breaker looks like from outside. */
export interface BreakerReport {
  /** Such as `speech:espeak synthesize`, `hook:llm_input`. */
  readonly operation: string;
  /** Failures in a row. */
  readonly failures: number;
  readonly isOpen: boolean;
  /** One call was let through to see whether it is well again. */
  readonly isProbing: boolean;
  /** When it may be called again, in milliseconds from now; 0: now. */
  readonly retryInMs: number;
  /** What the last failure was, in words. */
  readonly reason: string;
}

/** What a breaker's moves depend on. */
export interface BreakerOptions {
  readonly policy: BreakerPolicy;
  report(diagnostic: Diagnostic): void;
}

/** Why an operation is not called now; nothing where it is. Only to be asked where an instance has breakers at all. */
export function refusalOf({ plugin, breakers }: InstanceUse, operation: string): CapabilityError | undefined {
  const state = breakers.get(operation);
  if (!state) return undefined;
  const left = state.openUntil - performance.now();
  if (left <= 0) return undefined;
  const when = `it is asked again in ${Math.ceil(left / 1000)} s`;
  return new CapabilityError(
    `${operation} (${plugin}) is not called: it failed ${state.failures} times in a row, the last time because ${state.reason}; ${when}`,
    { code: "unavailable", retryAfterMs: Math.ceil(left) },
  );
}

/**
 * Begins a call that is not refused: where the operation's breaker is open, this call is its probe, and what comes of it
 * is to be told with what this gives. Until then nobody else is let through, for one more cooldown at most.
 */
export function beginProbe(
  { breakers }: InstanceUse,
  operation: string,
  { cooldownMs }: BreakerPolicy,
): BreakerState | undefined {
  const state = breakers.get(operation);
  if (!state || state.openUntil === 0) return undefined;
  state.isProbing = true;
  state.openUntil = performance.now() + cooldownMs;
  return state;
}

/** A call was answered. */
export function recordSuccess(
  use: InstanceUse,
  operation: string,
  probe: BreakerState | undefined,
  report: BreakerOptions["report"],
): void {
  const state = use.breakers.get(operation);
  // While it is open, what was called before it opened says nothing of how it is now.
  if (!state || (state.openUntil !== 0 && state !== probe)) return;
  use.breakers.delete(operation);
  use.isFailing = use.breakers.size > 0;
  if (state === probe) report(diagnose("BREAKER_CLOSED", { operation }, { plugin: use.plugin }));
}

/** A call failed. A fault of the caller says that what was called is well, and no more. */
export function recordFailure(
  use: InstanceUse,
  operation: string,
  probe: BreakerState | undefined,
  error: unknown,
  options: BreakerOptions,
): void {
  if (isUserConfigFault(error)) {
    // What was called was never reached.
    if (probe) recordAbort(use, operation, probe, options.policy);
    return;
  }
  if (isCallersFault(error)) {
    if (probe) recordSuccess(use, operation, probe, options.report);
    return;
  }
  const reason = messageOf(error);
  const state = use.breakers.get(operation) ?? { failures: 0, openUntil: 0, isProbing: false, reason };
  if (state.openUntil !== 0 && state !== probe) return;
  use.breakers.set(operation, state);
  use.isFailing = true;
  state.failures += 1;
  state.reason = reason;
  if (state === probe) reopen(state, options.policy);
  else if (state.failures >= options.policy.failures) open(operation, state, placeOfFault(use, error), options);
}

/** A probe's caller went away: nobody knows how the operation is. */
export function recordAbort(use: InstanceUse, operation: string, probe: BreakerState, policy: BreakerPolicy): void {
  if (use.breakers.get(operation) === probe) reopen(probe, policy);
}

function reopen(state: BreakerState, { cooldownMs }: BreakerPolicy): void {
  state.isProbing = false;
  state.openUntil = performance.now() + cooldownMs;
}

function open(
  operation: string,
  state: BreakerState,
  place: DiagnosticPlace,
  { policy, report }: BreakerOptions,
): void {
  reopen(state, policy);
  const { failures, reason } = state;
  const seconds = Math.ceil(policy.cooldownMs / 1000);
  report(diagnose("BREAKER_OPENED", { operation, failures, reason, seconds }, place));
}

/** Has an operation called again at once, as if it had never failed; every one of the instance where none is named. */
export function resetBreaker(use: InstanceUse, operation?: string): void {
  if (operation === undefined) use.breakers.clear();
  else use.breakers.delete(operation);
  use.isFailing = use.breakers.size > 0;
}

/** The operations of an instance that failed since their last success. */
export function breakersOf({ breakers }: InstanceUse): readonly BreakerReport[] {
  const now = performance.now();
  return [...breakers].map(([operation, { failures, openUntil, isProbing, reason }]) => ({
    operation,
    failures,
    isOpen: openUntil !== 0,
    isProbing,
    retryInMs: Math.max(0, Math.ceil(openUntil - now)),
    reason,
  }));
}
