import { isMadeBy } from "../diagnostics/given-value.js";
import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";

/** A call that took longer than it may. */
export class DeadlineError extends CapabilityError {
  constructor(what: string, deadlineMs: number) {
    super(`${what} took longer than ${Math.ceil(deadlineMs)} ms`, { code: "timeout" });
  }

  /** By class: what it inherits would take every `CapabilityError` for one. */
  static override [Symbol.hasInstance](value: unknown): value is DeadlineError {
    return isMadeBy(DeadlineError, value);
  }
}

/** What a call rejects with whose caller went away: the caller's own reason, where it is one that callers know. */
export function abortError(what: string, reason: unknown): CapabilityError {
  if (reason instanceof CapabilityError) return reason;
  return new CapabilityError(`${what} was aborted by its caller`, { code: "aborted", cause: reason });
}

const callersFaults: ReadonlySet<CapabilityErrorCode> = new Set([
  "invalid-request",
  "unsupported",
  "not-found",
  "aborted",
]);

/** Whether an error says that the caller asked for the wrong thing, or no longer asks: what was called is well. */
export function isCallersFault(error: unknown): boolean {
  return error instanceof CapabilityError && callersFaults.has(error.code);
}

/** Resolving with it rejects: with the very thing that was thrown, whatever that was. */
export async function rejection(error: unknown): Promise<never> {
  throw error;
}
