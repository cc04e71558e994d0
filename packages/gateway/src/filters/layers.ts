import {
  filter,
  type ChatChunk,
  type ChatRequest,
  type ChatResult,
  type FilterInlet,
  type FilterOutlet,
} from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { byPriority, surfaceEntries } from "../surface-entries.js";
import { accept, looksAtAnswers, passStream, passWhole, type AskLayer } from "./pass.js";

/** The filters that lie around a model, outermost first: the highest priority is nearest to the caller. */
export interface FilterLayers {
  /** Whether a filter looks at answers. */
  readonly changesAnswers: boolean;
  /** Takes a request inwards, through every `inlet`. */
  inlet(given: FilterInlet): Promise<ChatRequest>;
  /** Takes a whole answer outwards, through every `outlet`; through `stream` where a filter has that alone. */
  outlet(given: FilterOutlet): Promise<ChatResult>;
  /** Takes a streamed answer outwards, through every `stream`; through `outlet` where a filter has that alone. */
  stream(given: Omit<FilterOutlet, "result">, chunks: ReadableStream<ChatChunk>): Promise<ReadableStream<ChatChunk>>;
}

/** The filters of plugins, ready for one turn. What a filter throws refuses the request. */
export async function openFilters({ requestId, signal }: Exchange, { host }: Serving): Promise<FilterLayers> {
  const layers = byPriority(await surfaceEntries(filter, host));
  const bounds = { requestId, signal };
  const outwards = layers.filter(looksAtAnswers).toReversed();
  const ask: AskLayer = {
    outlet: (layer, given) => host.call(layer, "outlet", given, bounds),
    stream: (layer, given) => host.call(layer, "stream", given, bounds),
  };
  return {
    changesAnswers: outwards.length > 0,
    async inlet(given) {
      let { request } = given;
      for (const layer of layers) {
        if (typeof layer.value.inlet !== "function") continue;
        const changed: unknown = await host.call(layer, "inlet", { ...given, request }, bounds);
        request = accept(layer, changed, isRequest, "request");
      }
      return request;
    },
    async outlet(given) {
      let { result } = given;
      for (const layer of outwards) result = await passWhole(layer, { ...given, result }, ask);
      return result;
    },
    async stream(given, from) {
      let chunks = from;
      for (const layer of outwards) chunks = await passStream(layer, { ...given, chunks }, ask);
      return chunks;
    },
  };
}

function isRequest(value: unknown): value is ChatRequest {
  const { model, messages } = (value ?? {}) as Partial<Record<keyof ChatRequest, unknown>>;
  return typeof model === "string" && Array.isArray(messages);
}
