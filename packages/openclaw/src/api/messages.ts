import type { ChatMessage, ContentPart, ToolCall } from "@mortise/sdk";
import { isMembers, membersOf, textOf } from "./reading.js";

/** A message of a conversation as OpenClaw's agents have it. */
export interface TheirMessage {
  readonly role: string;
  readonly content: unknown;
  readonly [member: string]: unknown;
}

/** A conversation as OpenClaw tells it: system texts apart, and the user's last words apart from what came before. */
export interface TheirConversation {
  /** The user's last words. */
  readonly prompt: string;
  readonly systemPrompt?: string;
  /** All but system texts. */
  readonly messages: readonly TheirMessage[];
  /** The messages before the user's last. */
  readonly history: readonly TheirMessage[];
  /** How many images go along with the prompt. */
  readonly imagesCount: number;
}

/** Tells a conversation of ours in their way. */
export function toTheirConversation(messages: readonly ChatMessage[]): TheirConversation {
  const system = messages.flatMap((message) => (message.role === "system" ? [plainText(message.content)] : []));
  const spoken = messages.filter(({ role }) => role !== "system");
  const at = spoken.findLastIndex(({ role }) => role === "user");
  const last = spoken[at]?.content ?? "";
  const names = toolNames(spoken);
  const told = spoken.map((message) => toTheirMessage(message, names));
  return {
    prompt: plainText(last),
    ...(system.length > 0 && { systemPrompt: system.join("\n\n") }),
    messages: told,
    history: at < 0 ? told : told.slice(0, at),
    imagesCount: typeof last === "string" ? 0 : last.filter(({ type }) => type !== "text").length,
  };
}

/** The text of a message's content; images are left out. */
export function plainText(content: string | readonly ContentPart[]): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

function toolNames(messages: readonly ChatMessage[]): ReadonlyMap<string, string> {
  const calls = messages.flatMap((message) => (message.role === "assistant" ? (message.toolCalls ?? []) : []));
  return new Map(calls.map(({ id, name }) => [id, name]));
}

/** One message of ours in their form. `names`: the tools of calls, by the call's id. */
export function toTheirMessage(message: ChatMessage, names: ReadonlyMap<string, string> = new Map()): TheirMessage {
  switch (message.role) {
    case "assistant":
      return { role: "assistant", content: assistantContent(message.content, message.toolCalls) };
    case "tool": {
      const { toolCallId, content } = message;
      const text = [{ type: "text", text: content }];
      return { role: "toolResult", toolCallId, toolName: names.get(toolCallId) ?? "", content: text, isError: false };
    }
    default: {
      const { role, content } = message;
      return { role, content: typeof content === "string" ? content : content.map(toTheirPart) };
    }
  }
}

/** An assistant's answer in their form. */
export function assistantContent(text: string, calls: readonly ToolCall[] = []): readonly unknown[] {
  const said = text === "" ? [] : [{ type: "text", text }];
  return [
    ...said,
    ...calls.map(({ id, name, arguments: written }) => ({ type: "toolCall", id, name, arguments: parsed(written) })),
  ];
}

function toTheirPart(part: ContentPart): unknown {
  if (part.type === "text") return part;
  if (part.type === "image-url") return { type: "image", url: part.url };
  return { type: "image", data: Buffer.from(part.data).toString("base64"), mimeType: part.mediaType };
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return {};
  }
}

/** Messages of theirs in our form; what is none is left out. */
export function fromTheirMessages(messages: unknown): readonly ChatMessage[] {
  return Array.isArray(messages) ? messages.flatMap((message) => fromTheirMessage(message) ?? []) : [];
}

function fromTheirMessage(message: unknown): ChatMessage | undefined {
  const { role, content, toolCallId } = membersOf(message);
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  const text =
    typeof content === "string" ? content : parts.flatMap((part) => textOf(membersOf(part)["text"]) ?? []).join("\n");
  if (role === "assistant") {
    const toolCalls = parts.flatMap((part) => fromTheirCall(part) ?? []);
    return { role, content: text, ...(toolCalls.length > 0 && { toolCalls }) };
  }
  if (role === "toolResult" || role === "tool")
    return { role: "tool", content: text, toolCallId: textOf(toolCallId) ?? "" };
  if (role !== "user" && role !== "system") return undefined;
  const images = parts.flatMap((part) => fromTheirImage(part) ?? []);
  return { role, content: images.length > 0 ? [{ type: "text", text }, ...images] : text };
}

function fromTheirCall(part: unknown): ToolCall | undefined {
  const { type, id, name, arguments: given } = membersOf(part);
  if (type !== "toolCall" || typeof id !== "string" || typeof name !== "string") return undefined;
  return { id, name, arguments: JSON.stringify(isMembers(given) ? given : {}) };
}

function fromTheirImage(part: unknown): ContentPart | undefined {
  const { type, data, mimeType, url } = membersOf(part);
  if (type !== "image") return undefined;
  if (typeof url === "string") return { type: "image-url", url };
  if (typeof data !== "string") return undefined;
  return { type: "image", data: Buffer.from(data, "base64"), mediaType: textOf(mimeType) ?? "image/png" };
}
