import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { isLent } from "./host-modules.js";

/** Whether a specifier names a file of the plugin itself and not a package. */
export function isOwnSpecifier(specifier: string): boolean {
  return /^(?:\.{0,2}\/|file:|#)/.test(specifier);
}

/** Files of a plugin as they were read: SHA-256, hex, by absolute path. */
export type FileVersions = ReadonlyMap<string, string>;

/** Stands for the version of a file that cannot be read. */
const unreadable = "unreadable";

/** The version of what a file holds: SHA-256, hex. */
export function versionOf(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(content).digest("hex");
}

/** Whether every file is on disk as it was read; one that is gone is not. */
export function areUnchanged(files: FileVersions): boolean {
  return [...files].every(([file, version]) => readVersion(file).version === version);
}

function readVersion(file: string): { readonly content: Buffer; readonly version: string } {
  try {
    const content = readFileSync(file);
    return { content, version: versionOf(content) };
  } catch {
    return { content: Buffer.alloc(0), version: unreadable };
  }
}

/** One of a plugin's own files, with what it names by `import`, `import()` or `require`. */
export interface ReadFile {
  readonly file: string;
  /** SHA-256, hex, of what it holds. */
  readonly version: string;
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
    const { content, version } = readVersion(file);
    const specifiers = specifiersOf(file, content, imports);
    yield { file, version, specifiers };
    for (const specifier of specifiers.filter(isOwnSpecifier)) {
      const next = resolveOwn(specifier, file);
      if (next !== undefined) files.add(next);
    }
  }
}

/**
 * The versions of JavaScript's own files, the entry among them, and whether one asks for something that the host lends.
 * Found out by reading, before anything runs, because a module that has begun to run must never be tried with a second
 * loader.
 */
export async function readOwnFiles(entry: string): Promise<{ files: FileVersions; asksForHostModule: boolean }> {
  const files = new Map<string, string>();
  let asksForHostModule = false;
  for await (const { file, version, specifiers } of ownFiles(entry)) {
    files.set(file, version);
    asksForHostModule ||= specifiers.some(isLent);
  }
  return { files, asksForHostModule };
}

const required = /\brequire\s*\(\s*(["'])([^"'\n]+)\1\s*\)/g;

function specifiersOf(file: string, content: Buffer, imports: (text: string) => readonly string[]): readonly string[] {
  if (!/^\.[cm]?js$/.test(extname(file))) return [];
  const text = content.toString();
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
