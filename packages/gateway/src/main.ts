#!/usr/bin/env node
import { MortiseError, type LogRecord } from "@mortise/core";
import { readCommandLine, usage, type Invocation } from "./boot/command-line.js";
import { diagnosticLines, logLine, painter } from "./boot/lines.js";
import { bootReport } from "./boot/report.js";
import { tryLines } from "./boot/try-line.js";
import { watchLine } from "./boot/watch-line.js";
import { createGateway, type Gateway } from "./gateway.js";
import { inspectPlugins } from "./plugins/report.js";

// The executable: reads the command line, runs a gateway, says what it does, and stops it on a signal.

const out = painter(process.stdout, process.env);
const err = painter(process.stderr, process.env);
const say = (...lines: readonly string[]) => console.log(lines.join("\n"));
const complain = (...lines: readonly string[]) => console.error(lines.join("\n"));

async function main(): Promise<void> {
  const { help, watch, ...invocation } = invocationOrExit();
  if (help) return say(usage);
  try {
    const start = performance.now();
    const log = (record: LogRecord) => complain(logLine(record, err));
    // Who edits plugins edits their sources.
    const gateway = await createGateway({ ...invocation, log, ...(watch && { development: true }) });
    stopOnSignals(gateway);
    surviveStrayErrors();
    gateway.host.guardProcess();
    sayBoot(gateway, performance.now() - start);
    const { url } = await openOrClose(gateway);
    say(
      "",
      out("bold", `Mortise answers on ${url}`),
      "",
      "Try:",
      ...(await linesToTry(gateway, url)).map((line) => `  ${line}`),
    );
    if (watch) {
      await gateway.watch((change) => say(watchLine(change)));
      say("", "Watching for edits.");
    }
  } catch (error) {
    complain(...problemLines(error));
    process.exit(1);
  }
}

function invocationOrExit(): Invocation {
  try {
    return readCommandLine(process.argv.slice(2));
  } catch (error) {
    complain((error as Error).message, "", usage);
    process.exit(2);
  }
}

async function openOrClose(gateway: Gateway): Promise<{ readonly url: string }> {
  try {
    return await gateway.listen();
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

function problemLines(error: unknown): readonly string[] {
  if (error instanceof MortiseError) return diagnosticLines(error.diagnostic, err);
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

/** What runs, what does not and why, and what else is wrong; from then on diagnostics are said as they come up. */
function sayBoot({ host }: Gateway, durationMs: number): void {
  const { path } = host.controlPlane.loaded;
  say(`${out("bold", "Mortise gateway")}, ${path ?? "no config file"}, ${Math.round(durationMs)} ms`, "");
  say(...bootReport(inspectPlugins(host), process.stdout.isTTY ? process.stdout.columns : undefined));
  const isWorthSaying = ({ level }: { readonly level: string }) => level !== "advisory";
  for (const diagnostic of host.diagnostics.all.filter(isWorthSaying))
    complain("", ...diagnosticLines(diagnostic, err));
  host.diagnostics.subscribe((diagnostic) => complain(...diagnosticLines(diagnostic, err)));
}

async function linesToTry(gateway: Gateway, url: string): Promise<readonly string[]> {
  const models = await gateway.listModels();
  return tryLines(url, models, gateway.settings);
}

/** The first signal stops in order; the second one at once. */
function stopOnSignals(gateway: Gateway): void {
  let isStopping = false;
  const stop = (exitCode: number) => {
    if (isStopping) process.exit(exitCode);
    isStopping = true;
    say("", "Stopping; once more stops at once.");
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(...problemLines(error));
        process.exit(1);
      },
    );
  };
  // By custom 128 and the signal's number.
  process.on("SIGINT", () => stop(130));
  process.on("SIGTERM", () => stop(143));
}

/**
 * An error that nobody awaits is said, and stops nobody else. Node hands rejections to the same listener, as long as there
 * is none for them alone.
 */
function surviveStrayErrors(): void {
  process.on("uncaughtException", (error: unknown, origin) => {
    complain(`${err("red", "error")} ${origin}:`, ...problemLines(error));
  });
}

await main();
