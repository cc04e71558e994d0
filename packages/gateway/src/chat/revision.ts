import type { ChatMessage, ChatResult } from "@mortise/sdk";
import type { Serving } from "../serving.js";
import { textsOf } from "./choose-model.js";
import type { Progress, Turn } from "./turn.js";

/** A model that cannot please everybody must not be asked for ever. */
const mostRevisions = 3;

/** What the model is told to do better, where a plugin sends its answer back. */
export async function revisionOf(
  { message: { content } }: ChatResult,
  { requestId, model, signal }: Turn,
  progress: Progress,
  { host }: Serving,
): Promise<ChatMessage | undefined> {
  if (progress.revisions >= mostRevisions) return undefined;
  await host.prepareHook("before_agent_finalize");
  const event = { requestId, model, messages: progress.messages, content };
  const answer = await host.hooks.modify("before_agent_finalize", event, { requestId, signal });
  const texts = textsOf(answer?.revise);
  if (texts.length === 0) return undefined;
  progress.revisions += 1;
  return { role: "user", content: texts.join("\n\n") };
}
