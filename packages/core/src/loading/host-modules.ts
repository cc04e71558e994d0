import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { realPath, statPath } from "../catalog/paths.js";

/** What the host lends to plugins that have no copy of their own. */
const lent: ReadonlySet<string> = new Set(["@mortise/sdk", "@mortise/sdk/typebox"]);

/** Whether the host lends what a specifier names. */
export function isLent(specifier: string): boolean {
  return lent.has(specifier);
}

/** The host's own copies, by specifier. */
export async function hostModules(): Promise<ReadonlyMap<string, unknown>> {
  const [sdk, typebox] = await Promise.all([import("@mortise/sdk"), import("@mortise/sdk/typebox")]);
  return new Map<string, unknown>([
    ["@mortise/sdk", sdk],
    ["@mortise/sdk/typebox", typebox],
  ]);
}

/**
 * Whose SDK a plugin's file would find by itself: `own`, a copy that came with the plugin; `host`, the very package that
 * the host runs on; `none`.
 */
export function sdkFoundBy(file: string): "own" | "host" | "none" {
  const found = sdkFolder(dirname(file));
  if (found === undefined) return "none";
  return found === sdkFolder(dirname(fileURLToPath(import.meta.url))) ? "host" : "own";
}

/** Looked up as `import` does it: `require` would also look where NODE_PATH says. */
function sdkFolder(folder: string): string | undefined {
  const file = join(folder, "node_modules", "@mortise", "sdk", "package.json");
  // Most folders have none, and that this is an error to `realpath` would take longer than all of the looks.
  const found = statPath(file) && realPath(file);
  if (found !== undefined) return dirname(found);
  const parent = dirname(folder);
  return parent === folder ? undefined : sdkFolder(parent);
}
