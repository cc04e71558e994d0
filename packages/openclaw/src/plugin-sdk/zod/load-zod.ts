import { createRequire } from "node:module";
import type * as Zod from "zod";

let loaded: typeof Zod | undefined;

/**
 * Zod, evaluated when it is first asked for: most plugins do without it. Of the major version that OpenClaw has, since
 * schemas of plugins and of the SDK are put into one another.
 */
export function loadZod(): typeof Zod {
  return (loaded ??= createRequire(import.meta.url)("zod") as typeof Zod);
}
