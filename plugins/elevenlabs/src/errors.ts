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
  readonly body?: unknown;
  readonly rawResponse?: { readonly headers: Headers };
}

/**
 * What the official client threw, as a `CapabilityError`. The client's error is not kept as `cause`: it carries the
 * vendor's answer, and that may repeat the API key.
 */
export function toCapabilityError(thrown: unknown, signal: AbortSignal, apiKey: string): CapabilityError {
  if (signal.aborted) return abortedError(signal);
  if (thrown instanceof CapabilityError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (isTimeout(error)) {
    return new CapabilityError("ElevenLabs did not begin to answer in time.", { code: "timeout" });
  }
  const { statusCode: status, body, rawResponse } = error as VendorError;
  if (status === undefined) {
    const reason = quoted(rootMessage(error), apiKey);
    return new CapabilityError(`The call to ElevenLabs failed: ${reason}`, { code: "unavailable" });
  }
  const wait = retryAfterMs(rawResponse?.headers);
  return new CapabilityError(refusal(status, body, apiKey), {
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

/** The client means to throw an error of its own, but where `fetch` rejects with the reason as it is, it does not. */
function isTimeout(error: Error): boolean {
  return error.name === "ElevenLabsTimeoutError" || error.cause === "timeout";
}

function abortedError(signal: AbortSignal): CapabilityError {
  return (signal.reason as Error | undefined)?.name === "TimeoutError"
    ? new CapabilityError("The call to ElevenLabs was given up: its deadline passed.", { code: "timeout" })
    : new CapabilityError("The call to ElevenLabs was aborted.", { code: "aborted" });
}

function refusal(status: number, body: unknown, apiKey: string): string {
  const detail = (body as { readonly detail?: { readonly status?: unknown; readonly message?: unknown } } | undefined)
    ?.detail;
  if (status === 401) {
    // A used-up quota is a 401 too; the vendor's word for it tells them apart.
    const word = /^\w{1,40}$/.test(String(detail?.status)) ? `, ${String(detail?.status)}` : "";
    const help = "Check `apiKey` in the config of the plugin elevenlabs.";
    return `ElevenLabs refused the API key (401${quoted(word, apiKey)}). ${help}`;
  }
  const message = typeof detail?.message === "string" ? detail.message : JSON.stringify(detail ?? body ?? "");
  return `ElevenLabs answered ${status}: ${quoted(message, apiKey)}`;
}

function quoted(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, "[API key]").slice(0, 500);
}

/** `fetch failed` says little; the innermost cause says what happened: `connect ECONNREFUSED 127.0.0.1:443`. */
function rootMessage(error: Error): string {
  return error.cause instanceof Error ? rootMessage(error.cause) : error.message;
}
