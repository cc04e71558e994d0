import {
  CapabilityError,
  type CapabilityErrorCode,
  type ChatMessage,
  type ChatRequest,
  type ChatResult,
  type ContentPart,
  type FinishReason,
  type ToolCall,
  type Usage,
} from "@mortise/sdk";
import { membersOf, numberOf, present, textOf, type Members } from "../reading.js";

/** A server that speaks OpenAI's chat completions. */
export interface ModelServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks a server for a whole answer. Rejects with `CapabilityError`. */
export async function askForCompletion(
  { url, headers }: ModelServer,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<ChatResult> {
  const response = await send(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(bodyOf(request)),
    signal,
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusalOf(response, answer);
  return toResult(answer);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw new CapabilityError("the call was aborted", { code: "aborted", cause: error });
    throw new CapabilityError("the model's server cannot be reached", { code: "unavailable", cause: error });
  }
}

function bodyOf(request: ChatRequest): Members {
  const { toolChoice, responseFormat } = request;
  return present({
    model: request.model,
    messages: request.messages.map(toWire),
    tools: request.tools?.map((tool) => ({ type: "function", function: tool })),
    tool_choice: typeof toolChoice === "object" ? { type: "function", function: toolChoice } : toolChoice,
    temperature: request.temperature,
    top_p: request.topP,
    max_tokens: request.maxOutputTokens,
    stop: request.stop,
    seed: request.seed,
    response_format: responseFormat && formatOf(responseFormat),
  });
}

function formatOf(format: NonNullable<ChatRequest["responseFormat"]>): Members {
  if (format.type === "json-schema") {
    return { type: "json_schema", json_schema: { name: format.name, schema: format.schema } };
  }
  return { type: format.type === "json" ? "json_object" : "text" };
}

function toWire(message: ChatMessage): Members {
  if (message.role === "tool") return { role: "tool", content: message.content, tool_call_id: message.toolCallId };
  if (message.role !== "assistant") {
    const { role, content } = message;
    return { role, content: typeof content === "string" ? content : content.map(partOf) };
  }
  const calls = message.toolCalls?.map(({ id, name, arguments: written }) => ({
    id,
    type: "function",
    function: { name, arguments: written },
  }));
  return { role: "assistant", content: message.content, ...(calls && { tool_calls: calls }) };
}

function partOf(part: ContentPart): Members {
  if (part.type === "text") return { type: "text", text: part.text };
  const url =
    part.type === "image-url" ? part.url : `data:${part.mediaType};base64,${Buffer.from(part.data).toString("base64")}`;
  return { type: "image_url", image_url: { url } };
}

const reasons: Readonly<Record<string, FinishReason>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  content_filter: "content-filter",
};

function toResult(answer: unknown): ChatResult {
  const { choices, usage } = membersOf(answer);
  const { message, finish_reason: reason } = membersOf(Array.isArray(choices) ? choices[0] : undefined);
  if (message === undefined) throw new CapabilityError("the model gave no answer", { code: "unavailable" });
  const { content, tool_calls: calls } = membersOf(message);
  const toolCalls = (Array.isArray(calls) ? calls : []).map(toCall);
  const used = toUsage(membersOf(usage));
  return {
    message: { role: "assistant", content: textOf(content) ?? "", ...(toolCalls.length > 0 && { toolCalls }) },
    finishReason: reasons[textOf(reason) ?? ""] ?? (toolCalls.length > 0 ? "tool-calls" : "stop"),
    ...(used && { usage: used }),
  };
}

function toCall(call: unknown): ToolCall {
  const { id, function: called } = membersOf(call);
  const { name, arguments: written } = membersOf(called);
  return { id: textOf(id) ?? "", name: textOf(name) ?? "", arguments: textOf(written) ?? "{}" };
}

function toUsage({ prompt_tokens: read, completion_tokens: written }: Members): Usage | undefined {
  const inputTokens = numberOf(read);
  const outputTokens = numberOf(written);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { ...(inputTokens !== undefined && { inputTokens }), ...(outputTokens !== undefined && { outputTokens }) };
}

const codes: Readonly<Record<number, CapabilityErrorCode>> = {
  400: "invalid-request",
  401: "authentication",
  403: "permission",
  404: "not-found",
  408: "timeout",
  422: "invalid-request",
  429: "rate-limited",
};

function refusalOf({ status }: Response, answer: unknown): CapabilityError {
  const { error } = membersOf(answer);
  const told = textOf(membersOf(error)["message"]) ?? textOf(error) ?? `the model's server answered ${status}`;
  return new CapabilityError(told, { code: codes[status] ?? "unavailable", status });
}
