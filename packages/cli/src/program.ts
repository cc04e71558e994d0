import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Outcome } from "./outcome.js";
import { addCommands } from "./program-commands.js";
import { version } from "./version.js";

const summary = `Shows which plugins there are, which may run and why, and what is wrong.
No plugin's code is run, but with --runtime and by plugins build, in a child process.`;

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

Exit codes: 0 it could answer; 1 doctor found errors, an inspected plugin failed to load, or a build failed or found
a difference; 2 wrong usage.`;

/** Reads a command line and runs what it asks for. */
export async function run(args: readonly string[]): Promise<Outcome> {
  const said = { stdout: "", stderr: "" };
  let outcome: Outcome | undefined;
  const program = new Command("mortise")
    .description(summary)
    .version(version, "-V, --version", "print the version")
    .option("--config <file>", "the config file; otherwise mortise.jsonc, looked for upward from here")
    .addOption(new Option("--gateway <url>", "ask a running gateway what its plugins registered").argParser(readUrl))
    .option("--no-color", "no colour (nor does NO_COLOR, or output that is no terminal)")
    .addHelpText("after", footer)
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

function readUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("Give an address such as http://127.0.0.1:4000.");
}
