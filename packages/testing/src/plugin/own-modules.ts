import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createJiti, type Jiti } from "jiti";

/** One of a plugin's own modules. */
export interface OwnModule {
  /** Absolute path. */
  readonly file: string;
  /** What it imports, requires, or starts as a worker, types apart; as it is written. */
  readonly specifiers: readonly string[];
  /** The files that those of them lead to that are paths. */
  readonly resolved: ReadonlyMap<string, string>;
}

/** A plugin's entry and the modules that it leads to by path; nothing is run. */
export async function* ownModules(entry: string): AsyncGenerator<OwnModule> {
  const jiti = createJiti(import.meta.url, { fsCache: false });
  const files = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const specifiers = specifiersOf(file, jiti);
    const resolved = new Map(
      specifiers.flatMap((specifier) => {
        const target = resolvePath(specifier, file);
        return target === undefined ? [] : [[specifier, target] as const];
      }),
    );
    yield { file, specifiers, resolved };
    for (const target of resolved.values()) if (isCode(target)) files.add(target);
  }
}

function isCode(file: string): boolean {
  return /^\.[cm]?[jt]sx?$/.test(extname(file));
}

/** Once transformed, every import is a call with the specifier in it, and types are gone. */
const calls = /\b(?:jitiImport|require)\(\s*"((?:[^"\\]|\\.)+)"/g;
const urls = /\bnew URL\(\s*["']([^"']+)["'],\s*(?:"file:|import\.meta\.url|jitiESM)/g;

function specifiersOf(file: string, jiti: Jiti): readonly string[] {
  const source = readFileSync(file, "utf8");
  const isTypeScript = /^\.[cm]?tsx?$/.test(extname(file));
  const code = jiti.transform({ source, filename: file, ts: isTypeScript, async: true });
  const own = [...code.matchAll(urls)].flatMap(([, path = ""]) => (isFile(path, file) ? [path] : []));
  return [...new Set([...[...code.matchAll(calls)].map(([, specifier = ""]) => specifier), ...own])];
}

function isFile(path: string, from: string): boolean {
  if (!path.startsWith(".") || !isCode(path)) return false;
  return existsSync(fileURLToPath(new URL(path, pathToFileURL(from))));
}

/** The file that a path leads to; TypeScript may be named by the name that it has once it is built. */
function resolvePath(specifier: string, from: string): string | undefined {
  if (!/^(?:\.{0,2}\/|\.{1,2}$|file:|#)/.test(specifier)) return undefined;
  if (specifier.startsWith("#")) return resolveByNode(specifier, from);
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolve(dirname(from), specifier);
  const source = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  const endings = ["", ".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];
  const tries = [path, source, ...endings.map((ending) => path + ending)];
  return tries.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
}

function resolveByNode(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}
