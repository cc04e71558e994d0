import type { ChatRequest, ToolCall } from "@mortise/sdk";

// A word with the white space before it; a long word counts once for each 12 characters.
const token = /\s*\S{1,12}(?:\s+$)?|\s+$/gu;

/**
 * The text in the pieces that this model works in and streams: words, each with the white space before it. They are its
 * tokens, so its counts are exact for it, and some 25 % below what a neural model would count.
 */
export function tokensOf(text: string): readonly string[] {
  return text.match(token) ?? [];
}

/** How many tokens the request has: all text of its messages and what it tells of tools. Images count nothing. */
export function countInput({ messages, tools = [] }: ChatRequest): number {
  const told = messages.map(({ content }) =>
    typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")).join(" "),
  );
  return [...told, ...tools.map((tool) => JSON.stringify(tool))].reduce((sum, text) => sum + tokensOf(text).length, 0);
}

/** How many tokens an answer has: its text, and the names and arguments of its tool calls. */
export function countOutput(content: string, toolCalls: readonly ToolCall[]): number {
  const texts = [content, ...toolCalls.flatMap((call) => [call.name, call.arguments])];
  return texts.reduce((sum, text) => sum + tokensOf(text).length, 0);
}
