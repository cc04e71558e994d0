import { setTimeout as pause } from "node:timers/promises";
import type { ChatChunk, ChatResult } from "@mortise/sdk";
import { abortedError } from "../aborted.js";
import { tokensOf } from "./tokens.js";

/** How a result is streamed. */
export interface StreamOptions {
  /** Ends the stream with an error, `aborted` or `timeout`. */
  readonly signal: AbortSignal;
  /** Before each piece, in milliseconds. */
  readonly delayMs: number;
}

/** A result word by word, each made when the reader asks for it; one `finish` ends it. */
export function streamResult(result: ChatResult, { signal, delayMs }: StreamOptions): ReadableStream<ChatChunk> {
  const chunks = chunksOf(result);
  const cancelled = new AbortController();
  const ended = AbortSignal.any([signal, cancelled.signal]);
  return new ReadableStream<ChatChunk>(
    {
      start(controller) {
        ended.addEventListener("abort", () => signal.aborted && controller.error(abortedError(signal)), { once: true });
      },
      async pull(controller) {
        if (delayMs > 0) await pause(delayMs, undefined, { signal: ended }).catch(() => undefined);
        if (ended.aborted) return;
        const { value, done } = chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => cancelled.abort(),
    },
    // Nothing is made ahead of the reader.
    { highWaterMark: 0 },
  );
}

function* chunksOf({ message, finishReason, usage }: ChatResult): Generator<ChatChunk, undefined> {
  for (const text of tokensOf(message.content)) yield { type: "text", text };
  for (const [index, call] of (message.toolCalls ?? []).entries()) yield { type: "tool-call", index, ...call };
  yield { type: "finish", finishReason, ...(usage === undefined ? {} : { usage }) };
  return undefined;
}
