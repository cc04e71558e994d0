import { setImmediate as turn } from "node:timers/promises";
import type { ConformanceFinding } from "./finding.js";
import { isStream, readAll, settle } from "./settle.js";
import { call, faultOf, finding, type Trial } from "./trial.js";

/** Calls the operation with a signal that is aborted already: it must end, by an answer or by an error. */
export async function checkAbortedBefore(trial: Trial): Promise<readonly ConformanceFinding[]> {
  return checkEnd(trial, AbortSignal.abort(), "its signal was aborted before it began");
}

/** Aborts the call while it is under way; where the answer is a stream, once the first piece is there. */
export async function checkAbortedMidway(trial: Trial): Promise<readonly ConformanceFinding[]> {
  const controller = new AbortController();
  if (trial.conformance.isStream) return checkAbortedStream(trial, controller);
  const ended = checkEnd(trial, controller.signal, "its signal was aborted");
  await turn();
  controller.abort();
  return ended;
}

/** Reads one piece of the stream and cancels it: it must end. */
export async function checkCancelled(trial: Trial): Promise<readonly ConformanceFinding[]> {
  const controller = new AbortController();
  const reader = await firstPiece(trial, controller.signal);
  if (!reader) return [];
  const settled = await settle(reader.cancel(), trial.waitMs);
  if (settled.status === "waiting") {
    // What a cancel does not reach, an abort may; the suite leaves nothing running that can be stopped.
    controller.abort();
    return [finding(trial, "cancel-ignored", "cancelling its stream did not end")];
  }
  return settled.status === "rejected" ? faultOf(trial, settled.reason, controller.signal) : [];
}

async function checkAbortedStream(trial: Trial, controller: AbortController): Promise<readonly ConformanceFinding[]> {
  const reader = await firstPiece(trial, controller.signal);
  controller.abort();
  return reader ? checkStreamEnd(trial, reader, controller.signal, "its signal was aborted") : [];
}

/** The reader of the answer after its first piece; nothing where there is none, which `checkAnswer` has to say. */
async function firstPiece(trial: Trial, signal: AbortSignal): Promise<ReadableStreamDefaultReader | undefined> {
  const settled = await call(trial, signal);
  if ("code" in settled || settled.status !== "answered" || !isStream(settled.value)) return undefined;
  const reader = settled.value.getReader();
  const piece = await settle(reader.read(), trial.waitMs);
  return piece.status === "answered" ? reader : undefined;
}

async function checkEnd(trial: Trial, signal: AbortSignal, when: string): Promise<readonly ConformanceFinding[]> {
  const settled = await call(trial, signal);
  if ("code" in settled) return [settled];
  if (settled.status === "waiting") return [goesOn(trial, when)];
  if (settled.status === "rejected") return faultOf(trial, settled.reason, signal);
  return isStream(settled.value) ? checkStreamEnd(trial, settled.value.getReader(), signal, when) : [];
}

async function checkStreamEnd(
  trial: Trial,
  reader: ReadableStreamDefaultReader,
  signal: AbortSignal,
  when: string,
): Promise<readonly ConformanceFinding[]> {
  const { end } = await readAll(reader, trial.waitMs);
  if (end.status === "waiting") return [goesOn(trial, when)];
  return end.status === "rejected" ? faultOf(trial, end.reason, signal) : [];
}

function goesOn(trial: Trial, when: string): ConformanceFinding {
  return finding(trial, "abort-ignored", `it went on for ${trial.waitMs} ms after ${when}`);
}
