import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import type { Asking } from "./ask.js";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** A plugin that has not registered by then never will: in milliseconds. */
const deadlineMs = 120_000;

/**
 * Writes into a folder what the child processes run: one file that Node takes as it is. Core and the format stay the
 * built files that an application would import.
 */
export async function makeAsking(folder: string, options: Partial<Pick<Asking, "deadlineMs">> = {}): Promise<Asking> {
  const program = join(folder, "program.mjs");
  const build = await rolldown({ input: join(top, "scripts/corpus/program.ts"), platform: "node", external: /^node:/ });
  await build.write({ file: program, format: "esm" });
  await build.close();
  const built = (name: string) => join(top, "packages", name, "dist/index.js");
  return { program, core: built("core"), openclaw: built("openclaw"), deadlineMs, ...options };
}
