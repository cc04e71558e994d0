/**
 * Runs the test suite on another version of Node, which npm brings: `npm run test:node -- 24`. What stands behind goes to
 * vitest: `npm run test:node -- newest packages/core`. `--others` lists the lines that the running Node is not of.
 */
import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installNode } from "./nodes/install.js";
import { otherLines, versionOf } from "./nodes/versions.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const [line = "", ...words] = process.argv.slice(2);

if (line === "--others") console.log(otherLines(process.version).join("\n"));
else {
  try {
    process.exitCode = runSuite(installNode(top, versionOf(line)), words);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}

/** Runs vitest with the given Node, which is also the first on the PATH of what tests start. Gives the exit code. */
function runSuite(node: string, wanted: readonly string[]): number {
  const { stdout: version } = spawnSync(node, ["--version"], { encoding: "utf8" });
  console.log(`Node ${version.trim()}, ${node}`);
  const vitest = join(top, "node_modules", "vitest", "vitest.mjs");
  const { status, error } = spawnSync(node, [vitest, "run", ...wanted], {
    cwd: top,
    stdio: "inherit",
    env: { ...process.env, PATH: [dirname(node), process.env["PATH"] ?? ""].join(delimiter) },
  });
  if (error) throw error;
  return status ?? 1;
}
