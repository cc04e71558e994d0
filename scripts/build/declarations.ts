/** Declarations (`.d.ts`), by the compiler itself. */
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import type { BuildTarget } from "./targets.js";

/**
 * Writes the declarations of all targets.
 *
 * @returns the compiler's exit code: 0 when there was nothing to complain about
 */
export function writeDeclarations(top: string, targets: readonly BuildTarget[]): number {
  const projects = targets.map((target) => relative(top, join(target.folder, "tsconfig.build.json")));
  // The top folder's compiler by path: the one beside this script is an older one, for dependency-cruiser.
  const compiler = join(top, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [compiler, "--build", "--stopBuildOnErrors", ...projects], {
    cwd: top,
    stdio: "inherit",
  });
  return run.status ?? 1;
}
