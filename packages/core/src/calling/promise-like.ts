import { isMadeBy } from "../diagnostics/error.js";

/** Whether a value is to be awaited. Never throws. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  if (typeof value !== "object" || value === null) return false;
  try {
    return typeof (value as PromiseLike<unknown>).then === "function";
  } catch {
    return false;
  }
}

/** Nobody waits for this promise any more, so its rejection is nobody's. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  Promise.resolve(promise).catch(() => {});
}

/** Whether a value is a stream to read. Never throws. */
export function isStream(value: unknown): value is ReadableStream {
  return isMadeBy(ReadableStream, value);
}

/** Whether a value is a response. Never throws. */
export function isResponse(value: unknown): value is Response {
  return isMadeBy(Response, value);
}

/** Nobody will read what came too late, so a stream is told to stop. */
export function cancelUnread(value: unknown): void {
  const stream = isResponse(value) ? value.body : value;
  if (isStream(stream) && !stream.locked) stream.cancel().catch(() => {});
}
