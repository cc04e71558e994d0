#!/usr/bin/env node
// The mortise command: the one file that is run. What a command does not need is imported by nobody until it is asked for.
import { buildArgument } from "./build/protocol.js";
import { quickList } from "./commands/quick-list.js";
import { childArgument } from "./live/protocol.js";
import type { Outcome } from "./outcome.js";
import { write } from "./output.js";
import { readQuickList } from "./quick-list.js";

async function answer(args: readonly string[]): Promise<Outcome> {
  const quick = readQuickList(args);
  if (quick) return quickList(quick, import.meta.url);
  const { run } = await import("./program.js");
  return run(args);
}

async function start(args: readonly string[]): Promise<void> {
  if (args[0] === childArgument) {
    const { runChild } = await import("./live/child.js");
    return runChild(args[1] ?? "");
  }
  if (args[0] === buildArgument) {
    const { runBuildChild } = await import("./build/child.js");
    return runBuildChild(args[1] ?? "");
  }
  const { stdout, stderr, exitCode, endsProcess } = await answer(args);
  process.exitCode = exitCode;
  // Nobody reads any more: there is nobody to tell either.
  if (write(1, stdout)) write(2, stderr);
  if (endsProcess === true) process.exit();
}

start(process.argv.slice(2)).catch((error: unknown) => {
  write(2, `mortise failed, which it should not: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
