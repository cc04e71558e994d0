import {
  CapabilityError,
  type ChatMessage,
  type ChatRequest,
  type ChatResult,
  type ToolCall,
  type Usage,
} from "@mortise/sdk";
import { limitText, refuseBadLimits } from "./limits.js";
import { textOf, type Clock } from "./rule.js";
import { answerByRule, plainRequest } from "./rules.js";
import { selfDescription } from "./small-talk.js";
import { countInput, countOutput } from "./tokens.js";
import { answerFromResults, useTools } from "./tools.js";

/** The model's id. */
export const chatModel = { id: "offline-chat", name: "Offline chat (rule-based)" } as const;

/**
 * The model: the answer to a conversation, worked out at once and without chance, so that `temperature`, `topP` and
 * `seed` change nothing. Throws `invalid-request` and `unsupported` for requests that it cannot take.
 */
export function answerChat(request: ChatRequest, clock: Clock): ChatResult {
  refuseBadLimits(request);
  const move = nextMove(request, clock);
  if (typeof move !== "string") return resultOf(request, "", "tool-calls", [move]);
  const answer = request.responseFormat?.type === "json" ? JSON.stringify({ answer: move }) : move;
  const { text, finishReason } = limitText(answer, request);
  return resultOf(request, text, finishReason, []);
}

/** A tool call, or the words of the answer. */
function nextMove(request: ChatRequest, clock: Clock): ToolCall | string {
  const { messages } = request;
  const answer = answerFromResults(messages);
  if (answer !== undefined) return answer;
  const asked = lastUserMessage(messages);
  const message = textOf(asked);
  const move = useTools(plainRequest(message), request);
  if (move !== undefined) return "call" in move ? move.call : move.answer;
  if (showsImage(asked)) {
    return `I cannot see images. ${selfDescription} The media understanding provider "offline" reads the text in them.`;
  }
  return answerByRule(message, { messages, clock });
}

function lastUserMessage(messages: readonly ChatMessage[]): ChatMessage {
  const asked = messages.findLast(({ role }) => role === "user");
  if (asked !== undefined) return asked;
  throw new CapabilityError("The conversation has no message of a user, so there is nothing to answer.", {
    code: "invalid-request",
  });
}

function showsImage({ content }: ChatMessage): boolean {
  return typeof content !== "string" && content.some(({ type }) => type !== "text");
}

function resultOf(
  request: ChatRequest,
  content: string,
  finishReason: ChatResult["finishReason"],
  toolCalls: readonly ToolCall[],
): ChatResult {
  const usage: Usage = { inputTokens: countInput(request), outputTokens: countOutput(content, toolCalls) };
  const calls = toolCalls.length === 0 ? {} : { toolCalls };
  return { message: { role: "assistant", content, ...calls }, finishReason, usage };
}
