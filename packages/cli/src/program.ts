import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { asksForRootHelp, readCommandLine, type CommandLine } from "./command-line.js";
import { isCoreCommand } from "./core-commands.js";
import type { Outcome } from "./outcome.js";
import { addCommands } from "./program-commands.js";
import { version } from "./version.js";

const summary = `Shows which plugins there are, which may run and why, and what is wrong.
No plugin's code is run, but with --runtime and by plugins build, in a child process, and by calling a plugin's command.`;

const footer = `
Examples:
  $ mortise plugins list                         every plugin, and how it stands
  $ mortise plugins inspect openai               all there is to say of one
  $ mortise plugins inspect openai --runtime     loads it in a child process and looks
  $ mortise plugins plan capability:speech       what must be loaded for a trigger
  $ mortise plugins build --check                is a manifest what its source says
  $ mortise doctor                               everything that is wrong
  $ mortise doctor --explain CONFIG_SYNTAX       what a code means
  $ mortise status --all                         the gateway, counts, a row per plugin
  $ mortise config schema                        the JSON Schema of the whole config

Exit codes: 0 it could answer; 1 doctor found errors, an inspected plugin failed to load, a build failed or found
a difference, or a plugin's command cannot run; 2 wrong usage. A plugin's command ends with its own.`;

/** Reads a command line and runs what it asks for. */
export async function run(args: readonly string[]): Promise<Outcome> {
  const line = readCommandLine(args);
  const named = line && pluginCommandOf(line);
  if (named) return answerForPlugin(named);
  const said = { stdout: "", stderr: "" };
  const ofPlugins = line && asksForRootHelp(line) ? await helpOnPlugins(line) : "";
  let outcome: Outcome | undefined;
  const program = new Command("mortise")
    .description(summary)
    .version(version, "-V, --version", "print the version")
    .option("--config <file>", "the config file; otherwise mortise.jsonc, looked for upward from here")
    .addOption(new Option("--gateway <url>", "ask a running gateway what its plugins registered").argParser(readUrl))
    .option("--no-color", "no colour (nor does NO_COLOR, or output that is no terminal)")
    .addHelpText("after", `${ofPlugins}${footer}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void (said.stdout += text),
      writeErr: (text) => void (said.stderr += text),
    });
  addCommands(program, (found) => void (outcome = found));
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { ...said, exitCode: error.exitCode === 0 ? 0 : 2 };
  }
  return outcome ?? { ...said, exitCode: 2 };
}

/** A command line that names a command which is not mortise's own. */
interface PluginLine extends CommandLine {
  readonly name: string;
  /** Only what its manifest says of it is asked for. */
  readonly isHelp: boolean;
}

function pluginCommandOf(line: CommandLine): PluginLine | undefined {
  const isHelp = line.wantsHelp || line.name === "help";
  const name = line.name === "help" ? line.rest[0] : line.name;
  // `help --help`: the library's matter.
  if (name === undefined || name.startsWith("-") || isCoreCommand(name)) return undefined;
  return { ...line, name, isHelp };
}

/** Imported only here: the commands of mortise itself wait for nothing of it. */
async function answerForPlugin(line: PluginLine): Promise<Outcome> {
  if (!line.isHelp) return (await import("./plugin-commands/call.js")).callPluginCommand(line);
  return (await import("./commands/commands.js")).describePluginCommand(line.name, line.options);
}

async function helpOnPlugins({ options }: CommandLine): Promise<string> {
  return (await import("./commands/commands.js")).helpOnPluginCommands(options);
}

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("Give an address such as http://127.0.0.1:4000.");
}
