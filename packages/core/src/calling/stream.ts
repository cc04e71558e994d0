import { CapabilityError } from "@mortise/sdk";
import type { InstanceUse } from "../loading/instance-use.js";
import { messageOf } from "../diagnostics/error.js";
import { foundOrRefused, refuseByError } from "./claim.js";
import { recordFault, refusal, WrongResult } from "./handler-call.js";
import type { Step } from "./plan.js";
import type { SequenceKind, SequenceState } from "./sequence-kind.js";
import { watchEnd } from "./watch-end.js";

interface Stage extends Pick<TransformStream<unknown, unknown>, "readable" | "writable"> {
  readonly step: Step;
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
    const { readable, writable } = result as Partial<Stage>;
    const isUsed = stages.some((stage) => stage.readable === readable || stage.writable === writable);
    if (isUsed || !(readable instanceof ReadableStream) || !(writable instanceof WritableStream)) return notFree;
    const stage = { step, readable, writable };
    if (!isFree(stage)) return notFree;
    stages.push(stage);
    return false;
  },
  refuse: refuseByError,
  outcome(sequence) {
    const { source, stages } = foundOrRefused(sequence) as StagedStream;
    const free = stages.filter((stage) => isFree(stage) || refuseStage(sequence, stage));
    return free.length === 0 ? source : pipeThrough(sequence, source, free);
  },
};

const notFree = new WrongResult("a stream hook takes a TransformStream that nobody uses yet");

function isFree({ readable, writable }: Stage): boolean {
  return !readable.locked && !writable.locked;
}

/** A plugin has used its transform after it gave it: false, or a throw where the hook fails closed. */
function refuseStage(sequence: SequenceState, { step }: Stage): false {
  const { plan } = sequence;
  recordFault(step, notFree, undefined, sequence);
  if (plan.definition.failure === "closed") throw refusal(step, plan, notFree);
  return false;
}

/** The instances that the stages run on stay in use until the stream has ended. */
function pipeThrough(
  sequence: SequenceState,
  source: ReadableStream<unknown>,
  stages: readonly Stage[],
): ReadableStream<unknown> {
  let failed: unknown;
  let hasFailed = false;
  const note = (error: unknown) => {
    [failed, hasFailed] = [error, true];
  };
  let stream = watchEnd(source, () => {}, noteError(note));
  for (const { step, readable, writable } of stages) {
    const blameStage = (error: unknown) => {
      // What came down from a stage before is not this one's.
      if (hasFailed && error === failed) return error;
      const blamed = blame(sequence, step, error);
      note(blamed);
      return blamed;
    };
    stream = watchEnd(stream.pipeThrough({ readable, writable }), () => {}, blameStage);
  }
  const uses = new Set<InstanceUse>(stages.map(({ step }) => step.use));
  for (const use of uses) use.calls += 1;
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
