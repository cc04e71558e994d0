/** Keeps what V8 compiled of a command, so that its next start need not compile again. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuildTarget } from "./targets.js";

/** A run that touches what most runs touch, and changes nothing. */
const typicalRun = ["plugins", "list", "--json"];

/**
 * Runs a built command once and has it write its code cache. Without one the command works, only slower, so a failure
 * is told and no more.
 *
 * @returns the path of the cache, when there is one
 */
export function writeCodeCache(top: string, target: BuildTarget): readonly string[] {
  const run = spawnSync(process.execPath, [join(target.folder, "bin", "mortise.cjs"), ...typicalRun], {
    cwd: top,
    // Options of this process, a loader say, would make a cache that no plain run accepts.
    env: { ...process.env, NODE_OPTIONS: "", MORTISE_WRITE_CODE_CACHE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const cache = join(target.folder, "dist", "mortise.cjs.cache");
  if (run.status === 0 && existsSync(cache)) return [cache];
  console.error(`${target.name}: no code cache, so it starts slower: mortise ${typicalRun.join(" ")} failed`);
  console.error(run.stderr);
  return [];
}
