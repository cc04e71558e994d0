import { CapabilityError, type ChatResult, type FinishReason, type ToolCall, type Usage } from "@mortise/sdk";

/** What the caller gets: a model's answer, or the reason why it was held back. */
export interface Reply {
  readonly content: string;
  readonly toolCalls: readonly ToolCall[];
  /** Why the answer was held back; absent where it was not. */
  readonly refusal?: string;
  readonly finishReason: FinishReason;
  readonly usage?: Usage;
}

/** Throws `unavailable` where a provider gave something else than an answer. */
export function assertAnswer(result: unknown, provider: string): asserts result is ChatResult {
  if (typeof (result as Partial<ChatResult> | undefined)?.message?.content === "string") return;
  throw new CapabilityError(`The provider "${provider}" gave something that is no answer.`, { code: "unavailable" });
}

/** An answer that no model gave; an empty one where there is no text. */
export function textReply(text: unknown): Reply {
  return { content: typeof text === "string" ? text : "", toolCalls: [], finishReason: "stop" };
}

/** A model's answer as a reply. */
export function toReply({ message, finishReason, usage }: ChatResult): Reply {
  return { content: message.content, toolCalls: message.toolCalls ?? [], finishReason, ...(usage && { usage }) };
}

/** A reply that was held back. */
export function refused(reply: Reply, reason: string): Reply {
  const { usage } = reply;
  return { content: "", toolCalls: [], refusal: reason, finishReason: "content-filter", ...(usage && { usage }) };
}

const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  "content-filter": "content_filter",
};

/** OpenAI's word for why a model stopped. */
export function wireFinishReason(reason: FinishReason): string {
  return finishReasons[reason] ?? "stop";
}

/** Counts of tokens as OpenAI has them; nothing where the provider counted none, or other things alone. */
export function wireUsage({ inputTokens, outputTokens }: Usage = {}): object | undefined {
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return wireTokens(inputTokens, outputTokens);
}

function wireTokens(inputTokens = 0, outputTokens = 0): object {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

/** What every object of one completion says of it. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** `provider/model`. */
  readonly model: string;
}

/** A whole reply in OpenAI's format. */
export function wireCompletion({ id, created, model }: CompletionHead, reply: Reply): object {
  const { content, refusal = null, toolCalls, finishReason, usage } = reply;
  const isEmpty = content === "" && (toolCalls.length > 0 || refusal !== null);
  const message = {
    role: "assistant",
    content: isEmpty ? null : content,
    refusal,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(wireToolCall) }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: wireFinishReason(finishReason) };
  const counted = wireUsage(usage);
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [choice],
    ...(counted && { usage: counted }),
  };
}

function wireToolCall({ id, name, arguments: written }: ToolCall): object {
  return { id, type: "function", function: { name, arguments: written } };
}
