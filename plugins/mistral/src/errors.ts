import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";

const codesByStatus: Readonly<Record<number, CapabilityErrorCode>> = {
  401: "authentication",
  403: "permission",
  404: "not-found",
  408: "timeout",
  429: "rate-limited",
};

/** The members of the official client's errors that are read here; those of an HTTP answer have all three. */
interface VendorError {
  readonly statusCode?: number;
  readonly headers?: Headers;
  readonly body?: string;
}

/**
 * What the official client threw, as a `CapabilityError`. The client's error is not kept as `cause`: it carries request
 * and answer, and both may hold the API key.
 */
export function toCapabilityError(thrown: unknown, signal: AbortSignal, apiKey: string): CapabilityError {
  if (signal.aborted) return abortedError(signal);
  if (thrown instanceof CapabilityError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { statusCode: status, headers, body } = error as VendorError;
  // An answer of 200 that the client could not read carries a status too, and is no refusal.
  if (status === undefined || status < 400) {
    const code = error.name === "SDKValidationError" ? "invalid-request" : "unavailable";
    return new CapabilityError(`The call to Mistral failed: ${quoted(rootMessage(error), apiKey)}`, { code });
  }
  const wait = retryAfterMs(headers);
  return new CapabilityError(refusal(status, body ?? "", apiKey), {
    code: codesByStatus[status] ?? (status >= 500 ? "unavailable" : "invalid-request"),
    status,
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

/** How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` as seconds or as a date. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") || Number.NaN);
  const after = headers?.get("retry-after") || "never";
  const wait = [exact, Number(after) * 1000, Date.parse(after) - Date.now()].find(Number.isFinite);
  return wait === undefined ? undefined : Math.max(0, Math.round(wait));
}

function abortedError(signal: AbortSignal): CapabilityError {
  return (signal.reason as Error | undefined)?.name === "TimeoutError"
    ? new CapabilityError("The call to Mistral was given up: its deadline passed.", { code: "timeout" })
    : new CapabilityError("The call to Mistral was aborted.", { code: "aborted" });
}

function refusal(status: number, body: string, apiKey: string): string {
  if (status === 401) return "Mistral refused the API key (401). Check `apiKey` in the config of the plugin mistral.";
  return `Mistral answered ${status}: ${quoted(vendorMessage(body), apiKey)}`;
}

/** Most refusals are `{ "message": "…" }`; the others are shown as they came. */
function vendorMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    return typeof message === "string" ? message : body;
  } catch {
    return body;
  }
}

function quoted(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, "[API key]").slice(0, 500);
}

/** `fetch failed` says little; the innermost cause says what happened: `connect ECONNREFUSED 127.0.0.1:443`. */
function rootMessage(error: Error): string {
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
