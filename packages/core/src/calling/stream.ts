import { CapabilityError } from "@mortise/sdk";
import type { InstanceUse } from "../loading/instance-use.js";
import { messageOf } from "../diagnostics/error.js";
import { foundOrRefused, refuseByError } from "./claim.js";
import { recordFault, WrongResult } from "./handler-call.js";
import type { Step } from "./plan.js";
import type { SequenceKind, SequenceState } from "./sequence-kind.js";
import { watchEnd } from "./watch-end.js";

interface Stage {
  readonly step: Step;
  readonly transform: TransformStream<unknown, unknown>;
}

/** What a sequence of this kind finds: it begins with the source and no stages. */
export interface StagedStream {
  readonly source: ReadableStream<unknown>;
  readonly stages: Stage[];
}

/** Each handler may give a transform; the emission's subject, a stream, is piped through them in order. */
export const streamKind: SequenceKind = {
  take(sequence, step, result) {
    const { stages } = sequence.found as StagedStream;
    const isUsed = stages.some(({ transform }) => transform === result);
    if (isUsed || !isTransform(result))
      return new WrongResult("a stream hook takes a TransformStream that nobody uses yet");
    stages.push({ step, transform: result });
    return false;
  },
  refuse: refuseByError,
  outcome(sequence) {
    const found = foundOrRefused(sequence) as StagedStream;
    return found.stages.length === 0 ? found.source : pipeThrough(sequence, found);
  },
};

function isTransform(value: unknown): value is TransformStream<unknown, unknown> {
  const { readable, writable } = value as Partial<TransformStream<unknown, unknown>>;
  return (
    readable instanceof ReadableStream && writable instanceof WritableStream && !readable.locked && !writable.locked
  );
}

/** The instances that the stages run on stay in use until the stream has ended. */
function pipeThrough(sequence: SequenceState, { source, stages }: StagedStream): ReadableStream<unknown> {
  const uses = new Set<InstanceUse>(stages.map(({ step }) => step.use));
  for (const use of uses) use.calls += 1;
  let failed: unknown;
  let hasFailed = false;
  const note = (error: unknown) => {
    [failed, hasFailed] = [error, true];
  };
  let stream = watchEnd(source, () => {}, noteError(note));
  for (const { step, transform } of stages) {
    const blameStage = (error: unknown) => {
      // What came down from a stage before is not this one's.
      if (hasFailed && error === failed) return error;
      const blamed = blame(sequence, step, error);
      note(blamed);
      return blamed;
    };
    stream = watchEnd(stream.pipeThrough(transform), () => {}, blameStage);
  }
  return watchEnd(stream, () => {
    for (const use of uses) use.leave();
  });
}

function noteError(note: (error: unknown) => void): (error: unknown) => unknown {
  return (error) => {
    note(error);
    return error;
  };
}

/** Reports a transform that failed while the stream ran. */
function blame(sequence: SequenceState, step: Step, error: unknown): CapabilityError {
  recordFault(step, error, undefined, sequence);
  const message = `${step.plugin}'s transform of ${sequence.plan.definition.name} failed: ${messageOf(error)}`;
  return new CapabilityError(message, { code: "unavailable", cause: error });
}
