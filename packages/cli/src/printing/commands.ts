import type { PluginCommand } from "../plugin-commands/descriptors.js";
import { fields } from "./fields.js";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";
import { wrap } from "./wrap.js";

/** The commands of plugins, one below the other: first those that can be called, then the others, with why. */
export function printPluginCommands(given: readonly PluginCommand[], paper: Paper): readonly string[] {
  const commands = plain(given);
  const callable = commands.filter(({ obstacle }) => obstacle === undefined);
  const others = commands.filter(({ obstacle }) => obstacle !== undefined);
  return [
    ...section("Commands of plugins:", callable, ({ description, plugin }) => description || `of ${plugin}`, paper),
    ...(callable.length > 0 && others.length > 0 ? [""] : []),
    ...section(
      "Commands of plugins that may not run:",
      others,
      ({ plugin, obstacle }) => `${plugin}: ${obstacle?.reasonText}`,
      paper,
    ),
  ];
}

function section(
  title: string,
  commands: readonly PluginCommand[],
  say: (command: PluginCommand) => string,
  paper: Paper,
): readonly string[] {
  if (commands.length === 0) return [];
  const rows = commands.map((command) => ({ label: `  ${callOf(command)}`, values: [say(command)] }));
  return [title, ...fields(rows, paper)];
}

/** How it is called, in short. */
function callOf({ name, usage, hasSubcommands }: PluginCommand): string {
  return usage ?? (hasSubcommands ? `${name} [command]` : name);
}

/** One command of a plugin: how it is called, what it does, whose it is. Its own `--help` says more. */
export function printPluginCommand(given: PluginCommand, paper: Paper): readonly string[] {
  const command = plain(given);
  return [
    ...wrap(`Usage: mortise ${callOf(command)}`, paper.width),
    "",
    ...(command.description === "" ? [] : [...wrap(command.description, paper.width), ""]),
    ...wrap(`A command of the plugin ${command.plugin}, which is loaded when the command is called.`, paper.width),
  ];
}
