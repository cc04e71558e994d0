import { defineHook } from "../hook.js";
import type { JsonValue } from "../context.js";
import type { ToolResult } from "../surfaces/tool.js";

/** A tool of a plugin is about to be called. */
export interface ToolCallEvent {
  readonly requestId: string;
  readonly tool: string;
  /** As the model named the call. */
  readonly callId: string;
  /** They fit the tool's schema. */
  readonly args: { readonly [key: string]: JsonValue };
}

/** A tool of a plugin has answered. */
export interface ToolCalledEvent extends ToolCallEvent {
  /** As the model is told it. */
  readonly result: ToolResult;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** The hooks of each call of a plugin's tool. */
export const toolHooks = {
  before_tool_call: defineHook<ToolCallEvent>()({
    name: "before_tool_call",
    kind: "gate",
    stability: "stable",
    summary: "Change the arguments of a tool call, or forbid it; the model is told why. Fails closed.",
    calledAt: "before a plugin's tool is called, when the arguments were checked",
  }),
  after_tool_call: defineHook<ToolCalledEvent>()({
    name: "after_tool_call",
    kind: "observe",
    stability: "stable",
    summary: "See what a tool answered.",
    calledAt: "when a plugin's tool has answered or failed, and tool-result middleware has run",
  }),
} as const;
