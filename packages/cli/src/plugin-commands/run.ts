import { cliCommand, type CliCommand, type CliInvocation } from "@mortise/sdk";
import type { Host, ResolvedProvider } from "@mortise/core";
import type { Diagnostic } from "@mortise/core/catalog";
import { diagnoseCli } from "../diagnostics.js";
import { write } from "../output.js";
import { listenForInterruption, type Interruption } from "./interruption.js";

/** Bounds nothing: the longest time that a timer can wait, in milliseconds. */
const unboundedMs = 2 ** 31 - 1;

/** How long a command that was interrupted may take to put things in order, in milliseconds. */
const orderlyEndMs = 2000;

/** How a plugin's command ended. */
export type CommandEnd = { readonly exitCode: number } | { readonly diagnostics: readonly Diagnostic[] };

/** What a plugin's command is called with. */
export type CommandCall = Pick<CliInvocation, "args" | "isInteractive">;

/** Loads the owner of a command, and no other plugin but what it requires, and runs it. */
export async function runPluginCommand(
  host: Host,
  name: string,
  plugin: string,
  call: CommandCall,
): Promise<CommandEnd> {
  await host.ensure({ kind: "cli", name });
  const found = host.registry.get(cliCommand, name);
  if (found?.status === "active") return invoke(host, found, call);
  const failure = host.failureOf(plugin);
  const reason = "the plugin declares it and did not register it";
  return { diagnostics: failure ?? [diagnoseCli("CLI_COMMAND_FAILED", { name, plugin, reason }, { plugin })] };
}

async function invoke(host: Host, command: ResolvedProvider<CliCommand>, call: CommandCall): Promise<CommandEnd> {
  const interruption = listenForInterruption();
  // A call that is aborted is given up at once; what the plugin still does to end well is waited for beside it.
  let running: Promise<{ readonly exitCode: number }> | undefined;
  const value: CliCommand = {
    ...command.value,
    run: (invocation, context) => (running = command.value.run(invocation, context)),
  };
  try {
    const bounds = { signal: interruption.signal, deadlineMs: unboundedMs };
    const answer = await host.call({ ...command, value }, "run", invocationOf(call, interruption), bounds);
    return readEnd(answer, command);
  } catch (error) {
    if (interruption.signal.aborted) return { exitCode: await interruptedCode(running, interruption) };
    const reason = host.controlPlane.checks.redactor.text(error instanceof Error ? error.message : String(error));
    return failed(command, reason);
  } finally {
    interruption.release();
  }
}

function invocationOf(call: CommandCall, { abort }: Interruption): CliInvocation {
  const writeTo = (stream: 1 | 2) => async (text: string) => {
    // Nobody reads any more (mortise … | head): there is no more to do.
    if (!write(stream, text)) abort();
  };
  return { ...call, cwd: process.cwd(), write: writeTo(1), writeError: writeTo(2) };
}

function readEnd(answer: unknown, command: ResolvedProvider<CliCommand>): CommandEnd {
  const exitCode = (answer as { readonly exitCode?: unknown } | undefined)?.exitCode;
  if (Number.isInteger(exitCode) && Number(exitCode) >= 0 && Number(exitCode) <= 255)
    return { exitCode: Number(exitCode) };
  return failed(command, "it gave no exit code from 0 to 255");
}

function failed({ id: name, plugin }: ResolvedProvider<CliCommand>, reason: string): CommandEnd {
  const spoken = reason.replace(/\.$/, "");
  return { diagnostics: [diagnoseCli("CLI_COMMAND_FAILED", { name, plugin, reason: spoken }, { plugin })] };
}

/** What the command itself ends with, if it ends in time; otherwise what the signal stands for. */
async function interruptedCode(
  running: Promise<{ readonly exitCode: number }> | undefined,
  { exitCode = 0 }: Interruption,
): Promise<number> {
  const late = new Promise<number>((resolve) => setTimeout(() => resolve(exitCode), orderlyEndMs).unref());
  const own = Promise.resolve(running).then(
    (answer) => answer?.exitCode ?? exitCode,
    () => exitCode,
  );
  return Promise.race([own, late]);
}
