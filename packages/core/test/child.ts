import { execFile, spawn, type ChildProcessByStdio } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
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

/** Runs a TypeScript module in a process of its own, where every source is a file of its own too, and gives what it printed. */
export async function runSources(script: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, argumentsFor(script, args));
  return stdout;
}

/** Runs a TypeScript module in a process of its own, without a test runner around it, and gives what it printed. */
export async function runScript(script: string, ...args: readonly string[]): Promise<string> {
  return (await bundleScript(script))(...args);
}

/**
 * Makes one file of a TypeScript module and of the sources that it leads to, for what is run again and again: Node takes
 * it as it is, in a tenth of the time. It is gone after the test.
 *
 * @returns runs it in a process of its own, and gives what it printed
 */
export async function bundleScript(script: string): Promise<(...args: readonly string[]) => Promise<string>> {
  // Below core, so that the packages which it imports are found.
  const cache = fileURLToPath(new URL("../.cache", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "script-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const input = join(folder, "script.mts");
  writeFileSync(input, script);
  const build = await rolldown({
    input,
    platform: "node",
    resolve: { conditionNames: ["@mortise/source", "node", "import"] },
    external: (id) => !/^(?:\.|\/|@mortise\/)/.test(id),
  });
  await build.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
  await build.close();
  return async (...args) => {
    const program = [...quietly, join(folder, "script.mjs"), ...args];
    return (await promisify(execFile)(process.execPath, program)).stdout;
  };
}

const quietly = ["--disable-warning=ExperimentalWarning"];

/** As {@link runSources}, for a process that is talked to while it runs; it is gone after the test. */
export function startScript(script: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, argumentsFor(script, args), { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

function argumentsFor(script: string, args: readonly string[]): readonly string[] {
  const program = join(folderWith({ "script.mts": script }), "script.mts");
  return [...readingSources, program, ...args];
}
