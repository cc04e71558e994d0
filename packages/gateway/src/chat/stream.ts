import { CapabilityError, type ChatChunk } from "@mortise/sdk";
import { collectAnswer } from "./collect.js";
import type { CallOutcome, Turn } from "./turn.js";

/** Gives the chunks of an answer one at a time, nothing after the last. Rejects with what went wrong. */
export type NextChunk = () => Promise<ChatChunk | undefined>;

/** A stream of chunks that is read. */
export interface Followed {
  readonly next: NextChunk;
  /** Reads no further; nothing happens where it has ended. */
  stop(): void;
}

/** Reads a provider's stream. `end` is told of its end, once: the last chunk, an error or the reader's leave. */
export function followStream(
  stream: ReadableStream<ChatChunk>,
  { provider, signal }: Turn,
  end: (outcome: CallOutcome) => void,
): Followed {
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
  const next: NextChunk = async () => {
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
  const unwanted = () => new CapabilityError("Nobody wanted the rest of the answer.", { code: "aborted" });
  return { next, stop: () => finish({ error: unwanted() }) };
}

/** Chunks as a stream, for filters. */
export function streamOf({ next, stop }: Followed): ReadableStream<ChatChunk> {
  return new ReadableStream({
    cancel: stop,
    async pull(controller) {
      const chunk = await next();
      if (chunk === undefined) return controller.close();
      controller.enqueue(chunk);
      if (chunk.type === "finish") controller.close();
    },
  });
}
