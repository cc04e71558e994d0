import { defineSurface } from "../contract.js";
import type { CallContext, JsonValue } from "../context.js";
import type { ToolResult } from "./tool.js";

/** A tool has answered. */
export interface ToolAnswer {
  readonly tool: string;
  readonly args: { readonly [key: string]: JsonValue };
  readonly result: ToolResult;
}

/** Changes what tools answer before a model sees it. All run, higher priority first, each on what the one before made. */
export interface ToolResultMiddleware {
  readonly id: string;
  /** Only these tools; all unless given. */
  readonly tools?: readonly string[];
  /** Higher runs earlier; 0 unless given. */
  readonly priority?: number;
  /** Fails open: where it throws, the result stays as it was. */
  transform(answer: ToolAnswer, context: CallContext): Promise<ToolResult>;
}

/** Changes what tools answer. */
export const toolResultMiddleware = defineSurface<ToolResultMiddleware>()({
  kind: "tool-result-middleware",
  key: "toolResultMiddleware",
  ownership: "shared",
  metadata: ["tools", "priority"],
  operations: { transform: "required" },
  shape: {
    type: "object",
    properties: { tools: { type: "array", items: { type: "string" } }, priority: { type: "number" } },
  },
});
