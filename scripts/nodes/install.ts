/** Brings other versions of Node, by npm, into the cache of this repository. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Path of the program `node` of a version, installed when it is not there yet. npm's package `node` is a script that installs
 * the package of the machine's platform; that one is taken here, so that no script need run.
 *
 * @throws when npm cannot bring it
 */
export function installNode(top: string, version: string): string {
  const folder = join(top, "node_modules", ".cache", "mortise", "nodes", version);
  const program = join("node_modules", packageName(), "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(join(folder, program))) bring(folder, `${packageName()}@${version}`, program);
  return join(folder, program);
}

function packageName(): string {
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

/** Installs beside the folder and renames, so that the folder is there only when it is whole. */
function bring(folder: string, specifier: string, program: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  try {
    writeFileSync(join(made, "package.json"), JSON.stringify({ private: true }));
    const options = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--loglevel=error"];
    const run = spawnSync("npm", ["install", ...options, "--save-exact", specifier], {
      cwd: made,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    if (run.error) throw run.error;
    if (run.status !== 0) throw new Error(`npm cannot install ${specifier}: ${run.stdout}${run.stderr}`);
    if (!existsSync(join(made, program))) throw new Error(`${specifier} has no ${program}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
