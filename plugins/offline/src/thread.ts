import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CapabilityError } from "@mortise/sdk";
import { orAborted, refuseAborted } from "./aborted.js";

type Reply<Answer> = { readonly value: Answer } | { readonly refused: string };

/**
 * A thread that runs one of the files in `worker/`: started by the first request, kept for the next, one request at a
 * time. The vendors' libraries live there alone: they block, print, and listen to the whole process for errors.
 */
export class EngineThread<Request, Answer> {
  readonly #file: URL;
  #worker: Worker | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `file` is one of those in `worker/`, which lies beside `src` and `dist` alike: a thread needs a file of JavaScript. */
  constructor(file: URL) {
    this.#file = file;
  }

  /**
   * Throws `invalid-request` when the engine refuses the request, `unavailable` when it fails, and `aborted` or
   * `timeout` for the signal, which also ends the thread if it was at work on this request.
   */
  ask(request: Request, signal: AbortSignal): Promise<Answer> {
    const answer = this.#queue.then(() => this.#run(request, signal));
    this.#queue = answer.catch(() => undefined);
    return orAborted(answer, signal);
  }

  /** Ends the thread, and with it whatever it was at work on. Later requests are refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #run(request: Request, signal: AbortSignal): Promise<Answer> {
    refuseAborted(signal);
    if (this.#isClosed) throw new CapabilityError("The offline plugin was unloaded.", { code: "unavailable" });
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    try {
      const reply = await orAborted(askWorker<Answer>(worker, request), signal);
      if ("value" in reply) return reply.value;
      throw new CapabilityError(reply.refused, { code: "invalid-request" });
    } finally {
      // An idle thread must not keep the process alive.
      worker.unref();
      if (signal.aborted) await worker.terminate();
    }
  }

  #start(): Worker {
    // Flags and environment of the host are none of the thread's business: it needs neither a loader nor secrets.
    const worker = new Worker(this.#file, { execArgv: [], env: {} });
    const forget = () => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker.once("error", forget).once("exit", forget);
  }
}

async function askWorker<Answer>(worker: Worker, request: unknown): Promise<Reply<Answer>> {
  const settled = new AbortController();
  try {
    // Both reject with the thread's error, where it has one.
    const reply = once(worker, "message", settled) as Promise<[Reply<Answer>]>;
    const end = once(worker, "exit", settled).then(() => Promise.reject(new Error("The thread ended.")));
    worker.postMessage(request);
    return (await Promise.race([reply, end]))[0];
  } catch (cause) {
    throw new CapabilityError("The offline engine failed; the next call starts it anew.", {
      code: "unavailable",
      cause,
    });
  } finally {
    settled.abort();
  }
}
