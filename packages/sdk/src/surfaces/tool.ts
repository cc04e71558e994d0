import { defineSurface } from "../contract.js";
import type { CallContext, JsonValue } from "../context.js";

/** What a tool answers: text for the model, and data for whoever wants it. */
export interface ToolResult {
  readonly text: string;
  readonly data?: JsonValue;
  /** The tool ran and could not do it; the model is told so. */
  readonly isError?: boolean;
}

/** Something a model may call. */
export interface Tool {
  /** `[A-Za-z0-9_-]`, at most 64 characters. */
  readonly name: string;
  /** Tells the model when to call it. */
  readonly description: string;
  /** JSON Schema of the arguments; an object. */
  readonly parameters: { readonly [key: string]: JsonValue };
  /** Not offered to models unless asked for by name. */
  readonly optional?: boolean;
  execute(args: { readonly [key: string]: JsonValue }, context: CallContext): Promise<ToolResult>;
}

/** Something a model may call. */
export const tool = defineSurface<Tool>()({
  kind: "tool",
  key: "tools",
  idField: "name",
  idPattern: /^[A-Za-z0-9_-]{1,64}$/,
  operations: { execute: "required" },
  shape: {
    type: "object",
    required: ["description", "parameters"],
    properties: { description: { type: "string" }, parameters: { type: "object" }, optional: { type: "boolean" } },
  },
});
