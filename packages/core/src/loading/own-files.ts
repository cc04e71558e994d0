import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { versionOf, type FileVersions } from "./file-version.js";
import { kindOf, type PackageTypes } from "./module-code.js";
import { isForNode } from "./node-dialect.js";
import { sourceReader, type ImportRead, type ReadSource } from "./read-imports.js";

/** Whether a specifier names a file of the plugin itself and not a package. */
export function isOwnSpecifier(specifier: string): boolean {
  return /^(?:\.{0,2}\/|file:|#)/.test(specifier);
}

/** Stands for the version of a file that cannot be read. */
const unreadable = "unreadable";

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

/** One of a plugin's own files as it was read; nothing of it was run. */
export interface ReadFile {
  readonly file: string;
  /** SHA-256, hex, of what it holds. */
  readonly version: string;
  readonly text: string;
  /** What it names by `import`, `import()` or `export … from`; nothing where it is not JavaScript. */
  readonly imports: readonly ImportRead[];
  /** What it names by `require`. */
  readonly requires: readonly string[];
  readonly hasModuleSyntax: boolean;
}

/** A plugin's entry and its own files that it leads to, as far as they can be read. */
export async function* ownFiles(entry: string): AsyncGenerator<ReadFile> {
  const readSource = await sourceReader();
  const files = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const read = readFile(file, readSource);
    yield read;
    for (const specifier of specifiersOf(read).filter(isOwnSpecifier)) {
      const next = resolveOwn(specifier, file);
      if (next !== undefined) files.add(next);
    }
  }
}

/** What reading JavaScript's own files before anything runs came to. */
export interface OwnFilesReading {
  /** The entry among them. */
  readonly files: FileVersions;
  /** The same files, as they were read. */
  readonly read: ReadonlyMap<string, ReadFile>;
  /** Whether one names what it needs to be lent. */
  readonly isInNeed: boolean;
}

/**
 * Reads JavaScript's own files. What they need is found out by reading, before anything runs, because a module that has
 * begun to run must never be tried with a second loader.
 */
export async function readOwnFiles(entry: string, needs: (specifier: string) => boolean): Promise<OwnFilesReading> {
  const read = new Map<string, ReadFile>();
  const files = new Map<string, string>();
  let isInNeed = false;
  for await (const each of ownFiles(entry)) {
    read.set(each.file, each);
    files.set(each.file, each.version);
    isInNeed ||= specifiersOf(each).some(needs);
  }
  // Throws what says best why it cannot be read.
  if (files.get(entry) === unreadable) readFileSync(entry);
  return { files, read, isInNeed };
}

/** Whether Node takes all of the files as they are, as far as can be seen. */
export function areForNode(read: OwnFilesReading["read"]): boolean {
  const types: PackageTypes = new Map();
  return [...read.values()].every((each) =>
    isForNode(
      each,
      kindOf(each.file, types, () => each.hasModuleSyntax),
    ),
  );
}

const required = /\brequire\s*\(\s*(["'])([^"'\n]+)\1\s*\)/g;

function readFile(file: string, readSource: ReadSource): ReadFile {
  const { content, version } = readVersion(file);
  const text = content.toString();
  if (!/^\.[cm]?js$/.test(extname(file)))
    return { file, version, text, imports: [], requires: [], hasModuleSyntax: false };
  const requires = [...text.matchAll(required)].flatMap(([, , specifier]) => specifier ?? []);
  return { file, version, text, requires, ...readSource(text) };
}

function specifiersOf({ imports, requires }: ReadFile): readonly string[] {
  return [...imports.map(({ specifier }) => specifier), ...requires];
}

function resolveOwn(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier);
  } catch {
    return undefined;
  }
}
