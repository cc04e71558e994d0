import { Command, CommanderError } from "commander";
import type { CliInvocation } from "@mortise/sdk";
import type { Callable, Members } from "./reading.js";

/**
 * Runs a command that a registrar of OpenClaw's adds to a program, and resolves to its exit code. What the parser itself
 * says goes through the invocation; what the plugin prints goes where it prints it.
 */
export async function runProgram(
  registrar: Callable,
  name: string,
  context: Members,
  { args, write, writeError }: CliInvocation,
): Promise<{ readonly exitCode: number }> {
  const written: Promise<void>[] = [];
  const program = new Command("mortise").exitOverride().configureOutput({
    writeOut: (text) => void written.push(write(text)),
    writeErr: (text) => void written.push(writeError(text)),
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await registrar({ ...context, program });
    await program.parseAsync([name, ...args], { from: "user" });
    return { exitCode: exitCodeOf() };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exitCode: error.exitCode };
  } finally {
    process.exitCode = before;
    await Promise.all(written);
  }
}

/** What the plugin set while it ran. */
function exitCodeOf(): number {
  return Number(process.exitCode ?? 0);
}
