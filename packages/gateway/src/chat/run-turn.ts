import type { Serving } from "../serving.js";
import { messageOf } from "./call-hooks.js";
import type { ReplyPiece } from "./pieces.js";
import { runRounds } from "./rounds.js";
import type { Progress, Turn } from "./turn.js";

const callerGone = "The caller went away.";

/** Runs a turn and gives the reply in pieces. `agent_end` is told of its end, once, whatever it is. */
export async function* runTurn(turn: Turn, isStreamed: boolean, serving: Serving): AsyncGenerator<ReplyPiece, void> {
  const { request } = turn;
  const progress: Progress = { messages: request.messages, modelCalls: 0, hasText: false, toolRounds: 0, revisions: 0 };
  const end = endOnce(turn, progress, serving);
  try {
    const finish = yield* runRounds(turn, { isStreamed, progress }, serving);
    await end();
    yield finish;
  } catch (error) {
    await end(turn.signal.aborted ? callerGone : messageOf(error));
    throw error;
  } finally {
    await end(callerGone);
  }
}

function endOnce(
  { requestId, model }: Turn,
  progress: Progress,
  { emissions, host }: Serving,
): (error?: string) => Promise<void> {
  const start = performance.now();
  let isTold = false;
  return async (error) => {
    if (isTold) return;
    isTold = true;
    const { messages, modelCalls } = progress;
    const outcome =
      error === undefined
        ? { success: true }
        : { success: false, error: host.controlPlane.checks.redactor.text(error) };
    const durationMs = performance.now() - start;
    await emissions.observe("agent_end", { requestId, model, messages, modelCalls, durationMs, ...outcome }, requestId);
  };
}
