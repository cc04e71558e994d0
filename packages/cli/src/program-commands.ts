import { InvalidArgumentError, Option, type Command } from "commander";
import type { BuildOptions } from "./commands/build.js";
import type { ConfigSchemaOptions } from "./commands/config-schema.js";
import { doctor, type DoctorOptions } from "./commands/doctor.js";
import { explain } from "./commands/explain.js";
import { inspect, type InspectOptions } from "./commands/inspect.js";
import { list, type ListOptions } from "./commands/list.js";
import { plan, type PlanOptions } from "./commands/plan.js";
import { status, type StatusOptions } from "./commands/status.js";
import { coreCommands } from "./core-commands.js";
import type { GlobalOptions, JsonOption } from "./options.js";
import type { Outcome } from "./outcome.js";

type Settle = (outcome: Outcome) => void;

const json = ["--json", "answer in JSON; see docs/reference/cli.md"] as const;
const runtime = ["--runtime", "load the plugins in a child process and show what they registered"] as const;
const timeout = (when = "with --runtime: ") =>
  new Option("--timeout <seconds>", `${when}how long one plugin may take (20)`).argParser(readSeconds);

/** Adds every command; `settle` gets what the one that was asked for has to say. */
export function addCommands(program: Command, settle: Settle): void {
  addPlugins(program, settle);
  program
    .command("doctor")
    .summary(coreCommands.doctor)
    .description("Everything that is wrong or worth knowing, worst first. Exits 1 when there is an error.")
    .option(...runtime)
    .addOption(timeout())
    .option(...json)
    .option("--explain <code>", "what a diagnostic's code means")
    .addHelpText(
      "after",
      "\nExamples:\n  $ mortise doctor\n  $ mortise doctor --runtime --json\n  $ mortise doctor --explain OWNER_OVERRULED",
    )
    .action(async (_options, command: Command) => {
      const { explain: code, ...options } = command.optsWithGlobals<DoctorOptions & { explain?: string }>();
      settle(code === undefined ? await doctor(options, "by-level") : explain(code, options));
    });
  program
    .command("status")
    .summary(coreCommands.status)
    .description(
      "Config, gateway and counts in a few lines. Asks the gateway that the config describes, or the one of --gateway.",
    )
    .option("--all", "with a row for each plugin, and signals")
    .option(...json)
    .addHelpText("after", "\nExample:\n  $ mortise status --all --gateway http://127.0.0.1:4100")
    .action(async (_options, command: Command) => settle(await status(command.optsWithGlobals<StatusOptions>())));
  addCommandList(program, settle);
  addConfig(program, settle);
}

function addConfig(program: Command, settle: Settle): void {
  const config = program.command("config").summary(coreCommands.config).description("What the config may say.");
  config
    .command("schema")
    .summary("the JSON Schema of the whole config")
    .description(
      "The JSON Schema of the whole config, with that of every known plugin and channel in its place. Runs no plugin.",
    )
    .option("--out <file>", "write it to a file, for $schema in the config, and not to stdout")
    .addHelpText("after", "\nExample:\n  $ mortise config schema --out mortise.schema.json")
    .action(async (_options, command: Command) => {
      const { configSchema } = await import("./commands/config-schema.js");
      settle(await configSchema(command.optsWithGlobals<ConfigSchemaOptions>()));
    });
}

function addCommandList(program: Command, settle: Settle): void {
  program
    .command("commands")
    .summary(coreCommands.commands)
    .description("Every command, those of plugins included, and why some cannot be called. Runs no plugin.")
    .option(...json)
    .action(async (_options, command: Command) => {
      const { commands } = await import("./commands/commands.js");
      settle(await commands(command.optsWithGlobals<GlobalOptions & JsonOption>()));
    });
}

