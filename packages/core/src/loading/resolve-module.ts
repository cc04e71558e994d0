import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Transformer } from "./transformer.js";

/**
 * The absolute path of what a file of a plugin names, as TypeScript means it where it is that. Throws
 * `ERR_MODULE_NOT_FOUND` or `MODULE_NOT_FOUND`, as Node does.
 */
export function resolveFrom(
  specifier: string,
  from: string,
  condition: "import" | "require",
  { jiti }: Transformer,
): string {
  const near = resolveNear(specifier, from);
  if (near !== undefined) return near;
  const options = { parentURL: pathToFileURL(from).href, conditions: ["node", condition] };
  try {
    const found = jiti().esmResolve(specifier, options);
    const path = found.startsWith("file:") ? fileURLToPath(found) : resolve(found);
    // What was there once may be remembered.
    if (existsSync(path)) return path;
  } catch {
    // Its error names this host's files as those that asked.
  }
  throw notFound(specifier, from, condition);
}

/** The file that a relative specifier names as it stands, or as TypeScript means it; jiti looks for it far longer. */
function resolveNear(specifier: string, from: string): string | undefined {
  if (!/^\.{1,2}\//.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier);
  const source = path.replace(/(?<=\.[cm]?)js$/, "ts");
  const found = [path, source].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : realpathSync(found);
}

function notFound(specifier: string, from: string, condition: "import" | "require"): Error {
  const code = condition === "import" ? "ERR_MODULE_NOT_FOUND" : "MODULE_NOT_FOUND";
  return Object.assign(new Error(`Cannot find '${specifier}' imported from ${from}`), { code });
}
