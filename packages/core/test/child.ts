import { execFile, spawn, type ChildProcessByStdio } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { folderWith } from "./folder.js";

const { resolve } = createRequire(import.meta.url);
const typescript = join(dirname(resolve("jiti/package.json")), "lib/jiti-register.mjs");

/** Has Node take TypeScript, and packages of this repository from their sources. */
export const readingSources: readonly string[] = ["--conditions=@mortise/source", "--import", typescript];

/** Absolute path of a source file of core, for a script to import. */
export function sourceFile(name: string): string {
  return fileURLToPath(new URL(`../src/${name}`, import.meta.url));
}

/** Runs a TypeScript module in a process of its own, without a test runner around it, and gives what it printed. */
export async function runScript(script: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, argumentsFor(script, args));
  return stdout;
}

/** The same, for a process that is talked to while it runs; it is gone after the test. */
export function startScript(script: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, argumentsFor(script, args), { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function argumentsFor(script: string, args: readonly string[]): readonly string[] {
  const program = join(folderWith({ "script.mts": script }), "script.mts");
  return [...readingSources, program, ...args];
}
