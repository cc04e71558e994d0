import { randomUUID } from "node:crypto";
import { CapabilityError, type ChatMessage, type ChatRequest, type ToolCall, type ToolDescription } from "@mortise/sdk";
import { findArguments, insistOnArguments } from "./tool-arguments.js";
import { chooseTool } from "./tool-choice.js";

/** What became of the tools on offer: a call, or the answer that an argument is missing. */
export type ToolMove = { readonly call: ToolCall } | { readonly answer: string };

/**
 * What to do with the tools that a request offers; `undefined` where no tool fits. A tool that the caller insists on is
 * called even when arguments are missing. Throws `invalid-request` when the caller insists on a tool that is not offered.
 */
export function useTools(message: string, { tools = [], toolChoice = "auto" }: ChatRequest): ToolMove | undefined {
  if (toolChoice === "none") return undefined;
  const isInsisted = toolChoice !== "auto";
  const tool = typeof toolChoice === "object" ? named(toolChoice.name, tools) : chooseTool(message, tools);
  const chosen = tool ?? (isInsisted ? (tools[0] ?? noTools()) : undefined);
  if (chosen === undefined) return undefined;
  if (isInsisted) return { call: callOf(chosen, insistOnArguments(message, chosen)) };
  const { values, missing } = findArguments(message, chosen);
  if (missing.length === 0) return { call: callOf(chosen, values) };
  return { answer: `I would call the tool ${chosen.name}, but did not find in your words: ${missing.join(", ")}.` };
}

/** The answer to the tool results that end a conversation; `undefined` where it ends otherwise. */
export function answerFromResults(messages: readonly ChatMessage[]): string | undefined {
  const start = messages.findLastIndex(({ role }) => role !== "tool") + 1;
  const answers = messages
    .slice(start)
    .flatMap((message) =>
      message.role === "tool" ? [`${toolName(message.toolCallId, messages)} answered: ${message.content}`] : [],
    );
  return answers.length === 0 ? undefined : answers.join("\n");
}

function toolName(id: string, messages: readonly ChatMessage[]): string {
  const calls = messages.flatMap((message) => (message.role === "assistant" ? (message.toolCalls ?? []) : []));
  const call = calls.find((made) => made.id === id);
  return call === undefined ? "The tool" : `The tool ${call.name}`;
}

function callOf(tool: ToolDescription, values: object): ToolCall {
  return { id: `call_${randomUUID()}`, name: tool.name, arguments: JSON.stringify(values) };
}

function named(name: string, tools: readonly ToolDescription[]): ToolDescription {
  const tool = tools.find((offered) => offered.name === name);
  if (tool !== undefined) return tool;
  throw new CapabilityError(`The request insists on the tool ${JSON.stringify(name)} and does not offer it.`, {
    code: "invalid-request",
  });
}

function noTools(): never {
  throw new CapabilityError("The request insists on a tool call and offers no tools.", { code: "invalid-request" });
}