function addPlugins(program: Command, settle: Settle): void {
  const plugins = program.command("plugins").description("List, inspect, plan, diagnose, release and build plugins.");
  plugins
    .command("list")
    .summary("every plugin that was found, and how it stands")
    .description(
      "Every plugin that was found, and how it stands. Configs that nobody checked yet are called unchecked.",
    )
    .option("--enabled", "only plugins that may run")
    .option(...json)
    .addHelpText("after", "\nExample:\n  $ mortise plugins list --enabled --json")
    .action(async (_options, command: Command) => settle(await list(command.optsWithGlobals<ListOptions>())));
  plugins
    .command("inspect")
    .argument("[id]", "the plugin's id")
    .summary("all there is to say of a plugin")
    .description("All there is to say of a plugin. Exits 1 when it failed to load.")
    .option("--all", "every plugin")
    .option(...runtime)
    .addOption(timeout())
    .option(...json)
    .addHelpText(
      "after",
      "\nExamples:\n  $ mortise plugins inspect espeak --runtime\n  $ mortise plugins inspect --all --gateway http://127.0.0.1:4000",
    )
    .action(async (id: string | undefined, _options, command: Command) =>
      settle(await inspect(id, command.optsWithGlobals<InspectOptions>())),
    );
  plugins
    .command("plan")
    .argument("<trigger>", "startup, or a kind and a name such as provider:openai, capability:speech, tool:time")
    .summary("which plugins a trigger loads, and why")
    .description("Which plugins a trigger loads, and why; which it leaves out, and why. Works from manifests alone.")
    .option("--ids", "only the ids of the plugins that are loaded, in load order")
    .option(...json)
    .addHelpText(
      "after",
      "\nExamples:\n  $ mortise plugins plan startup\n  $ mortise plugins plan hook:llm_input --json",
    )
    .action(async (trigger: string, _options, command: Command) =>
      settle(await plan(trigger, command.optsWithGlobals<PlanOptions>())),
    );
  plugins
    .command("doctor")
    .summary("everything that is wrong, by plugin")
    .description("Everything that is wrong or worth knowing, by plugin. Exits 1 when there is an error.")
    .option(...runtime)
    .addOption(timeout())
    .option(...json)
    .action(async (_options, command: Command) =>
      settle(await doctor(command.optsWithGlobals<DoctorOptions>(), "by-plugin")),
    );
  addRelease(plugins, settle);
  addBuild(plugins, settle);
}

function addRelease(plugins: Command, settle: Settle): void {
  plugins
    .command("release")
    .argument("<id>", "the plugin's id")
    .summary("take a plugin out of quarantine")
    .description("Takes a plugin that failed to load out of quarantine, so that the next start tries it as it is.")
    .option(...json)
    .action(async (id: string, _options, command: Command) => {
      const { release } = await import("./commands/release.js");
      settle(await release(id, command.optsWithGlobals<GlobalOptions & JsonOption>()));
    });
}

function addBuild(plugins: Command, settle: Settle): void {
  plugins
    .command("build")
    .argument("[folders...]", "plugins' folders, folders of them, or globs; the current folder unless given")
    .summary("write a manifest's schemas from the plugin's source")
    .description(
      `For authors: writes configSchema and userConfigSchema of mortise.plugin.json from the plugin's source.
It runs the plugin's module for that, with all that you may do, in a child process.`,
    )
    .option("--check", "write nothing; exit 1 and say where, when a manifest differs from the source")
    .option("--tools", "also let the plugin register, and write the schemas of the tools it declares")
    .addOption(timeout(""))
    .option(...json)
    .addHelpText(
      "after",
      "\nExamples:\n  $ mortise plugins build\n  $ mortise plugins build plugins --check\n  $ mortise plugins build clock --tools",
    )
    .action(async (folders: readonly string[], _options, command: Command) => {
      // Only authors need it, so nobody else waits for it.
      const { build } = await import("./commands/build.js");
      settle(await build(folders, command.optsWithGlobals<BuildOptions>()));
    });
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError("Give a number of seconds, at most 3600.");
}
