import { CapabilityError } from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import type { Pieces, ReplyPiece } from "./pieces.js";

/** Pipes a reply through what plugins put into its way by `reply_stream`; the same where there is nothing. */
export async function throughPlugins(
  pieces: Pieces,
  { requestId, model, signal }: Exchange & { readonly model: string },
  { host }: Serving,
): Promise<Pieces> {
  await host.prepareHook("reply_stream");
  if (host.registry.handlers("reply_stream").length === 0) return pieces;
  const source = toStream(pieces);
  return toPieces(await host.hooks.stream("reply_stream", { requestId, model }, source, { signal }));
}

function toStream(pieces: Pieces): ReadableStream<ReplyPiece> {
  return new ReadableStream<ReplyPiece>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Throws `unavailable` where a plugin puts in something that is no piece, or takes out the end. */
async function* toPieces(stream: ReadableStream<ReplyPiece>): AsyncGenerator<ReplyPiece, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new CapabilityError("The reply ended before its end came.", { code: "unavailable" });
      if (!isPiece(value)) throw new CapabilityError("A piece of the reply is none.", { code: "unavailable" });
      yield value;
      if (value.type === "finish") return;
    }
  } finally {
    // Nothing more is read; what a plugin does with that news is its own affair.
    reader.cancel().catch(() => {});
  }
}

function isPiece(value: unknown): value is ReplyPiece {
  const { type, text } = Object(value) as { readonly type?: unknown; readonly text?: unknown };
  if (type === "text" || type === "refusal") return typeof text === "string";
  return type === "tool-call" || type === "finish";
}
