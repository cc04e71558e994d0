import type { ChatRequest, ChatResult, Usage } from "@mortise/sdk";
import type { Serving } from "../serving.js";
import { chatSettings } from "./chat-settings.js";
import { askModel } from "./model-call.js";
import type { ReplyPiece } from "./pieces.js";
import { revisionOf } from "./revision.js";
import { partCalls, runTools, sortCalls } from "./tool-calls.js";
import type { Progress, Turn } from "./turn.js";

/** How a turn is run. */
export interface RunOptions {
  /** Whether the answer is wanted as it comes. */
  readonly isStreamed: boolean;
  readonly progress: Progress;
}

type Finish = Extract<ReplyPiece, { readonly type: "finish" }>;

/**
 * Asks the model, runs the tools of plugins that it calls, and asks again, until it answers or calls a tool of the
 * caller's. Gives the reply in pieces, the text of every round among them, and returns its end.
 */
export async function* runRounds(
  turn: Turn,
  options: RunOptions,
  serving: Serving,
): AsyncGenerator<ReplyPiece, Finish> {
  const { isStreamed, progress } = options;
  for (;;) {
    const isLast = progress.toolRounds >= chatSettings(serving).toolRounds;
    const round = askRound(turn, isLast, options, serving);
    // Where the answer may be sent back, it waits until it is accepted.
    const { pieces, answer } = isStreamed ? { pieces: [], answer: yield* round } : await drain(round);
    const { kept, told } = partCalls(answer, turn.tools);
    if (answer.usage) progress.usage = addUsage(progress.usage, answer.usage);
    const isFinal = kept.length + told.length === 0;
    const revision = isFinal && !isStreamed ? await revisionOf(answer, turn, progress, serving) : undefined;
    progress.messages = [...progress.messages, answer.message, ...(revision ? [revision] : [])];
    if (revision) continue;
    yield* pieces;
    progress.hasText ||= answer.message.content !== "";
    if (kept.length === 0 || told.length > 0 || isLast) return finishOf(answer, told.length > 0, progress);
    progress.toolRounds += 1;
    progress.messages = [...progress.messages, ...(await runTools(kept, turn))];
  }
}

/** One question to the model; calls of plugins' tools are kept from the caller. */
async function* askRound(
  turn: Turn,
  isLast: boolean,
  { isStreamed, progress }: RunOptions,
  serving: Serving,
): AsyncGenerator<ReplyPiece, ChatResult> {
  const sort = sortCalls(turn.tools.has);
  let needsGap = progress.hasText;
  const call = (progress.modelCalls += 1);
  const chunks = askModel({ turn, request: requestFor(turn, isLast, progress), call, isStreamed }, serving);
  try {
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) return value;
      if (value.type === "tool-call") yield* sort(value);
      else if (needsGap) yield* [{ type: "text", text: "\n\n" } as const, value];
      else yield value;
      if (value.type === "text") needsGap = false;
    }
  } finally {
    // Whoever wants no more lets go of the model too.
    await chunks.return(undefined as never);
  }
}

/** A tool that must be called was called in the first round; in the last, none may be. */
function requestFor({ request, tools }: Turn, isLast: boolean, { messages, toolRounds }: Progress): ChatRequest {
  const toolChoice = isLast && tools.descriptions.length > 0 ? "none" : toolRounds > 0 ? "auto" : request.toolChoice;
  const { toolChoice: _, ...rest } = request;
  return { ...rest, messages, ...(toolChoice !== undefined && { toolChoice }) };
}

async function drain(
  round: AsyncGenerator<ReplyPiece, ChatResult>,
): Promise<{ readonly pieces: readonly ReplyPiece[]; readonly answer: ChatResult }> {
  const pieces: ReplyPiece[] = [];
  for (;;) {
    const { done, value } = await round.next();
    if (done) return { pieces, answer: value };
    pieces.push(value);
  }
}

/** A model that still calls tools of plugins when no more rounds are left was cut short. */
function finishOf({ finishReason }: ChatResult, hasCalls: boolean, { usage }: Progress): Finish {
  const reason = finishReason === "tool-calls" && !hasCalls ? "length" : finishReason;
  return { type: "finish", finishReason: reason, ...(usage && { usage }) };
}

/** What a provider counted in one call only is the sum of all. */
function addUsage(one: Usage = {}, other: Usage): Usage {
  const counted = Object.entries(other as Readonly<Record<string, number>>);
  const known = one as Readonly<Record<string, number>>;
  return { ...one, ...Object.fromEntries(counted.map(([what, much]) => [what, (known[what] ?? 0) + much])) };
}
