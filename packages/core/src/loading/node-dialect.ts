import { statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import type { FileKind } from "./module-code.js";
import type { ImportRead } from "./read-imports.js";

/** What other loaders give an ES module and Node does not: the globals of CommonJS. */
const globalsOfScripts = /(?<![\w$.])(?:require\s*\(\s*["']|__dirname\b|__filename\b|module\.exports\b)/g;

/** A file by absolute path, with what was read off it. */
interface SourceFile {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly ImportRead[];
}

/**
 * Whether Node takes one of a plugin's files as it is, as far as can be read off it. What was written for a host that
 * transforms everything may leave out extensions and import attributes, and use the globals of CommonJS in a module. To
 * err costs the time of a transformation, and no more.
 */
export function isForNode({ file, text, imports }: SourceFile, kind?: FileKind): boolean {
  if (kind !== "module") return true;
  if (asksForJson.test(text) && !jsonAttribute.test(text)) return false;
  if (imports.some(({ specifier }) => /^\.{1,2}\//.test(specifier) && !isThere(specifier, file))) return false;
  return ![...text.matchAll(globalsOfScripts)].some(([used]) => !isDeclared(used, text));
}

const asksForJson = /\bfrom\s*["'][^"'\n]*\.json["']/;
const jsonAttribute = /\bwith\s*\{\s*["']?type["']?\s*:\s*["']json["']/;

/** Relative specifiers of modules are URLs: nothing is added to them. */
function isThere(specifier: string, from: string): boolean {
  const path = resolve(dirname(from), specifier.replace(/[?#].*$/, ""));
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile && !/^\.[cm]?tsx?$/.test(extname(path));
}

/** Whether a file makes the global for itself, as bundles do. */
function isDeclared(used: string, text: string): boolean {
  const [name = ""] = /^\w+/.exec(used) ?? [];
  return new RegExp(`(?:\\b(?:const|let|var|function)\\s+|[,{]\\s*)${name}\\s*[=(,}]`).test(text);
}
