import { CapabilityError, type ChatMessage, type ChatRequest, type ContentPart, type ToolCall } from "@mortise/sdk";
import type {
  ChatCompletionContentPart,
  ChatCompletionContentPartText,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
  ChatCompletionToolChoiceOption,
} from "openai/resources/chat/completions";
import { given } from "./given.js";

/** A request as the chat completions API takes it. Throws `CapabilityError` with `unsupported`. */
export function completionParams(request: ChatRequest): ChatCompletionCreateParamsNonStreaming {
  return {
    model: request.model,
    messages: request.messages.map(message),
    ...given({
      tools: request.tools?.map((tool) => ({ type: "function" as const, function: { ...tool } })),
      tool_choice: toolChoice(request.toolChoice),
      temperature: request.temperature,
      top_p: request.topP,
      max_completion_tokens: request.maxOutputTokens,
      stop: request.stop && [...request.stop],
      seed: request.seed,
      response_format: responseFormat(request.responseFormat),
    }),
  };
}

/** An image as the API takes it, by address. */
export function imagePart(url: string): ChatCompletionContentPart {
  return { type: "image_url", image_url: { url } };
}

/** Bytes as an address that carries them. */
export function dataUrl(data: Uint8Array, mediaType: string): string {
  return `data:${mediaType};base64,${Buffer.from(data).toString("base64")}`;
}

function message(from: ChatMessage): ChatCompletionMessageParam {
  switch (from.role) {
    case "tool":
      return { role: "tool", content: from.content, tool_call_id: from.toolCallId };
    case "assistant":
      return { role: "assistant", content: from.content, ...given({ tool_calls: from.toolCalls?.map(toolCall) }) };
    case "system":
      return { role: "system", content: typeof from.content === "string" ? from.content : from.content.map(textPart) };
    case "user":
      return { role: "user", content: typeof from.content === "string" ? from.content : from.content.map(contentPart) };
  }
}

function contentPart(part: ContentPart): ChatCompletionContentPart {
  if (part.type === "text") return textPart(part);
  return imagePart(part.type === "image" ? dataUrl(part.data, part.mediaType) : part.url);
}

function textPart(part: ContentPart): ChatCompletionContentPartText {
  if (part.type === "text") return { type: "text", text: part.text };
  throw new CapabilityError("OpenAI takes images in user messages only; a system message has one.", {
    code: "unsupported",
  });
}

function toolCall(call: ToolCall): ChatCompletionMessageFunctionToolCall {
  return { id: call.id, type: "function", function: { name: call.name, arguments: call.arguments } };
}

function toolChoice(choice: ChatRequest["toolChoice"]): ChatCompletionToolChoiceOption | undefined {
  return typeof choice === "object" ? { type: "function", function: { name: choice.name } } : choice;
}

function responseFormat(
  format: ChatRequest["responseFormat"],
): ChatCompletionCreateParamsNonStreaming["response_format"] | undefined {
  if (format?.type === "json") return { type: "json_object" };
  if (format?.type === "json-schema") {
    return { type: "json_schema", json_schema: { name: format.name, schema: format.schema } };
  }
  return format && { type: "text" };
}
