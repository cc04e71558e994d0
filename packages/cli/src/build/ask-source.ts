import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askChild } from "../child/ask-child.js";
import { diagnoseCli } from "../diagnostics.js";
import type { BuiltCandidate } from "./find-plugins.js";
import { buildArgument, type BuildAnswer, type BuildJob } from "./protocol.js";

/** Finds out what a plugin's source says, by running it. */
export type AskSource = (ask: BuildJob["ask"], candidate: BuiltCandidate) => Promise<BuildAnswer>;

/** Asks by way of `answer`, with a folder for what the plugin keeps, which is gone afterwards. */
export function createAsk(answer: (job: BuildJob) => Promise<BuildAnswer>, config?: string): AskSource {
  return async (ask, { root }) => {
    const state = mkdtempSync(join(tmpdir(), "mortise-"));
    try {
      return await answer({ ask, root, state, ...(config !== undefined && { config }) });
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  };
}

/**
 * Has a child process run the plugin's code, so that a plugin which hangs or ends the process takes nothing else down.
 *
 * @param deadlineMs how long the plugin may take, in milliseconds
 */
export async function answerInChild(job: BuildJob, deadlineMs: number): Promise<BuildAnswer> {
  const args = [buildArgument, JSON.stringify(job)];
  const end = await askChild({ args, deadlineMs, read: readAnswer });
  if (end.kind === "answer") return end.answer;
  const diagnostic =
    end.kind === "late"
      ? diagnoseCli("CLI_RUNTIME_TIMEOUT", { seconds: deadlineMs / 1000 })
      : diagnoseCli("CLI_RUNTIME_ENDED", { how: end.how, words: end.words });
  return { diagnostics: [diagnostic] };
}

/** A plugin has the same way to the parent as the child itself, and may send what it likes. */
function readAnswer(message: Partial<BuildAnswer> | null): BuildAnswer | undefined {
  return Array.isArray(message?.diagnostics) ? (message as BuildAnswer) : undefined;
}
