// Sets this folder up as `npm start` does, builds what is stale and runs a program of this folder with what stands behind
// its name: `node scripts/run.mjs bench/main.ts --json`. All but the program's own answer goes to stderr, so that with
// `--json` stdout has nothing but rows. npm's own two lines go away with `npm run <script> --silent`.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [program = "", ...given] = process.argv.slice(2);
/** @type {import("node:child_process").SpawnSyncOptionsWithBufferEncoding} */
const quiet = { cwd: join(here, ".."), stdio: ["ignore", 2, 2] };

/**
 * Ends this process where a step failed.
 *
 * @param {import("node:child_process").SpawnSyncReturns<Buffer>} step
 */
function orExit({ error, status }) {
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

// A shell, because npx is a script on some systems. Nothing of the arguments gets into it.
orExit(spawnSync('npx -y -p pnpm@12.21.0 -c "pnpm install --frozen-lockfile --silent"', { ...quiet, shell: true }));
orExit(spawnSync(process.execPath, [join(here, "build-if-stale.mjs")], quiet));
const jiti = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");
orExit(spawnSync(process.execPath, [jiti, join(here, program), ...given], { ...quiet, stdio: "inherit" }));
