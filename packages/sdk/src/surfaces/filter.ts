import { defineSurface } from "../contract.js";
import type { ChatChunk, ChatRequest, ChatResult } from "../capabilities/text-inference.js";
import type { CallContext } from "../context.js";

/** A conversation on its way to a model. */
export interface FilterInlet {
  readonly requestId: string;
  /** The provider's id. */
  readonly provider: string;
  readonly request: ChatRequest;
}

/** An answer on its way back. */
export interface FilterOutlet {
  readonly requestId: string;
  readonly provider: string;
  readonly request: ChatRequest;
  readonly result: ChatResult;
}

/** A streamed answer on its way back. */
export interface FilterStream {
  readonly requestId: string;
  readonly provider: string;
  readonly request: ChatRequest;
  readonly chunks: ReadableStream<ChatChunk>;
}

/**
 * Changes conversations on their way in and answers on their way out. All filters run: `inlet` higher priority first,
 * `outlet` and `stream` the other way round, as layers around the model.
 */
export interface Filter {
  readonly id: string;
  /** Higher is nearer to the caller; 0 unless given. */
  readonly priority?: number;
  /** Changes what is asked. A throw refuses the request. */
  inlet?(inlet: FilterInlet, context: CallContext): Promise<ChatRequest>;
  /** Changes a whole answer, or without `stream` a streamed one once it is whole. A throw refuses it. */
  outlet?(outlet: FilterOutlet, context: CallContext): Promise<ChatResult>;
  /** Changes a streamed answer, piece by piece, or without `outlet` a whole one. Without it streams wait for `outlet`. */
  stream?(stream: FilterStream, context: CallContext): Promise<ReadableStream<ChatChunk>>;
}

/** Changes conversations on their way in and answers on their way out. */
export const filter = defineSurface<Filter>()({
  kind: "filter",
  key: "filters",
  ownership: "shared",
  metadata: ["priority"],
  operations: { inlet: "optional", outlet: "optional", stream: "optional" },
  shape: {
    type: "object",
    properties: { priority: { type: "number" } },
    anyOf: [{ required: ["inlet"] }, { required: ["outlet"] }, { required: ["stream"] }],
  },
});
