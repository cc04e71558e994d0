import type { ChatChunk, ChatResult, ReplyChunk } from "@mortise/sdk";
import type { Reply } from "./reply.js";

/** A piece of a reply that is streamed. */
export type ReplyPiece = ReplyChunk;

/** Gives the pieces of a reply one at a time, nothing after the last. Rejects with what went wrong. */
export type NextPiece = () => Promise<ReplyPiece | undefined>;

/** A whole reply as pieces, for callers that want a stream of what is there at once. */
export function* piecesOf({ content, refusal, toolCalls, finishReason, usage }: Reply): Generator<ReplyPiece> {
  if (content !== "") yield { type: "text", text: content };
  if (refusal !== undefined) yield { type: "refusal", text: refusal };
  for (const [index, call] of toolCalls.entries()) yield { type: "tool-call", index, ...call };
  yield { type: "finish", finishReason, ...(usage && { usage }) };
}

/** A model's whole answer in chunks, without its end. */
export function* chunksOf({ message: { content, toolCalls = [] } }: ChatResult): Generator<ChatChunk> {
  if (content !== "") yield { type: "text", text: content };
  for (const [index, call] of toolCalls.entries()) yield { type: "tool-call", index, ...call };
}

/** A reply in pieces. `return` lets go of whatever still runs. */
export type Pieces = AsyncGenerator<ReplyPiece, void> | Generator<ReplyPiece, void>;
