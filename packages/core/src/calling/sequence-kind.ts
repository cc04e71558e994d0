import { messageOf } from "../diagnostics/error.js";
import { WrongResult, type Emission } from "./handler-call.js";
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
   * Takes a handler's result, which is neither undefined nor null. True: no further handler is called. Throws
   * `ApplicationFault` where the application's own function did.
   */
  take(sequence: SequenceState, step: Step, result: unknown): boolean | WrongResult;
  /** A handler failed, or the caller went away, and the hook fails closed: nothing further is called. */
  refuse(sequence: SequenceState, step: Step, error: unknown): void;
  /** What came of it all. Throws where the hook refuses by that. */
  outcome(sequence: SequenceState): unknown;
}

/** Something that the application's own function threw: no plugin's fault, and the caller's to hear. */
export class ApplicationFault extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super();
    this.thrown = thrown;
  }
}

/**
 * Has a kind take a result. What a plugin returned may throw where it is looked at; that is its fault, and not to keep
 * the others from being called.
 */
export function takeSafely(
  kind: SequenceKind,
  state: SequenceState,
  step: Step,
  result: unknown,
): boolean | WrongResult {
  try {
    return kind.take(state, step, result);
  } catch (error) {
    if (error instanceof ApplicationFault) throw error.thrown;
    return new WrongResult(`it threw where it was looked at: ${messageOf(error)}`);
  }
}
