import { CapabilityError, type OperationConformance } from "@mortise/sdk";
import { isErrorCode, type ConformanceCode, type ConformanceFinding } from "./finding.js";
import { isStream, settle, type Settled } from "./settle.js";

/** One operation of a provider, ready to be tried. */
export interface Trial {
  readonly operation: string;
  readonly conformance: OperationConformance;
  /** Calls it with a fresh request. May throw, and return anything. */
  run(signal: AbortSignal): unknown;
  /** How long an answer is waited for, in milliseconds. */
  readonly waitMs: number;
}

/** Calls the operation and waits for its answer; a call that throws, or returns no promise, is a finding. */
export async function call(trial: Trial, signal: AbortSignal): Promise<Settled<unknown> | ConformanceFinding> {
  let returned: unknown;
  try {
    returned = trial.run(signal);
  } catch (error) {
    return finding(trial, "no-promise", `it threw instead of returning a promise: ${describe(error)}`);
  }
  // A contract may say that a stream comes at once, without a promise around it.
  if (isStream(returned)) return { status: "answered", value: returned };
  if (typeof (returned as PromiseLike<unknown> | null | undefined)?.then !== "function") {
    return finding(trial, "no-promise", `it returned ${describe(returned)} instead of a promise`);
  }
  return settle(returned as PromiseLike<unknown>, trial.waitMs);
}

/** A finding about the trial's operation. */
export function finding({ operation }: Trial, code: ConformanceCode, message: string): ConformanceFinding {
  return { code, operation, message: `${operation}: ${message}` };
}

/** What is wrong with an error: it must be a `CapabilityError` with a known code, or the reason of the signal. */
export function faultOf(trial: Trial, error: unknown, signal: AbortSignal): readonly ConformanceFinding[] {
  if (signal.aborted && error === signal.reason) return [];
  if (!(error instanceof CapabilityError)) {
    return [finding(trial, "unknown-error", `it rejected with ${describe(error)}, which is no CapabilityError`)];
  }
  if (isErrorCode(error.code)) return [];
  return [finding(trial, "unknown-error", `it rejected with the code ${describe(error.code)}, which nobody knows`)];
}

/** What something is, in words. */
export function describe(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
