// Packages import one another by name, which leads to what is built; imported from here it leads to sources.
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";

/**
 * A file of a package, from `packages`: `core/src/index.ts`.
 *
 * @param {string} path
 */
export function source(path) {
  return fileURLToPath(new URL(`../packages/${path}`, import.meta.url));
}

/** Imports sources by their paths. */
export const fromSource = createJiti(import.meta.url, {
  alias: {
    "@mortise/core/catalog": source("core/src/catalog.ts"),
    "@mortise/core": source("core/src/index.ts"),
    "@mortise/openclaw": source("openclaw/src/index.ts"),
    "@mortise/sdk/typebox": source("sdk/src/typebox.ts"),
    "@mortise/sdk": source("sdk/src/index.ts"),
  },
});
