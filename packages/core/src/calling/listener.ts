import { hear } from "../diagnostics/given-value.js";

/** Whoever waits for promises, one after the other. */
export interface Waiting {
  /** The promise that was waited for has come to this: its value, or its error. Must not throw. */
  heard(outcome: unknown, hasFailed: boolean): void;
}

/**
 * Tells what promises come to. Two functions hear of all of them; each `await` has V8 make two anew, so that a loop of
 * awaits takes half as long again.
 */
export class Listener {
  /** Who is told. */
  to: Waiting;
  private readonly answered = (value: unknown): void => this.to.heard(value, false);
  private readonly failed = (error: unknown): void => this.to.heard(error, true);

  constructor(to: Waiting) {
    this.to = to;
  }

  /** Tells what a promise comes to, never at once; also of one that throws where it is asked. */
  listen(promise: PromiseLike<unknown>): void {
    hear(promise, this.answered, this.failed);
  }
}
