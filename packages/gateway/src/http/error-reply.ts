import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";
import { ApiError } from "./api-error.js";

/** An error as OpenAI's API sends it. */
export interface ErrorBody {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** What a failed request is answered. */
export interface ErrorReply {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;
  /** How it is logged: an `error` is one that nobody foresaw, so that only the log says what it was. */
  readonly logAs?: "warn" | "error";
}

interface Wire {
  readonly status: number;
  readonly type: string;
  readonly code: string;
}

const wires: Readonly<Record<CapabilityErrorCode, Wire>> = {
  "invalid-request": { status: 400, type: "invalid_request_error", code: "invalid_request" },
  unsupported: { status: 400, type: "invalid_request_error", code: "unsupported" },
  "not-found": { status: 404, type: "invalid_request_error", code: "model_not_found" },
  authentication: { status: 401, type: "authentication_error", code: "invalid_api_key" },
  permission: { status: 403, type: "permission_error", code: "permission_denied" },
  "rate-limited": { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" },
  unavailable: { status: 502, type: "server_error", code: "provider_unavailable" },
  timeout: { status: 504, type: "server_error", code: "timeout" },
  // Nobody reads it: the caller has gone. 499 is what proxies write in their logs.
  aborted: { status: 499, type: "server_error", code: "aborted" },
};

/** What the operator should know of: a key that is wrong, a vendor that is down. */
const operatorsBusiness: ReadonlySet<string> = new Set(["authentication", "permission", "unavailable", "timeout"]);

/** Turns anything that was thrown into a reply; `redact` takes secrets out of what vendors and plugins say. */
export function toErrorReply(error: unknown, redact: (text: string) => string): ErrorReply {
  if (error instanceof ApiError) {
    const { status, message, type, param, code, headers } = error;
    return { status, headers, body: { error: { message: redact(message), type, param, code } } };
  }
  if (error instanceof CapabilityError) return fromCapability(error, redact);
  const message = "The gateway met an error that it did not expect. Its log says more, under the id of this request.";
  const body = { error: { message, type: "server_error", param: null, code: "internal_error" } };
  return { status: 500, headers: {}, body, logAs: "error" };
}

function fromCapability(error: CapabilityError, redact: (text: string) => string): ErrorReply {
  // A plugin with an SDK of its own may know codes that this one does not.
  const { status, type, code } = wires[error.code] ?? wires.unavailable;
  const headers = error.retryAfterMs === undefined ? {} : retryHeaders(error.retryAfterMs);
  const body = { error: { message: redact(error.message), type, param: null, code } };
  return { status, headers, body, ...(operatorsBusiness.has(error.code) && { logAs: "warn" as const }) };
}

/** Whole seconds as HTTP has it, and the exact time, which OpenAI's clients prefer. */
function retryHeaders(milliseconds: number): Readonly<Record<string, string>> {
  const wait = Math.max(0, Math.ceil(milliseconds));
  return { "retry-after": String(Math.ceil(wait / 1000)), "retry-after-ms": String(wait) };
}
