// How a thread of this plugin answers: each message is a request, each reply `{ value }` or `{ refused }`, a sentence that
// says what is wrong with the request. Whatever else goes wrong ends the thread, so that the next request starts afresh.
// ../src/thread.ts is the other side.
import { parentPort } from "node:worker_threads";

// What the libraries print is noise to whoever runs the host; what matters is in the replies.
process.stdout.write = process.stderr.write = () => true;

/** Thrown where the request is at fault. */
export class Refusal extends Error {}

/** Answers every request with what `work` makes of it. */
export function answerWith(work) {
  parentPort.on("message", async (request) => {
    try {
      parentPort.postMessage({ value: await work(request) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      parentPort.postMessage({ refused: error.message });
    }
  });
}
