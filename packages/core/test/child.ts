import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { folderWith } from "./folder.js";

const { resolve } = createRequire(import.meta.url);
const typescript = join(dirname(resolve("jiti/package.json")), "lib/jiti-register.mjs");

/** Absolute path of a source file of core, for a script to import. */
export function sourceFile(name: string): string {
  return fileURLToPath(new URL(`../src/${name}`, import.meta.url));
}

/** Runs a TypeScript module in a process of its own, without a test runner around it, and gives what it printed. */
export async function runScript(script: string, ...args: readonly string[]): Promise<string> {
  const program = join(folderWith({ "script.mts": script }), "script.mts");
  const options = ["--conditions=@mortise/source", "--import", typescript];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, program, ...args]);
  return stdout;
}
