import { refusal } from "./handler-call.js";
import type { SequenceKind, SequenceState } from "./sequence-kind.js";

/** What a hook that fails closed refused with: kept where results are, and thrown at the end. */
export class Refusal {
  readonly error: Error;

  constructor(error: Error) {
    this.error = error;
  }
}

/** What was found; throws what the hook refused with. */
export function foundOrRefused({ found }: SequenceState): unknown {
  if (found instanceof Refusal) throw found.error;
  return found;
}

/** Refuses by an error, as every kind does that has no way to say no. */
export const refuseByError: SequenceKind["refuse"] = (sequence, step, error) => {
  sequence.found = new Refusal(refusal(step, sequence.plan, error));
};

/** The first handler that says that it has handled the event ends it. */
export const claimKind: SequenceKind = {
  take(sequence, _step, result) {
    if ((result as { readonly handled?: unknown }).handled !== true) return false;
    sequence.found = result;
    return true;
  },
  refuse: refuseByError,
  outcome: foundOrRefused,
};
