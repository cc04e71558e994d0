import { CapabilityError, type ChatChunk, type ChatResult, type FinishReason, type Usage } from "@mortise/sdk";
import type * as vendor from "@mistralai/mistralai/models/components";

const finishReasons: Readonly<Record<string, FinishReason>> = {
  length: "length",
  model_length: "length",
  tool_calls: "tool-calls",
};

/** A whole answer. Throws `CapabilityError` with `unavailable` where it holds none. */
export function chatResult(completion: vendor.ChatCompletionResponse): ChatResult {
  const choice = completion.choices[0];
  if (!choice?.message) throw new CapabilityError("Mistral answered without a message.", { code: "unavailable" });
  const toolCalls = choice.message.toolCalls?.map((call) => ({
    id: call.id ?? "",
    name: call.function.name,
    arguments: argumentsText(call),
  }));
  return {
    message: {
      role: "assistant",
      content: textOf(choice.message.content),
      ...(toolCalls && toolCalls.length > 0 && { toolCalls }),
    },
    finishReason: finishReason(choice.finishReason),
    usage: usage(completion.usage),
  };
}

/**
 * The pieces of a streamed answer. Throws `CapabilityError` with `unavailable` where the stream ends before the answer
 * does.
 */
export async function* chatChunks(
  events: ReadableStreamDefaultReader<vendor.CompletionEvent>,
): AsyncGenerator<ChatChunk, void> {
  let reason: FinishReason | undefined;
  let used: Usage | undefined;
  for (let event = await events.read(); !event.done; event = await events.read()) {
    const { choices, usage: counted } = event.value.data;
    if (counted) used = usage(counted);
    const choice = choices[0];
    if (!choice) continue;
    yield* deltaChunks(choice.delta);
    if (choice.finishReason) reason = finishReason(choice.finishReason);
  }
  if (!reason) {
    throw new CapabilityError("Mistral ended the stream before the answer was complete.", { code: "unavailable" });
  }
  yield { type: "finish", finishReason: reason, ...(used && { usage: used }) };
}

function* deltaChunks(delta: vendor.DeltaMessage): Generator<ChatChunk, void> {
  const text = textOf(delta.content);
  if (text) yield { type: "text", text };
  for (const call of delta.toolCalls ?? []) {
    yield {
      type: "tool-call",
      index: call.index ?? 0,
      // The client says "null" where the vendor said nothing.
      ...(call.id && call.id !== "null" && { id: call.id }),
      ...(call.function.name && { name: call.function.name }),
      arguments: argumentsText(call),
    };
  }
}

function argumentsText({ function: { arguments: given } }: vendor.ToolCall): string {
  return typeof given === "string" ? given : JSON.stringify(given);
}

/** The text of a message; what a model thought before it spoke is not part of it. */
function textOf(content: vendor.AssistantMessage["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((chunk) => (chunk.type === "text" && "text" in chunk ? chunk.text : "")).join("");
}

function finishReason(reason: string): FinishReason {
  if (reason !== "error") return finishReasons[reason] ?? "stop";
  throw new CapabilityError("Mistral broke off the answer because of an error of its own.", { code: "unavailable" });
}

function usage(counted: vendor.UsageInfo): Usage {
  return { inputTokens: counted.promptTokens ?? 0, outputTokens: counted.completionTokens ?? 0 };
}
