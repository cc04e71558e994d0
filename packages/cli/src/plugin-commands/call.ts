import { didYouMean, isReady, type Diagnostic } from "@mortise/core/catalog";
import type { Host } from "@mortise/core";
import type { CommandLine } from "../command-line.js";
import { misuse } from "../commands/misuse.js";
import { coreCommands } from "../core-commands.js";
import { diagnoseCli } from "../diagnostics.js";
import { asText, type Outcome } from "../outcome.js";
import { printDiagnostic } from "../printing/diagnostics.js";
import { createPaper, type Paper } from "../printing/paper.js";
import { pluginCommands, type PluginCommand } from "./descriptors.js";
import { withHost } from "./open-host.js";
import { cliKey } from "./reserved.js";
import { runPluginCommand } from "./run.js";

/** `mortise <name> …` for a name that mortise does not have itself: calls the plugin's command, or says why not. */
export function callPluginCommand(line: CommandLine & { readonly name: string }): Promise<Outcome> {
  const paper = createPaper(line.options);
  return withHost(line.options.config, async (host) => {
    await askUndeclared(host, line.name);
    const command = await findCommand(host, line.name, paper);
    if ("exitCode" in command) return command;
    const call = { args: line.rest, isInteractive: paper.colors.isColorSupported };
    const end = await runPluginCommand(host, command.name, command.plugin, call);
    const spoken = host.controlPlane.loaded.diagnostics.filter(({ level }) => level === "error");
    if ("exitCode" in end) return { ...refusal(spoken, paper), exitCode: end.exitCode, endsProcess: true };
    return { ...refusal([...end.diagnostics, ...spoken], paper), endsProcess: true };
  });
}

/** Where no manifest names a command, the plugins whose manifests cannot name theirs are loaded and asked. */
async function askUndeclared(host: Host, name: string): Promise<void> {
  if (pluginCommands(host).some((command) => command.name === name)) return;
  const silent = host.controlPlane.order.filter(({ manifest }) => manifest.undeclarable.includes(cliKey));
  if (silent.length > 0) await host.load(silent.map(({ id }) => id));
}

/** Finds a command that can be called, by its very name; else the answer that says why there is none. */
export async function findCommand(host: Host, name: string, paper: Paper): Promise<PluginCommand | Outcome> {
  const known = pluginCommands(host);
  const command = known.find((each) => each.name === name);
  const { controlPlane } = host;
  if (!command) {
    const suggestion = didYouMean(name, [...Object.keys(coreCommands), ...known.map((each) => each.name)]);
    return misuse(diagnoseCli("CLI_COMMAND_UNKNOWN", { name, suggestion }), paper, controlPlane.loaded.diagnostics);
  }
  const { plugin, obstacle } = command;
  if (!obstacle) return command;
  const off = diagnoseCli("CLI_COMMAND_OFF", { name, plugin, reason: obstacle.reasonText }, { plugin });
  const decision = controlPlane.plugins.find(
    (state) => state.decision.candidate.id === plugin && isReady(state.decision.candidate),
  )?.decision;
  const why = (decision?.diagnostics ?? []).filter(({ level }) => level === "error");
  return refusal([off, ...why.map(controlPlane.checks.redactor.diagnostic)], paper);
}

function refusal(diagnostics: readonly Diagnostic[], paper: Paper): Outcome {
  return { stdout: "", stderr: asText(diagnostics.flatMap((each) => printDiagnostic(each, paper))), exitCode: 1 };
}
