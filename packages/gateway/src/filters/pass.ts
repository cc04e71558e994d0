import {
  CapabilityError,
  type ChatChunk,
  type ChatResult,
  type Filter,
  type FilterOutlet,
  type FilterStream,
} from "@mortise/sdk";
import { collectAnswer } from "../chat/collect.js";
import { chunksOf } from "../chat/pieces.js";
import type { SurfaceEntry } from "../surface-entries.js";

/** One filter around the model. */
export type Layer = SurfaceEntry<Filter>;

/** Asks a filter and gives its answer, whatever that is. */
export interface AskLayer {
  outlet(layer: Layer, given: FilterOutlet): Promise<unknown>;
  stream(layer: Layer, given: FilterStream): Promise<unknown>;
}

/** Whether a filter looks at answers. */
export function looksAtAnswers({ value }: Layer): boolean {
  return typeof value.outlet === "function" || typeof value.stream === "function";
}

/** Takes a whole answer out through a filter; one that knows streams alone gets it as a stream. */
export async function passWhole(layer: Layer, given: FilterOutlet, ask: AskLayer): Promise<ChatResult> {
  if (typeof layer.value.outlet === "function") return askOutlet(layer, given, ask);
  if (typeof layer.value.stream !== "function") return given.result;
  const { result, ...rest } = given;
  return collectStream(await askStream(layer, { ...rest, chunks: streamOfResult(result) }, ask));
}

/**
 * Takes a streamed answer out through a filter. One that knows whole answers alone is asked when the answer is whole, and
 * what it gives goes on in one piece: a filter that masks must not be passed by because the caller streams.
 */
export async function passStream(layer: Layer, given: FilterStream, ask: AskLayer): Promise<ReadableStream<ChatChunk>> {
  if (typeof layer.value.stream === "function") return askStream(layer, given, ask);
  if (typeof layer.value.outlet !== "function") return given.chunks;
  const { chunks, ...rest } = given;
  return streamOfResult(await askOutlet(layer, { ...rest, result: await collectStream(chunks) }, ask));
}

async function askOutlet(layer: Layer, given: FilterOutlet, ask: AskLayer): Promise<ChatResult> {
  return accept(layer, await ask.outlet(layer, given), isResult, "answer");
}

async function askStream(layer: Layer, given: FilterStream, ask: AskLayer): Promise<ReadableStream<ChatChunk>> {
  return accept(layer, await ask.stream(layer, given), isStream, "stream");
}

/** Reads a stream to its end. Throws `unavailable` where that is not the answer's. */
async function collectStream(chunks: ReadableStream<ChatChunk>): Promise<ChatResult> {
  const answer = collectAnswer();
  const reader = chunks.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new CapabilityError("The stream ended before the answer did.", { code: "unavailable" });
    const result = answer.add(value);
    if (!result) continue;
    // What comes after the end is nobody's affair.
    reader.cancel().catch(() => {});
    return result;
  }
}

function streamOfResult(result: ChatResult): ReadableStream<ChatChunk> {
  const { finishReason, usage } = result;
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunksOf(result)) controller.enqueue(chunk);
      controller.enqueue({ type: "finish", finishReason, ...(usage && { usage }) });
      controller.close();
    },
  });
}

/** Throws `unavailable` where a filter gave something else than was asked for. */
export function accept<Value>(
  { id, plugin }: Layer,
  value: unknown,
  isRight: (value: unknown) => value is Value,
  what: string,
): Value {
  if (isRight(value)) return value;
  const message = `The filter "${id}" of ${plugin} gave something that is no ${what}.`;
  throw new CapabilityError(message, { code: "unavailable" });
}

function isResult(value: unknown): value is ChatResult {
  return typeof (value as Partial<ChatResult> | undefined)?.message?.content === "string";
}

function isStream(value: unknown): value is ReadableStream<ChatChunk> {
  return value instanceof ReadableStream && !value.locked;
}
