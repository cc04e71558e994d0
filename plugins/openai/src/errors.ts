import { CapabilityError, type CapabilityErrorCode } from "@mortise/sdk";

const codesByStatus: Readonly<Record<number, CapabilityErrorCode>> = {
  401: "authentication",
  403: "permission",
  404: "not-found",
  408: "timeout",
  429: "rate-limited",
};

/**
 * What the official client threw, as a `CapabilityError`. The client's error is not kept as `cause`: it carries the
 * vendor's answer, and that may repeat the API key.
 */
export function toCapabilityError(thrown: unknown, signal: AbortSignal, apiKey: string): CapabilityError {
  if (signal.aborted) return abortedError(signal);
  if (thrown instanceof CapabilityError) return thrown;
  if (!(thrown instanceof Error)) return failed(String(thrown), apiKey);
  // By name, because the class itself is in the client, which is only imported when it is needed.
  if (thrown.constructor.name === "APIConnectionTimeoutError") {
    return new CapabilityError("OpenAI did not begin to answer in time.", { code: "timeout" });
  }
  const { status, headers } = thrown as { readonly status?: unknown; readonly headers?: Headers };
  if (typeof status !== "number") return failed(rootMessage(thrown), apiKey);
  const wait = retryAfterMs(headers);
  return new CapabilityError(refusal(status, thrown.message, apiKey), {
    code: codesByStatus[status] ?? (status >= 500 ? "unavailable" : "invalid-request"),
    status,
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

/** How long an answer asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` as seconds or as a date. */
export function retryAfterMs(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") || Number.NaN);
  const after = headers?.get("retry-after") || "never";
  const wait = [exact, Number(after) * 1000, Date.parse(after) - Date.now()].find(Number.isFinite);
  return wait === undefined ? undefined : Math.max(0, Math.round(wait));
}

function abortedError(signal: AbortSignal): CapabilityError {
  return (signal.reason as Error | undefined)?.name === "TimeoutError"
    ? new CapabilityError("The call to OpenAI was given up: its deadline passed.", { code: "timeout" })
    : new CapabilityError("The call to OpenAI was aborted.", { code: "aborted" });
}

function failed(reason: string, apiKey: string): CapabilityError {
  return new CapabilityError(`The call to OpenAI failed: ${withoutKey(reason, apiKey)}`, { code: "unavailable" });
}

function refusal(status: number, message: string, apiKey: string): string {
  // The vendor's own text quotes the key, in part at least.
  if (status === 401) return "OpenAI refused the API key (401). Check `apiKey` in the config of the plugin openai.";
  return `OpenAI answered ${withoutKey(message, apiKey)}`;
}

function withoutKey(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, "[API key]");
}

/** `fetch failed` says little; the innermost cause says what happened: `connect ECONNREFUSED 127.0.0.1:443`. */
function rootMessage(error: Error): string {
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
