/**
 * What registering and committing costs, by number of plugins: `npx jiti scripts/bench/register.ts`. Bundles the core's
 * sources as a build does and runs them with plain node, so that no transpiler stands in the way. It is the suite `register`
 * of the benchmarks, which asks it for `--findings`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../build/bundle.js";
import { findTargets } from "../build/targets.js";

const here = dirname(fileURLToPath(import.meta.url));
const core = findTargets(join(here, "../..")).find(({ name }) => name === "@mortise/core");
if (!core) throw new Error("There is no package @mortise/core.");
// Below the core, where the libraries that stay imports are found.
const folder = join(core.folder, ".cache", "bench-register");
mkdirSync(folder, { recursive: true });
try {
  for (const { name, text } of await bundle({ ...core, entries: { measure: join(here, "register/measure.ts") } })) {
    writeFileSync(join(folder, name), text);
  }
  const run = spawnSync(process.execPath, ["--expose-gc", join(folder, "measure.js"), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
