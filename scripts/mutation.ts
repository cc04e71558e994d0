/**
 * Changes the code of the folders that decide what runs and who owns what, a little at a time, and says which changes no
 * test notices. Three or four changes a second, of some 6,000. Run it by
 * `npm run mutation [-- folder-or-file …]`; a file may be followed by `:first-last`, of lines.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folders = ["policy", "registry", "activation", "calling"];

/** `policy` stands for all of its files. */
function patternOf(asked: string): string {
  return folders.includes(asked) ? `packages/core/src/${asked}/**/*.ts` : asked;
}

const asked = process.argv.slice(2);
const patterns = (asked.length > 0 ? asked : folders).map(patternOf);
const stryker = join(
  dirname(createRequire(import.meta.url).resolve("@stryker-mutator/core/package.json")),
  "bin/stryker.js",
);
const given = ["run", "scripts/mutation/stryker.config.mjs", "--mutate", [...patterns, "!**/*.test.ts"].join(",")];
process.exitCode =
  spawnSync(process.execPath, [stryker, ...given], { cwd: join(here, ".."), stdio: "inherit" }).status ?? 1;
