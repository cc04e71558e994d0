import { CapabilityError, type CallContext } from "@mortise/sdk";
import { openContext, type CallBounds, type OpenContext } from "./context.js";
import { watchEnd } from "./watch-end.js";

/** A call that took longer than it may. */
export class DeadlineError extends CapabilityError {
  constructor(what: string, deadlineMs: number) {
    super(`${what} took longer than ${deadlineMs} ms`, { code: "timeout" });
  }

  /** By class: what it inherits would take every `CapabilityError` for one. */
  static override [Symbol.hasInstance](value: unknown): value is DeadlineError {
    return DeadlineError.prototype.isPrototypeOf(value as object);
  }
}

/** Whether a value is to be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

/**
 * Calls a plugin's function. A result that is no promise comes back at once. Otherwise the deadline and the caller's
 * signal bound the wait: past either, the function's own signal is aborted and whatever it answers later is dropped.
 * A stream that comes back stays bound to the caller's signal until it ends. `what` names the call in errors.
 */
export function callBounded(what: () => string, call: (context: CallContext) => unknown, bounds: CallBounds): unknown {
  if (bounds.signal?.aborted) throw abortError(what, bounds.signal.reason);
  const context = openContext(bounds);
  try {
    const result = call(context.given);
    return isPromiseLike(result) ? wait(what, result, context, bounds) : answered(result, context);
  } catch (error) {
    context.release();
    throw error;
  }
}

function wait(
  what: () => string,
  result: PromiseLike<unknown>,
  context: OpenContext,
  bounds: CallBounds,
): Promise<unknown> {
  const { signal, deadlineMs } = bounds;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = () => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const onFailure = (error: Error) => {
      if (isOver) return;
      end();
      context.release();
      reject(error);
    };
    const onAnswer = (value: unknown) => {
      if (isOver) return drop(value);
      end();
      resolve(answered(value, context));
    };
    const giveUp = (error: CapabilityError) => {
      onFailure(error);
      context.abort(error);
    };
    const onAbort = () => giveUp(abortError(what, signal?.reason));
    const timer =
      deadlineMs === undefined
        ? undefined
        : setTimeout(() => giveUp(new DeadlineError(what(), deadlineMs)), deadlineMs);
    result.then(onAnswer, onFailure);
    // The function itself may have brought the abort about.
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** What came back: a stream still runs, and is bound until it ends; of anything else the signal is let go. */
function answered(value: unknown, context: OpenContext): unknown {
  if (context.isListening) {
    if (value instanceof ReadableStream && !value.locked) return watchEnd(value, context.release);
    if (value instanceof Response && value.body && !value.bodyUsed && !value.body.locked) {
      return new Response(watchEnd(value.body, context.release), value);
    }
  }
  context.release();
  return value;
}

/** Nobody will read a stream that came too late. */
function drop(value: unknown): void {
  const stream = value instanceof Response ? value.body : value;
  if (stream instanceof ReadableStream && !stream.locked) stream.cancel().catch(() => {});
}

function abortError(what: () => string, reason: unknown): CapabilityError {
  if (reason instanceof CapabilityError) return reason;
  return new CapabilityError(`${what()} was aborted by its caller`, { code: "aborted", cause: reason });
}
