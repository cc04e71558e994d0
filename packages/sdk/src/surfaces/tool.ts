import { defineSurface } from "../contract.js";
import type { ChannelScope } from "../capabilities/channel.js";
import type { CallContext, JsonValue } from "../context.js";

/** What a tool answers: text for the model, and data for whoever wants it. */
export interface ToolResult {
  readonly text: string;
  readonly data?: JsonValue;
  /** The tool ran and could not do it; the model is told so. */
  readonly isError?: boolean;
}

/**
 * Something a model may call. In a manifest, `description` and `parameters` let it be offered before its plugin is loaded,
 * and `availability` says what must be there for it to be of use: environment variables (`env`), config of the plugin
 * (`config`), credentials of providers (`auth`).
 */
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

/** For whom a tool is made. */
export interface ToolScope extends ChannelScope {
  /** `provider/model` of the turn. */
  readonly model?: string;
}

/** Makes a tool anew for each turn, where its description or schema depends on who asks and where. */
export interface ToolFactory {
  /** The name of the tool that is made. */
  readonly name: string;
  /** Not offered to models unless asked for by name. */
  readonly optional?: boolean;
  /** The tool for this turn; nothing where there is none here. */
  create(scope: ToolScope, context: CallContext): Promise<Omit<Tool, "name" | "optional"> | undefined>;
}

/** Something a model may call: a tool, or what makes one for each turn. */
export const tool = defineSurface<Tool | ToolFactory>()({
  kind: "tool",
  stability: "stable",
  key: "tools",
  idField: "name",
  idPattern: /^[A-Za-z0-9_-]{1,64}$/,
  metadata: ["parameters", "optional", "availability"],
  operations: { execute: "optional", create: "optional" },
  shape: {
    type: "object",
    properties: { description: { type: "string" }, parameters: { type: "object" }, optional: { type: "boolean" } },
    anyOf: [{ required: ["description", "parameters", "execute"] }, { required: ["create"] }],
  },
});
