import { CapabilityError, type ChatChunk, type ChatResult } from "@mortise/sdk";
import type { Serving } from "../serving.js";
import { beginCall } from "./call-hooks.js";
import { collectAnswer } from "./collect.js";
import { chunksOf } from "./pieces.js";
import { assertAnswer } from "./reply.js";
import { followStream, streamOf, type NextChunk } from "./stream.js";
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
  const next = await streamCall(call, serving);
  const answer = collectAnswer();
  for (;;) {
    const chunk = await next();
    if (chunk === undefined) throw cutShort(turn);
    const result = answer.add(chunk);
    if (result) return result;
    yield chunk;
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

async function streamCall(call: ModelCall, serving: Serving): Promise<NextChunk> {
  const { turn, request } = call;
  const { provider, signal, requestId, filters } = turn;
  const hear = await beginCall(call, serving);
  try {
    const stream = await serving.host.call(provider, "stream", request, { signal, requestId });
    let told: Promise<void> | undefined;
    const follow = followStream(stream, turn, (outcome) => {
      told = hear(outcome);
    });
    const followed: NextChunk = async () => {
      const chunk = await follow();
      await told;
      return chunk;
    };
    if (!filters.hasStream) return followed;
    const filtered = await filters.stream({ requestId, provider: provider.id, request }, streamOf(followed));
    const reader = filtered.getReader();
    return async () => (await reader.read()).value;
  } catch (error) {
    await hear({ error });
    throw error;
  }
}
