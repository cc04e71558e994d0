/**
 * Why a provider could not do what it was asked. The gateway turns each into an HTTP status, and fallback to the next
 * provider depends on it.
 *
 * - `invalid-request`: the caller's fault (400); never tried elsewhere
 * - `unsupported`: this provider cannot do that (400), another may
 * - `not-found`: no such model or voice (404)
 * - `authentication`: the vendor refused the credentials (401)
 * - `permission`: the vendor refused the caller (403)
 * - `rate-limited`: too many requests (429), see `retryAfterMs`
 * - `unavailable`: the vendor failed or cannot be reached (502)
 * - `timeout`: the deadline passed (504)
 * - `aborted`: the caller went away; never tried elsewhere
 */
export type CapabilityErrorCode =
  | "invalid-request"
  | "unsupported"
  | "not-found"
  | "authentication"
  | "permission"
  | "rate-limited"
  | "unavailable"
  | "timeout"
  | "aborted";

/** What a `CapabilityError` carries besides its message. */
export interface CapabilityErrorOptions {
  readonly code: CapabilityErrorCode;
  /** The HTTP status that the vendor answered, where there was one. */
  readonly status?: number;
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

const brand: unique symbol = Symbol.for("mortise.CapabilityError") as never;

/**
 * The error that providers throw. `instanceof` matches by brand, not by class, because a plugin may carry its own copy
 * of this package.
 */
export class CapabilityError extends Error {
  override readonly name = "CapabilityError";
  readonly code: CapabilityErrorCode;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly [brand] = true;

  constructor(message: string, options: CapabilityErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    if (options.status !== undefined) this.status = options.status;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  /** Never throws: anything can be thrown, also what cannot be looked at. */
  static override [Symbol.hasInstance](value: unknown): value is CapabilityError {
    try {
      return typeof value === "object" && value !== null && brand in value;
    } catch {
      return false;
    }
  }
}
