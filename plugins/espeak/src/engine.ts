import { Worker } from "node:worker_threads";
import { CapabilityError } from "@mortise/sdk";

/** One run of the eSpeak NG command. */
interface EspeakJob {
  /** The command's arguments; `/text` is the file with the text and `/speech.wav` the one that is read back. */
  readonly args: readonly string[];
  /** What is written to `/text`, as UTF-8. */
  readonly text?: string;
}

/** What a run left behind. */
interface EspeakOutcome {
  /** The command's exit code. */
  readonly status: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** `/speech.wav`, where it was written. */
  readonly wav?: Uint8Array;
}

/** Runs eSpeak NG. Throws `aborted` or `timeout` for the caller's signal, `unavailable` for everything else. */
export type EspeakEngine = (job: EspeakJob, signal: AbortSignal) => Promise<EspeakOutcome>;

// Lies beside `src` and `dist` alike, because a thread needs a file of JavaScript.
const threadFile = new URL("../worker/espeak.mjs", import.meta.url);

/**
 * An engine that gives each job a thread and a fresh WebAssembly instance of its own, one after another: nothing carries
 * over from call to call, the host's thread stays free, and an abort really ends the work. Jobs end when `unloaded` aborts.
 */
export function createEngine(unloaded: AbortSignal): EspeakEngine {
  let queue: Promise<unknown> = Promise.resolve();
  return (job, signal) => {
    const ended = AbortSignal.any([signal, unloaded]);
    const outcome = queue.then(() => runInThread(job, ended, signal));
    queue = outcome.catch(() => undefined);
    return orAborted(outcome, ended, signal);
  };
}

async function runInThread(job: EspeakJob, ended: AbortSignal, caller: AbortSignal): Promise<EspeakOutcome> {
  if (ended.aborted) throw endError(caller);
  // Flags and environment of the host are none of the thread's business: it needs neither a loader nor secrets.
  const thread = new Worker(threadFile, { workerData: job, execArgv: [], env: {} });
  const outcome = new Promise<EspeakOutcome>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", (cause) => reject(new CapabilityError("eSpeak NG failed.", { code: "unavailable", cause })));
    thread.once("exit", () => reject(new CapabilityError("eSpeak NG ended early.", { code: "unavailable" })));
  });
  try {
    return await orAborted(outcome, ended, caller);
  } finally {
    await thread.terminate();
  }
}

/** `work`, or an error as soon as `ended` aborts. */
function orAborted<Value>(work: Promise<Value>, ended: AbortSignal, caller: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(endError(caller));
    if (ended.aborted) onAbort();
    ended.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => ended.removeEventListener("abort", onAbort));
  });
}

function endError(caller: AbortSignal): CapabilityError {
  if (!caller.aborted) return new CapabilityError("The espeak plugin was unloaded.", { code: "unavailable" });
  const isDeadline = caller.reason instanceof Error && caller.reason.name === "TimeoutError";
  return new CapabilityError("The call ended before eSpeak NG had finished.", {
    code: isDeadline ? "timeout" : "aborted",
    cause: caller.reason,
  });
}
