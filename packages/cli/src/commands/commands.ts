import { coreCommands } from "../core-commands.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { findCommand } from "../plugin-commands/call.js";
import { pluginCommands, type PluginCommand } from "../plugin-commands/descriptors.js";
import { withHost } from "../plugin-commands/open-host.js";
import { reservedCommands } from "../plugin-commands/reserved.js";
import { printPluginCommand, printPluginCommands } from "../printing/commands.js";
import { printProblems } from "../printing/diagnostics.js";
import { fields } from "../printing/fields.js";
import { createPaper, type Paper } from "../printing/paper.js";

/** A command in the answer of `mortise commands --json`. */
export interface CommandAnswer extends Partial<Omit<PluginCommand, "obstacle">> {
  readonly name: string;
  readonly description: string;
  readonly isCallable: boolean;
  /** Why it cannot be called. */
  readonly reason?: string;
  readonly reasonText?: string;
}

/** `mortise commands`: every command, those of plugins included, whether they can be called or not. Loads nothing. */
export function commands(options: GlobalOptions & JsonOption): Promise<Outcome> {
  return withHost(options.config, async (host) => {
    const { controlPlane } = host;
    const known = pluginCommands(host);
    const diagnostics = [...controlPlane.diagnostics, ...reservedCommands(controlPlane)];
    if (options.json === true)
      return {
        stdout: asJson({ commands: [...coreAnswers(), ...known.map(toAnswer)], diagnostics }),
        stderr: "",
        exitCode: 0,
      };
    const paper = createPaper(options);
    const stdout = asText(printAll(known, paper));
    return { stdout, stderr: asText(printProblems(diagnostics, paper)), exitCode: 0 };
  });
}

function coreAnswers(): readonly CommandAnswer[] {
  return Object.entries(coreCommands).map(([name, description]) => ({ name, description, isCallable: true }));
}

function toAnswer({ obstacle, ...command }: PluginCommand): CommandAnswer {
  return { ...command, isCallable: obstacle === undefined, ...obstacle };
}

function printAll(known: readonly PluginCommand[], paper: Paper): readonly string[] {
  const own = Object.entries(coreCommands).map(([name, text]) => ({ label: `  ${name}`, values: [text] }));
  return [
    "Commands of mortise:",
    ...fields(own, paper),
    ...(known.length > 0 ? [""] : []),
    ...printPluginCommands(known, paper),
  ];
}

/** What the help of mortise says of plugins' commands; empty where there are none. */
export function helpOnPluginCommands(options: GlobalOptions): Promise<string> {
  return withHost(options.config, async (host) => {
    const lines = printPluginCommands(pluginCommands(host), createPaper(options));
    return lines.length === 0 ? "" : `\n${asText(lines)}`;
  });
}

/** `mortise help <name>` for a plugin's command: what its manifest says of it. Loads nothing. */
export function describePluginCommand(name: string, options: GlobalOptions): Promise<Outcome> {
  return withHost(options.config, async (host) => {
    const paper = createPaper(options);
    const command = await findCommand(host, name, paper);
    if ("exitCode" in command) return command;
    return { stdout: asText(printPluginCommand(command, paper)), stderr: "", exitCode: 0 };
  });
}
