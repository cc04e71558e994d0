import type { Emission, WrongResult } from "./handler-call.js";
import type { Step } from "./plan.js";

/** How far one emission has come whose handlers are called one after the other. */
export interface SequenceState extends Emission {
  readonly event: unknown;
  /** What the next handler is given. */
  given: unknown;
  /** What was found so far, and what results are for beside the event: the kind's own. */
  found: unknown;
}

/** What a kind of hook makes of the results of handlers that are called one after the other. */
export interface SequenceKind {
  /**
   * Takes a handler's result, which is neither undefined nor null. True: no further handler is called. What it throws is
   * the application's fault, and the caller's to hear.
   */
  take(sequence: SequenceState, step: Step, result: unknown): boolean | WrongResult;
  /** A handler failed, or the caller went away, and the hook fails closed: nothing further is called. */
  refuse(sequence: SequenceState, step: Step, error: unknown): void;
  /** What came of it all. Throws where the hook refuses by that. */
  outcome(sequence: SequenceState): unknown;
}
