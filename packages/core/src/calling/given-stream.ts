import { isMadeBy } from "../diagnostics/given-value.js";

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
