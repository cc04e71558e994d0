import type { ChatChunk, ChatMessage, ChatResult, ToolCall } from "@mortise/sdk";
import type { Toolbox } from "../tools/toolbox.js";
import type { Turn } from "./turn.js";

type CallPiece = Extract<ChatChunk, { readonly type: "tool-call" }>;

/** The calls of an answer: those of plugins' tools, which the gateway runs, and those that the caller is told of. */
export function partCalls(
  { message: { toolCalls = [] } }: ChatResult,
  { has }: Toolbox,
): { readonly kept: readonly ToolCall[]; readonly told: readonly ToolCall[] } {
  const kept = toolCalls.filter(({ name }) => has(name));
  return { kept, told: toolCalls.filter((call) => !kept.includes(call)) };
}

/** Runs calls of plugins' tools, all at once, and gives what the model is told, in the order of the calls. */
export function runTools(calls: readonly ToolCall[], { tools }: Turn): Promise<readonly ChatMessage[]> {
  return Promise.all(
    calls.map(async (call): Promise<ChatMessage> => {
      const { text, isError } = await tools.run(call);
      return { role: "tool", toolCallId: call.id, content: isError ? `Error: ${text}` : text };
    }),
  );
}

interface Route {
  /** What came before its name was known. */
  readonly held: CallPiece[];
  /** Its number among the calls that the caller is told of; absent: it is told of none. */
  index?: number;
  isKnown: boolean;
}

/**
 * Sorts the pieces of tool calls: those of the caller's own tools come back, numbered anew, those of plugins' tools are
 * kept from it.
 */
export function sortCalls(isKept: (tool: string) => boolean): (piece: CallPiece) => readonly CallPiece[] {
  const routes = new Map<number, Route>();
  let count = 0;
  return (piece) => {
    const route = routes.get(piece.index) ?? { held: [], isKnown: false };
    routes.set(piece.index, route);
    if (!route.isKnown && piece.name !== undefined) {
      route.isKnown = true;
      if (!isKept(piece.name)) route.index = count++;
    }
    if (!route.isKnown) {
      route.held.push(piece);
      return [];
    }
    const { index } = route;
    return index === undefined ? [] : [...route.held.splice(0), piece].map((each) => ({ ...each, index }));
  };
}
