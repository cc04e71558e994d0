import type { ChatChunk, ChatResult, FinishReason, ToolCall, Usage } from "@mortise/sdk";

/** Puts the pieces of an answer together again; the last piece gives the whole. */
export function collectAnswer(): { add(piece: ChatChunk): ChatResult | undefined } {
  let content = "";
  const calls = new Map<number, ToolCall>();
  const finish = (finishReason: FinishReason, usage: Usage | undefined): ChatResult => {
    const toolCalls = [...calls].toSorted(([one], [other]) => one - other).map(([, call]) => call);
    const message = { role: "assistant" as const, content, ...(toolCalls.length > 0 && { toolCalls }) };
    return { message, finishReason, ...(usage && { usage }) };
  };
  return {
    add(piece) {
      if (piece.type === "finish") return finish(piece.finishReason, piece.usage);
      if (piece.type === "text") content += piece.text;
      else {
        const { id = "", name = "", arguments: written = "" } = calls.get(piece.index) ?? {};
        calls.set(piece.index, {
          id: piece.id ?? id,
          name: piece.name ?? name,
          arguments: written + (piece.arguments ?? ""),
        });
      }
      return undefined;
    },
  };
}
