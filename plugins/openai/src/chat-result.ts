import { CapabilityError, type ChatChunk, type ChatResult, type FinishReason, type Usage } from "@mortise/sdk";
import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import type { CompletionUsage } from "openai/resources/completions";

/** The rest, servers that only speak OpenAI's API included, is a plain stop. */
const finishReasons: Readonly<Record<string, FinishReason>> = {
  length: "length",
  tool_calls: "tool-calls",
  content_filter: "content-filter",
};

/** A whole answer of the chat completions API. Throws `CapabilityError` with `unavailable` where it holds none. */
export function chatResult(completion: ChatCompletion): ChatResult {
  const choice = completion.choices[0];
  if (!choice) throw new CapabilityError("OpenAI answered without a message.", { code: "unavailable" });
  const calls = (choice.message.tool_calls ?? []).filter((call) => call.type === "function");
  const toolCalls = calls.map((call) => ({ id: call.id, ...call.function }));
  return {
    message: {
      role: "assistant",
      // A refusal is what the model says instead of an answer.
      content: choice.message.content ?? choice.message.refusal ?? "",
      ...(toolCalls.length > 0 && { toolCalls }),
    },
    finishReason: finishReasons[choice.finish_reason] ?? "stop",
    ...usage(completion.usage),
  };
}

/**
 * The pieces of a streamed answer. The end is held back until the stream is over, because the usage follows it. Throws
 * `CapabilityError` with `unavailable` where the stream ends before the answer does.
 */
export async function* chatChunks(pieces: AsyncIterable<ChatCompletionChunk>): AsyncGenerator<ChatChunk, void> {
  let finishReason: FinishReason | undefined;
  let used: { readonly usage?: Usage } = {};
  for await (const piece of pieces) {
    if (piece.usage) used = usage(piece.usage);
    const choice = piece.choices[0];
    if (!choice) continue;
    yield* deltaChunks(choice.delta);
    if (choice.finish_reason) finishReason = finishReasons[choice.finish_reason] ?? "stop";
  }
  if (!finishReason) {
    throw new CapabilityError("OpenAI ended the stream before the answer was complete.", { code: "unavailable" });
  }
  yield { type: "finish", finishReason, ...used };
}

function* deltaChunks(delta: ChatCompletionChunk.Choice.Delta): Generator<ChatChunk, void> {
  const text = delta.content ?? delta.refusal;
  if (text) yield { type: "text", text };
  for (const call of delta.tool_calls ?? []) {
    yield {
      type: "tool-call",
      index: call.index,
      ...(call.id && { id: call.id }),
      ...(call.function?.name && { name: call.function.name }),
      ...(call.function?.arguments && { arguments: call.function.arguments }),
    };
  }
}

/** Counts of tokens under the member that results carry them in; nothing where the vendor did not count. */
export function usage(counted: CompletionUsage | undefined): { readonly usage?: Usage } {
  return counted ? { usage: { inputTokens: counted.prompt_tokens, outputTokens: counted.completion_tokens } } : {};
}
