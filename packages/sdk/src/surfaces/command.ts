import { defineSurface } from "../contract.js";
import type { ChannelScope } from "../capabilities/channel.js";
import type { CallContext, JsonValue } from "../context.js";

/** How a command was called. */
export interface CommandInvocation {
  /** What followed the command's name, as it was typed. */
  readonly args: string;
  /** The arguments by name, as `parameters` describes them; only where the command has `parameters`. */
  readonly values?: { readonly [name: string]: JsonValue };
  /** The groups of `pattern`, where the message matched it. */
  readonly match?: readonly string[];
  /** Where it was called. */
  readonly scope?: ChannelScope;
}

/** Something a person may call by name in a chat. */
export interface Command {
  readonly name: string;
  readonly description: string;
  /** Further names. */
  readonly aliases?: readonly string[];
  /** Regular expression; a message that matches it as a whole calls the command, without the prefix and the name. */
  readonly pattern?: string;
  /** JSON Schema of the arguments; an object. Positional arguments fill its properties in order. */
  readonly parameters?: { readonly [key: string]: JsonValue };
  execute(invocation: CommandInvocation, context: CallContext): Promise<{ readonly text: string }>;
}

/** Something a person may call by name in a chat. */
export const command = defineSurface<Command>()({
  kind: "command",
  stability: "stable",
  key: "commands",
  idField: "name",
  aliasField: "aliases",
  metadata: ["pattern", "parameters"],
  operations: { execute: "required" },
  shape: {
    type: "object",
    required: ["description"],
    properties: {
      description: { type: "string" },
      aliases: { type: "array", items: { type: "string", minLength: 1 } },
      pattern: { type: "string", minLength: 1 },
      parameters: { type: "object" },
    },
  },
});
