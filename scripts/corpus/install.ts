import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CorpusPackage } from "./packages.js";
import type { Installed } from "./try-package.js";

const run = promisify(execFile);

/**
 * Installs one package into a folder of its own, running none of its scripts and none of its peers: a peer on OpenClaw
 * would bring the whole of it.
 *
 * @returns the package's folder, or why it could not be installed.
 */
export async function install({ name, version }: CorpusPackage, folder: string): Promise<Installed> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const flags = ["--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--save-exact"];
  try {
    await run("npm", ["install", ...flags, `${name}@${version}`], { cwd: folder, timeout: 300_000 });
    return { root: join(folder, "node_modules", ...name.split("/")) };
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const lines = (stderr || message).split("\n").filter((line) => line.startsWith("npm error"));
    return { problem: lines.slice(0, 3).join(" ") || message };
  }
}
