import { CapabilityError } from "@mortise/sdk";
import { openContext, type CallBounds, type OpenContext } from "./context.js";

/** A call that took longer than it may. */
export class DeadlineError extends CapabilityError {
  constructor(what: string, deadlineMs: number) {
    super(`${what} took longer than ${deadlineMs} ms`, { code: "timeout" });
  }
}

/** Whether a value is to be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

/**
 * Calls a plugin's function. A result that is no promise comes back at once. Otherwise the deadline and the caller's
 * signal bound the wait: past either, the function's own signal is aborted and whatever it answers later is dropped.
 */
export function callBounded(what: string, call: (context: OpenContext) => unknown, bounds: CallBounds): unknown {
  if (bounds.signal?.aborted) throw abortError(what, bounds.signal.reason);
  const context = openContext(bounds);
  const result = call(context);
  if (!isPromiseLike(result)) {
    context.release();
    return result;
  }
  return wait(what, result, context, bounds);
}

function wait(what: string, result: PromiseLike<unknown>, context: OpenContext, bounds: CallBounds): Promise<unknown> {
  const { signal, deadlineMs } = bounds;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const give = (error: CapabilityError) =>
      end(() => {
        context.abort(error);
        context.release();
        reject(error);
      });
    const onAbort = () => give(abortError(what, signal?.reason));
    const timer = deadlineMs === undefined ? undefined : setTimeout(() => give(new DeadlineError(what, deadlineMs)), deadlineMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    // The context stays bound to the caller's signal after a success: a stream that was returned may still run.
    result.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => (context.release(), reject(error as Error))),
    );
  });
}

function abortError(what: string, reason: unknown): CapabilityError {
  if (reason instanceof CapabilityError) return reason;
  return new CapabilityError(`${what} was aborted by its caller`, { code: "aborted", cause: reason });
}
