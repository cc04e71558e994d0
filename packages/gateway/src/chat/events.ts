import type { Usage } from "@mortise/sdk";
import type { ErrorBody } from "../http/error-reply.js";
import type { Comments } from "./comments.js";
import { wireFinishReason, wireUsage, type CompletionHead } from "./reply.js";
import type { NextPiece, ReplyPiece } from "./pieces.js";

/** What streaming a reply needs. */
export interface EventOptions {
  readonly head: CompletionHead;
  readonly includeUsage: boolean;
  /** Says an error that came up on the way, in OpenAI's format. */
  sayError(error: unknown): ErrorBody;
  /** Told when the caller goes away. */
  onCancel(reason: unknown): void;
  /** What plugins tell goes between the events. */
  readonly comments: Comments;
}

/** Comments are left out while a caller reads so slowly that as many events wait. */
const mostUnread = 1_000;

/**
 * A reply as server-sent events in OpenAI's format: the role first, then the pieces, the reason why it ended, the
 * counts of tokens where they are wanted and known, and `[DONE]`. An error ends the stream in place of all that follows.
 *
 * @param first the first piece, which was waited for, so that an early error still has a status of its own
 */
export function eventStream(
  first: ReplyPiece | undefined,
  next: NextPiece,
  options: EventOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const { comments } = options;
  let waiting: { readonly piece: ReplyPiece | undefined } | undefined = { piece: first };
  const end = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    comments.close();
    controller.close();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(chunk(options, { role: "assistant", content: "", refusal: null })));
      comments.open((comment) => {
        if ((controller.desiredSize ?? 0) > -mostUnread) controller.enqueue(encoder.encode(comment));
      });
    },
    async pull(controller) {
      try {
        const piece = waiting ? waiting.piece : await next();
        waiting = undefined;
        if (piece === undefined) return end(controller);
        controller.enqueue(encoder.encode(eventsOf(piece, options)));
        if (piece.type === "finish") end(controller);
      } catch (error) {
        controller.enqueue(encoder.encode(event(options.sayError(error))));
        end(controller);
      }
    },
    cancel(reason) {
      comments.close();
      options.onCancel(reason);
    },
  });
}

function eventsOf(piece: ReplyPiece, options: EventOptions): string {
  switch (piece.type) {
    case "text":
      return chunk(options, { content: piece.text });
    case "refusal":
      return chunk(options, { refusal: piece.text });
    case "tool-call":
      return chunk(options, { tool_calls: [wireCallPiece(piece)] });
    case "finish":
      return `${chunk(options, {}, wireFinishReason(piece.finishReason))}${usageChunk(options, piece.usage)}data: [DONE]\n\n`;
  }
}

function wireCallPiece({ index, id, name, arguments: written }: Extract<ReplyPiece, { type: "tool-call" }>): object {
  const isFirst = id !== undefined || name !== undefined;
  const called = {
    ...(name !== undefined && { name }),
    ...((written !== undefined || isFirst) && { arguments: written ?? "" }),
  };
  return { index, ...(id !== undefined && { id }), ...(isFirst && { type: "function" }), function: called };
}

function chunk(
  { head: { id, created, model }, includeUsage }: EventOptions,
  delta: object,
  finishReason: string | null = null,
): string {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finishReason };
  return event({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    choices: [choice],
    ...(includeUsage && { usage: null }),
  });
}

/** A provider that does not report its use gets no chunk of zeros. */
function usageChunk({ head: { id, created, model }, includeUsage }: EventOptions, usage: Usage | undefined): string {
  const counted = wireUsage(usage);
  if (!includeUsage || !counted) return "";
  return event({ id, object: "chat.completion.chunk", created, model, choices: [], usage: counted });
}

function event(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
