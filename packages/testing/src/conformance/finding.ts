import type { CapabilityErrorCode } from "@mortise/sdk";

/**
 * What a provider does otherwise than its contract says.
 *
 * - `malformed`: the provider could not be registered
 * - `untried`: the contract does not say how one of its operations is tried
 * - `no-promise`: an operation did not return a promise
 * - `failed`: an operation refused its request
 * - `unknown-error`: it rejected with something that is no `CapabilityError` with a known code
 * - `no-answer`: it did not answer in the time that a test waits
 * - `wrong-answer`: the answer, or a piece of it, does not fit the contract's schema
 * - `not-transferable`: the answer holds what cannot cross a thread: a function, a class instance, a `Map`
 * - `no-stream`: the answer should have been a stream
 * - `abort-ignored`: a call went on after its signal was aborted
 * - `cancel-ignored`: a stream did not end when its reader cancelled it
 */
export type ConformanceCode =
  | "malformed"
  | "untried"
  | "no-promise"
  | "failed"
  | "unknown-error"
  | "no-answer"
  | "wrong-answer"
  | "not-transferable"
  | "no-stream"
  | "abort-ignored"
  | "cancel-ignored";

/** One way in which a provider does not keep its contract. */
export interface ConformanceFinding {
  readonly code: ConformanceCode;
  /** The operation that was called; absent where it is about the provider as a whole. */
  readonly operation?: string;
  readonly message: string;
}

/** The codes that consumers know; a `Record`, so that a new one cannot be forgotten. */
const errorCodes: Readonly<Record<CapabilityErrorCode, true>> = {
  "invalid-request": true,
  unsupported: true,
  "not-found": true,
  authentication: true,
  permission: true,
  "rate-limited": true,
  unavailable: true,
  timeout: true,
  aborted: true,
};

/** Whether a code is one that consumers know. */
export function isErrorCode(code: unknown): code is CapabilityErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}
