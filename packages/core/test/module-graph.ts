import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What can be reached from a module, by imports of every kind but types. */
export interface ModuleGraph {
  /** Absolute paths of the files that were read. */
  readonly files: ReadonlySet<string>;
  /** Packages and built-in modules that are imported. */
  readonly packages: ReadonlySet<string>;
  /** Files with an `import()` or a `require()` of something that is not written there in quotes. */
  readonly unknown: readonly string[];
}

/** What could load code that is not named in the source. */
export const loaders = /^(?:jiti|(?:node:)?(?:vm|module|child_process|worker_threads|cluster|repl|inspector))(?:\/|$)/;

const importing = /\b(?:import|export)\s+(?!type\b)(?:[\w$*{},\s]+?\bfrom\s*)?["']([^"']+)["']/g;
const importingLater = /\b(?:import|require)\s*\(\s*(?:["']([^"']+)["']\s*\)|(?=[^)\s]))/g;
const comments = /\/\*[^]*?\*\/|(?<=^|[\s;,{}()])\/\/[^\n]*/g;

/**
 * Reads `entry` and whatever it leads to; `sources` gives the file of a package that is to be read as well, `without` names
 * files that are not looked into.
 */
export function moduleGraph(
  entry: string,
  sources: Readonly<Record<string, string>> = {},
  { without = [] }: { readonly without?: readonly string[] } = {},
): ModuleGraph {
  const files = new Set<string>();
  const packages = new Set<string>();
  const unknown: string[] = [];
  const open = [entry];
  for (const file of open) {
    if (files.has(file) || without.includes(file)) continue;
    files.add(file);
    const text = readFileSync(file, "utf8").replace(comments, "");
    const later = [...text.matchAll(importingLater)].map(([, specifier]) => specifier);
    if (later.includes(undefined)) unknown.push(file);
    const now = [...text.matchAll(importing)].map(([, specifier]) => specifier);
    for (const specifier of [...now, ...later]) {
      if (specifier === undefined) continue;
      const next = specifier.startsWith(".") ? fileOf(resolve(dirname(file), specifier)) : sources[specifier];
      if (next === undefined) packages.add(specifier);
      else open.push(next);
    }
  }
  return { files, packages, unknown };
}

/** Sources name the file that will be built. */
function fileOf(path: string): string {
  const source = path.replace(/\.js$/, ".ts");
  return existsSync(source) ? source : path;
}
