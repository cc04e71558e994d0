import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import type { ManifestSource } from "@mortise/core/catalog";

const source = /\.[mc]?ts$/;
const code = /\.[mc]?[jt]s$/;
const declarations = /\.d\.[mc]?ts$/;

/** Whether a file is TypeScript that could be run. */
export function isTypeScript(file: string): boolean {
  return source.test(file) && !declarations.test(file);
}

/** Whether a file is JavaScript or TypeScript that could be run. */
export function isCode(file: string): boolean {
  return code.test(file) && !declarations.test(file);
}

/** Whether a path leads out of the plugin's folder, as it is written. */
export function leavesFolder(root: string, path: string): boolean {
  // Nearly none does, and that is quickly told: it would have to go up, or to name a drive or the top.
  if (!/\.\.|:|^[\\/]/.test(path)) return false;
  const inside = relative(root, resolve(root, path));
  return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
}

/** Where the built file of a TypeScript entry may be: in `dist`, with and without `src/`, and beside it. */
export function builtCandidates(entry: string): readonly string[] {
  const stem = posix.normalize(entry).replace(source, "");
  const stems = [posix.join("dist", stem), ...(stem.startsWith("src/") ? [`dist/${stem.slice(4)}`] : []), stem];
  return stems.flatMap((path) => [".js", ".mjs", ".cjs"].map((extension) => path + extension));
}

/** Plugins at work on this machine may be run from source; what was installed or came with the host must be built. */
export function mayRunSource(origin: ManifestSource["origin"]): boolean {
  return origin === "config" || origin === "workspace";
}
