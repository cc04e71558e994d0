/** Runs programs of the benchmarks in processes of their own, on built packages and plain Node. */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundle } from "../build/bundle.js";
import { findTargets } from "../build/targets.js";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

/** The top folder of the repository. */
export const top = join(here, "../..");

/** Runs a program and gives what it answered. Rejects where it failed. */
export type RunProgram = (name: string, given: object) => Promise<unknown>;

/**
 * Makes the one that runs programs (`programs/<name>.ts`), each bundled when it is first asked for. `@mortise/*` stays an
 * import and leads to what is built; a program that imports a source by its path carries it.
 */
export function createPrograms(): { readonly run: RunProgram; close(): void } {
  const core = findTargets(top).find(({ name }) => name === "@mortise/core");
  if (!core) throw new Error("There is no package @mortise/core.");
  // Below the core, where the libraries that stay imports are found.
  const folder = join(core.folder, ".cache", `bench-${process.pid}`);
  const isExternal = (specifier: string) => specifier.startsWith("@mortise/") || core.isExternal(specifier);
  const close = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", close);
  const made = new Map<string, Promise<string>>();
  const make = async (name: string): Promise<string> => {
    const entries = { [name]: join(here, "programs", `${name}.ts`) };
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    for (const file of await bundle({ ...core, entries, isExternal })) writeFileSync(join(own, file.name), file.text);
    return join(own, `${name}.js`);
  };
  return {
    async run(name, given) {
      const file = made.get(name) ?? make(name);
      made.set(name, file);
      const args = ["--expose-gc", await file, JSON.stringify(given)];
      const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 24 });
      return JSON.parse(stdout) as unknown;
    },
    close,
  };
}
