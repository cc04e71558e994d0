import { defineSurface } from "../contract.js";
import type { CallContext } from "../context.js";

/** What followed the command's name, as it was typed. */
export interface CommandInvocation {
  readonly args: string;
}

/** Something a person may call by name in a chat. */
export interface Command {
  readonly name: string;
  readonly description: string;
  execute(invocation: CommandInvocation, context: CallContext): Promise<{ readonly text: string }>;
}

/** Something a person may call by name in a chat. */
export const command = defineSurface<Command>()({
  kind: "command",
  key: "commands",
  idField: "name",
  operations: { execute: "required" },
  shape: { type: "object", required: ["description"], properties: { description: { type: "string" } } },
});
