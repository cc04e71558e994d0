import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { isLent } from "./host-modules.js";

/** Whether a specifier names a file of the plugin itself and not a package. */
export function isOwnSpecifier(specifier: string): boolean {
  return /^(?:\.{0,2}\/|file:|#)/.test(specifier);
}

/** One of a plugin's own files, with what it names by `import`, `import()` or `require`. */
export interface ReadFile {
  readonly file: string;
  readonly specifiers: readonly string[];
}

/** A plugin's entry and its own files that it leads to, as far as they can be read; nothing is run. */
export async function* ownFiles(entry: string): AsyncGenerator<ReadFile> {
  const { init, parse } = await import("es-module-lexer");
  await init;
  const imports = (text: string) => parse(text)[0].flatMap(({ n: specifier }) => specifier ?? []);
  const files = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const specifiers = specifiersOf(file, imports);
    yield { file, specifiers };
    for (const specifier of specifiers.filter(isOwnSpecifier)) {
      const next = resolveOwn(specifier, file);
      if (next !== undefined) files.add(next);
    }
  }
}

/**
 * Whether JavaScript, the entry or another file of the plugin, asks for something that the host lends. Found out by
 * reading, before anything runs, because a module that has begun to run must never be tried with a second loader.
 */
export async function asksForHostModule(entry: string): Promise<boolean> {
  for await (const { specifiers } of ownFiles(entry)) if (specifiers.some(isLent)) return true;
  return false;
}

const required = /\brequire\s*\(\s*(["'])([^"'\n]+)\1\s*\)/g;

function specifiersOf(file: string, imports: (text: string) => readonly string[]): readonly string[] {
  if (!/^\.[cm]?js$/.test(extname(file))) return [];
  const text = readFileSync(file, "utf8");
  const requires = [...text.matchAll(required)].flatMap(([, , specifier]) => specifier ?? []);
  try {
    return [...imports(text), ...requires];
  } catch {
    // It is no module, or not valid; then Node says so, better than we could.
    return requires;
  }
}

function resolveOwn(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier);
  } catch {
    return undefined;
  }
}
