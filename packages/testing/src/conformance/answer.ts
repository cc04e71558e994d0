import type { TSchema } from "@mortise/sdk/typebox";
import { Compile } from "typebox/schema";
import type { ConformanceFinding } from "./finding.js";
import { project } from "./projection.js";
import { isStream, readAll } from "./settle.js";
import { call, describe, faultOf, finding, type Trial } from "./trial.js";

/** Calls the operation as it is meant to be called, and holds its answer against the contract. */
export async function checkAnswer(trial: Trial): Promise<readonly ConformanceFinding[]> {
  const { signal } = new AbortController();
  const settled = await call(trial, signal);
  if ("code" in settled) return [settled];
  if (settled.status === "waiting") return [late(trial)];
  if (settled.status === "rejected") return refused(trial, settled.reason, signal);
  if (trial.conformance.isStream) return checkStream(trial, settled.value, signal);
  return checkValue(trial, settled.value, trial.conformance.result, "the answer");
}

async function checkStream(trial: Trial, stream: unknown, signal: AbortSignal): Promise<readonly ConformanceFinding[]> {
  const { result, last } = trial.conformance;
  if (!isStream(stream)) return [finding(trial, "no-stream", `the answer is ${describe(stream)} instead of a stream`)];
  const { pieces, end } = await readAll(stream.getReader(), trial.waitMs);
  if (end.status === "waiting") return [late(trial)];
  if (end.status === "rejected") return refused(trial, end.reason, signal);
  const wrong = pieces.flatMap((piece, index) => checkValue(trial, piece, result, `piece ${index} of the answer`));
  return last ? [...wrong, ...checkValue(trial, pieces.at(-1), last, "the last piece of the answer")] : wrong;
}

function checkValue(trial: Trial, answer: unknown, schema: TSchema, what: string): readonly ConformanceFinding[] {
  const { value, untransferable } = project(answer);
  if (untransferable.length > 0) {
    return untransferable.map((problem) =>
      finding(trial, "not-transferable", `${what} cannot cross a thread: ${problem}`),
    );
  }
  const validator = Compile(schema);
  if (validator.Check(value)) return [];
  const [, [first]] = validator.Errors(value);
  const place = first?.instancePath ? ` at ${first.instancePath}` : "";
  return [
    finding(trial, "wrong-answer", `${what} does not fit the contract${place}: ${first?.message ?? "no reason"}`),
  ];
}

function refused(trial: Trial, error: unknown, signal: AbortSignal): readonly ConformanceFinding[] {
  const faults = faultOf(trial, error, signal);
  return faults.length > 0 ? faults : [finding(trial, "failed", `it refused the request: ${describe(error)}`)];
}

function late(trial: Trial): ConformanceFinding {
  return finding(trial, "no-answer", `it did not answer within ${trial.waitMs} ms`);
}
