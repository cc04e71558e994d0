import {
  CapabilityError,
  filter,
  type ChatChunk,
  type ChatRequest,
  type ChatResult,
  type Filter,
  type FilterInlet,
  type FilterOutlet,
} from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { byPriority, surfaceEntries, type SurfaceEntry } from "../surface-entries.js";

type Layer = SurfaceEntry<Filter>;

/** The filters that lie around a model, outermost first: the highest priority is nearest to the caller. */
export interface FilterLayers {
  /** Whether a filter looks at streams. */
  readonly hasStream: boolean;
  /** Takes a request inwards, through every `inlet`. */
  inlet(given: FilterInlet): Promise<ChatRequest>;
  /** Takes a whole answer outwards, through every `outlet`. */
  outlet(given: FilterOutlet): Promise<ChatResult>;
  /** Takes a streamed answer outwards, through every `stream`. */
  stream(given: Omit<FilterOutlet, "result">, chunks: ReadableStream<ChatChunk>): Promise<ReadableStream<ChatChunk>>;
}

/** The filters of plugins, ready for one turn. What a filter throws refuses the request. */
export async function openFilters({ requestId, signal }: Exchange, { host }: Serving): Promise<FilterLayers> {
  const layers = byPriority(await surfaceEntries(filter, host));
  const bounds = { requestId, signal };
  const inwards = (operation: keyof Filter) => layers.filter(({ value }) => typeof value[operation] === "function");
  const outwards = (operation: keyof Filter) => inwards(operation).toReversed();
  return {
    hasStream: inwards("stream").length > 0,
    async inlet(given) {
      let { request } = given;
      for (const layer of inwards("inlet")) {
        const changed: unknown = await host.call(layer, "inlet", { ...given, request }, bounds);
        request = accept(layer, changed, isRequest, "request");
      }
      return request;
    },
    async outlet(given) {
      let { result } = given;
      for (const layer of outwards("outlet")) {
        const changed: unknown = await host.call(layer, "outlet", { ...given, result }, bounds);
        result = accept(layer, changed, isResult, "answer");
      }
      return result;
    },
    async stream(given, from) {
      let chunks = from;
      for (const layer of outwards("stream")) {
        const changed: unknown = await host.call(layer, "stream", { ...given, chunks }, bounds);
        chunks = accept(layer, changed, isStream, "stream");
      }
      return chunks;
    },
  };
}

function accept<Value>(
  { id, plugin }: Layer,
  value: unknown,
  isRight: (value: unknown) => value is Value,
  what: string,
): Value {
  if (isRight(value)) return value;
  throw new CapabilityError(`The filter "${id}" of ${plugin} gave something that is no ${what}.`, {
    code: "unavailable",
  });
}

function isRequest(value: unknown): value is ChatRequest {
  const { model, messages } = (value ?? {}) as Partial<Record<keyof ChatRequest, unknown>>;
  return typeof model === "string" && Array.isArray(messages);
}

function isResult(value: unknown): value is ChatResult {
  return typeof (value as Partial<ChatResult> | undefined)?.message?.content === "string";
}

function isStream(value: unknown): value is ReadableStream<ChatChunk> {
  return value instanceof ReadableStream && !value.locked;
}
