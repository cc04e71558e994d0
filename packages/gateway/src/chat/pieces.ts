import {
  CapabilityError,
  type ChatChunk,
  type ChatResult,
  type FinishReason,
  type ToolCall,
  type Usage,
} from "@mortise/sdk";
import type { Serving } from "../serving.js";
import type { Reply } from "./reply.js";
import { beginCall, type CallOutcome, type Turn } from "./turn.js";

/** A piece of a reply that is streamed. */
export type ReplyPiece = ChatChunk | { readonly type: "refusal"; readonly text: string };

/** Gives the pieces of a reply one at a time, nothing after the last. Rejects with what went wrong. */
export type NextPiece = () => Promise<ReplyPiece | undefined>;

/** A whole reply as pieces, for callers that want a stream of what is there at once. */
export function piecesOf({ content, refusal, toolCalls, finishReason, usage }: Reply): NextPiece {
  const pieces: ReplyPiece[] = [
    ...(content === "" ? [] : [{ type: "text", text: content } as const]),
    ...(refusal === undefined ? [] : [{ type: "refusal", text: refusal } as const]),
    ...toolCalls.map((call, index) => ({ type: "tool-call", index, ...call }) as const),
    { type: "finish", finishReason, ...(usage && { usage }) },
  ];
  return () => Promise.resolve(pieces.shift());
}

/** Calls the provider for a stream. `llm_output` is told of its end: the last piece, an error or the caller's leave. */
export async function streamTurn(turn: Turn, serving: Serving): Promise<NextPiece> {
  const { provider, request, signal, requestId } = turn;
  const hear = await beginCall(turn, serving);
  try {
    const stream = await serving.host.call(provider, "stream", request, { signal, requestId });
    return followStream(stream, turn, (outcome) => void hear(outcome));
  } catch (error) {
    await hear({ error });
    throw error;
  }
}

function followStream(
  stream: ReadableStream<ChatChunk>,
  { provider, signal }: Turn,
  end: (outcome: CallOutcome) => void,
): NextPiece {
  if (typeof (stream as Partial<typeof stream> | undefined)?.getReader !== "function") {
    throw new CapabilityError(`The provider "${provider.id}" gave something that is no stream.`, {
      code: "unavailable",
    });
  }
  const reader = stream.getReader();
  const answer = collectAnswer();
  let isOver = false;
  const finish = (outcome: CallOutcome) => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", onAbort);
    end(outcome);
    // Nothing more is read; what a provider does with that news is its own affair.
    reader.cancel().catch(() => {});
  };
  const onAbort = () => finish({ error: new CapabilityError("The caller went away.", { code: "aborted" }) });
  signal.addEventListener("abort", onAbort, { once: true });
  return async () => {
    if (isOver) return undefined;
    try {
      const { done, value } = await reader.read();
      if (isOver) return undefined;
      if (done)
        throw new CapabilityError(`The stream of "${provider.id}" ended before the answer did.`, {
          code: "unavailable",
        });
      const result = answer.add(value);
      if (result) finish({ result });
      return value;
    } catch (error) {
      finish({ error });
      throw error;
    }
  };
}

/** Puts the pieces of an answer together again; the last piece gives the whole. */
function collectAnswer(): { add(piece: ChatChunk): ChatResult | undefined } {
  let content = "";
  const calls = new Map<number, ToolCall>();
  const finish = (finishReason: FinishReason, usage: Usage | undefined): ChatResult => {
    const toolCalls = [...calls].toSorted(([one], [other]) => one - other).map(([, call]) => call);
    const message = { role: "assistant" as const, content, ...(toolCalls.length > 0 && { toolCalls }) };
    return { message, finishReason, ...(usage && { usage }) };
  };
  return {
    add(piece) {
      if (piece.type === "finish") return finish(piece.finishReason, piece.usage);
      if (piece.type === "text") content += piece.text;
      else {
        const { id = "", name = "", arguments: written = "" } = calls.get(piece.index) ?? {};
        calls.set(piece.index, {
          id: piece.id ?? id,
          name: piece.name ?? name,
          arguments: written + (piece.arguments ?? ""),
        });
      }
      return undefined;
    },
  };
}
