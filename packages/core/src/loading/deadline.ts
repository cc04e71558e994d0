import { hear } from "../diagnostics/given-value.js";

/**
 * Waits for something at most so long, then rejects with `complaint`. What it answers later is dropped; a late rejection
 * is no unhandled one.
 */
export function withinDeadline<Value>(
  work: PromiseLike<Value>,
  milliseconds: number,
  complaint: () => Error,
): Promise<Value> {
  // By hand: a race makes three promises more, and thousands of modules may be on their way.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(complaint()), milliseconds);
    const ended = <Given>(tell: (given: Given) => void) => {
      return (given: Given) => {
        clearTimeout(timer);
        tell(given);
      };
    };
    hear(work, ended(resolve), ended(reject));
  });
}
