import { AbortableCall } from "./abortable-call.js";
import { abortError, DeadlineError } from "./call-errors.js";
import { boundOf, enter, leave } from "./deadlines.js";

/** Something that is waited for, and goes on without whoever no longer waits. */
class Wait extends AbortableCall {
  readonly plugin = "";
  readonly what: string;
  private readonly reject: (error: unknown) => void;

  constructor(what: string, signal: AbortSignal | undefined, reject: (error: unknown) => void) {
    super(signal === undefined ? {} : { signal });
    this.what = what;
    this.reject = reject;
  }

  expire(): void {
    this.end();
    this.reject(new DeadlineError(this.what, this.deadlineMs));
  }

  end(): void {
    leave(this);
    this.letGo();
  }

  protected override abandon(reason: unknown): void {
    this.end();
    this.reject(abortError(this.what, reason));
  }
}

/**
 * What a promise gives, unless `deadlineMs` pass or the signal is aborted first: then rejects with `CapabilityError`
 * `timeout` or `aborted`, and what the promise comes to is dropped.
 */
export function waitAtMost<Value>(
  promise: Promise<Value>,
  deadlineMs: number,
  signal: AbortSignal | undefined,
  what: string,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const wait = new Wait(what, signal, reject);
    enter(wait, boundOf(deadlineMs));
    // One that is aborted by now says nothing more.
    if (signal?.aborted) wait.handleEvent();
    else wait.listen();
    promise.finally(() => wait.end()).then(resolve, reject);
  });
}
