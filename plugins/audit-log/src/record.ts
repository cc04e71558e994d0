import type { ChatMessage, ContentPart, LlmInputEvent, LlmOutputEvent, MessageReceivedEvent } from "@mortise/sdk";

/** One line of the log; plain data that JSON can carry. */
export interface AuditRecord {
  readonly event: "message_received" | "llm_input" | "llm_output";
  readonly requestId: string;
  readonly [detail: string]: unknown;
}

/** A message that came in: who is asked, and how much was said. */
export function messageRecord(
  { requestId, model, messages }: MessageReceivedEvent,
  includeContent: boolean,
): AuditRecord {
  return {
    event: "message_received",
    requestId,
    model,
    messages: messages.length,
    ...(includeContent && { content: messages.map(readable) }),
  };
}

/** A request to a provider. */
export function inputRecord({ requestId, provider, request }: LlmInputEvent, includeContent: boolean): AuditRecord {
  return {
    event: "llm_input",
    requestId,
    provider,
    model: request.model,
    messages: request.messages.length,
    tools: request.tools?.length ?? 0,
    ...(includeContent && { content: request.messages.map(readable) }),
  };
}

/**
 * A provider's answer. Why a call failed is left out: vendors' error texts repeat keys and prompts, and nothing takes
 * them out of a file that the plugin writes itself.
 */
export function outputRecord(
  { requestId, provider, model, result, durationMs }: LlmOutputEvent,
  includeContent: boolean,
): AuditRecord {
  const base = { event: "llm_output", requestId, provider, model, durationMs: Math.round(durationMs) } as const;
  if (!result) return { ...base, outcome: "failed" };
  return {
    ...base,
    outcome: "answered",
    finishReason: result.finishReason,
    toolCalls: result.message.toolCalls?.length ?? 0,
    ...(result.usage && { usage: result.usage }),
    ...(includeContent && { content: result.message }),
  };
}

/** A message with its media replaced by their size. */
function readable(message: ChatMessage): unknown {
  return typeof message.content === "string" ? message : { ...message, content: message.content.map(readablePart) };
}

function readablePart(part: ContentPart): unknown {
  if (part.type === "image") return { type: part.type, mediaType: part.mediaType, bytes: part.data.byteLength };
  if (part.type === "image-url" && part.url.startsWith("data:"))
    return { type: part.type, characters: part.url.length };
  return part;
}
