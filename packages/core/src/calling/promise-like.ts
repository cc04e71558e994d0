/** Whether a value is to be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as PromiseLike<unknown>).then === "function";
}

/** Nobody waits for this promise any more, so its rejection is nobody's. */
export function ignoreOutcome(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => {});
}

/** Nobody will read what came too late, so a stream is told to stop. */
export function cancelUnread(value: unknown): void {
  const stream = value instanceof Response ? value.body : value;
  if (stream instanceof ReadableStream && !stream.locked) stream.cancel().catch(() => {});
}
