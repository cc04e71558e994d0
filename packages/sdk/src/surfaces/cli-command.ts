import { defineSurface } from "../contract.js";
import type { CallContext } from "../context.js";

/** How a command was called on the command line. */
export interface CliInvocation {
  /** What followed the command's name, one by one. */
  readonly args: readonly string[];
  /** The folder it was called in; absolute. */
  readonly cwd: string;
  /** Whether a person reads along; else plain text without colour is wanted. */
  readonly isInteractive: boolean;
  /** Writes to the standard output. */
  write(text: string): Promise<void>;
  /** Writes to the standard error. */
  writeError(text: string): Promise<void>;
}

/**
 * A command of the application's command line. Its name and description stand in the manifest's `provides.cli`, so that
 * help is printed without running anything; the code is loaded when the command is called.
 */
export interface CliCommand {
  readonly name: string;
  readonly description: string;
  /** Runs it; resolves to the exit code, 0 where it went well. */
  run(invocation: CliInvocation, context: CallContext): Promise<{ readonly exitCode: number }>;
}

/** A command of the application's command line. */
export const cliCommand = defineSurface<CliCommand>()({
  kind: "cli",
  key: "cli",
  idField: "name",
  idPattern: /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  metadata: ["usage", "hasSubcommands"],
  operations: { run: "required" },
  shape: { type: "object", required: ["description"], properties: { description: { type: "string" } } },
});
