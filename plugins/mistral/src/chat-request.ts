import { createHash } from "node:crypto";
import { CapabilityError, type ChatMessage, type ChatRequest, type ContentPart, type ToolCall } from "@mortise/sdk";
import type * as vendor from "@mistralai/mistralai/models/components";

/** A request as the vendor's client takes it. Throws `CapabilityError` with `unsupported`. */
export function completionRequest(request: ChatRequest): vendor.ChatCompletionRequest {
  return {
    model: request.model,
    messages: request.messages.map(message),
    tools: request.tools?.map((tool) => ({ type: "function" as const, function: { ...tool } })),
    toolChoice: toolChoice(request.toolChoice),
    temperature: request.temperature,
    topP: request.topP,
    maxTokens: request.maxOutputTokens,
    stop: request.stop && [...request.stop],
    randomSeed: request.seed,
    responseFormat: responseFormat(request.responseFormat),
  };
}

function message(from: ChatMessage): vendor.ChatCompletionRequestMessage {
  switch (from.role) {
    case "tool":
      return { role: "tool", content: from.content, toolCallId: vendorCallId(from.toolCallId) };
    case "assistant":
      return { role: "assistant", content: from.content, toolCalls: from.toolCalls?.map(toolCall) };
    case "system":
      return { role: "system", content: typeof from.content === "string" ? from.content : from.content.map(textChunk) };
    case "user":
      return {
        role: "user",
        content: typeof from.content === "string" ? from.content : from.content.map(contentChunk),
      };
  }
}

function contentChunk(part: ContentPart): vendor.ContentChunk {
  if (part.type === "text") return textChunk(part);
  const bytes = part.type === "image" ? Buffer.from(part.data).toString("base64") : "";
  return { type: "image_url", imageUrl: part.type === "image" ? `data:${part.mediaType};base64,${bytes}` : part.url };
}

function textChunk(part: ContentPart): vendor.TextChunk & { readonly type: "text" } {
  if (part.type === "text") return { type: "text", text: part.text };
  throw new CapabilityError("Mistral takes images in user messages only; a system message has one.", {
    code: "unsupported",
  });
}

function toolCall(call: ToolCall, index: number): vendor.ToolCall {
  return { id: vendorCallId(call.id), index, function: { name: call.name, arguments: call.arguments } };
}

/** The vendor takes nine letters and digits only, and a conversation may have begun with another provider. */
function vendorCallId(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 9);
}

function toolChoice(choice: ChatRequest["toolChoice"]): vendor.ChatCompletionRequestToolChoice | undefined {
  return typeof choice === "object" ? { type: "function", function: { name: choice.name } } : choice;
}

function responseFormat(format: ChatRequest["responseFormat"]): vendor.ResponseFormat | undefined {
  if (format?.type === "json") return { type: "json_object" };
  if (format?.type === "json-schema") {
    return { type: "json_schema", jsonSchema: { name: format.name, schemaDefinition: format.schema } };
  }
  return format && { type: "text" };
}
