import { CapabilityError, type ChatChunk, type ChatResult } from "@mortise/sdk";
import type { Serving } from "../serving.js";
import { beginCall } from "./call-hooks.js";
import { collectAnswer } from "./collect.js";
import { chunksOf } from "./pieces.js";
import { assertAnswer } from "./reply.js";
import { followStream, streamOf, type Followed, type NextChunk } from "./stream.js";
import type { ModelCall, Turn } from "./turn.js";

/** Asks the model, filters around it: gives the answer in chunks without its end, and returns the whole of it. */
export async function* askModel(asked: ModelCall, serving: Serving): AsyncGenerator<ChatChunk, ChatResult> {
  const { turn, isStreamed } = asked;
  const { provider, requestId, filters } = turn;
  const request = await filters.inlet({ requestId, provider: provider.id, request: asked.request });
  const call = { ...asked, request };
  if (!isStreamed || typeof provider.value.stream !== "function") {
    const result = await completeCall(call, serving);
    yield* chunksOf(result);
    return result;
  }
  const { next, stop } = await streamCall(call, serving);
  const answer = collectAnswer();
  try {
    for (;;) {
      const chunk = await next();
      if (chunk === undefined) throw cutShort(turn);
      const result = answer.add(chunk);
      if (result) return result;
      yield chunk;
    }
  } finally {
    stop();
  }
}

function cutShort({ signal, provider }: Turn): CapabilityError {
  return signal.aborted
    ? new CapabilityError("The caller went away.", { code: "aborted" })
    : new CapabilityError(`The stream of "${provider.id}" ended before the answer did.`, { code: "unavailable" });
}

async function completeCall(call: ModelCall, serving: Serving): Promise<ChatResult> {
  const { turn, request } = call;
  const { provider, signal, requestId, filters } = turn;
  const hear = await beginCall(call, serving);
  try {
    const result = await serving.host.call(provider, "complete", request, { signal, requestId });
    assertAnswer(result, provider.id);
    await hear({ result });
    return await filters.outlet({ requestId, provider: provider.id, request, result });
  } catch (error) {
    await hear({ error });
    throw error;
  }
}

async function streamCall(call: ModelCall, serving: Serving): Promise<Followed> {
  const { turn, request } = call;
  const { provider, signal, requestId, filters } = turn;
  const hear = await beginCall(call, serving);
  let opened: Followed | undefined;
  try {
    const stream = await serving.host.call(provider, "stream", request, { signal, requestId });
    let told: Promise<void> | undefined;
    const { next, stop } = followStream(stream, turn, (outcome) => {
      told = hear(outcome);
    });
    const heard: NextChunk = async () => {
      const chunk = await next();
      await told;
      return chunk;
    };
    opened = { next: heard, stop };
    if (!filters.changesAnswers) return opened;
    return readFrom(await filters.stream({ requestId, provider: provider.id, request }, streamOf(opened)));
  } catch (error) {
    await hear({ error });
    // A filter that refuses leaves the provider without a reader.
    opened?.stop();
    throw error;
  }
}

function readFrom(stream: ReadableStream<ChatChunk>): Followed {
  const reader = stream.getReader();
  return { next: async () => (await reader.read()).value, stop: () => void reader.cancel().catch(() => {}) };
}
