import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { readHashed } from "../catalog/integrity.js";
import type { FileVersions } from "./file-version.js";
import { kindOf, type PackageTypes } from "./module-code.js";
import { isForNode } from "./node-dialect.js";
import type { ImportRead, ReadSource } from "./read-imports.js";

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

function readVersion(file: string): { readonly text: string; readonly version: string } {
  try {
    const { text, hash: version } = readHashed(file);
    return { text, version };
  } catch {
    return { text: "", version: unreadable };
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
  /** All that it names, by `require` too. */
  readonly specifiers: readonly string[];
  /** Whether only an ES module can have its syntax. */
  hasModuleSyntax(): boolean;
}

/** A plugin's entry and its own files that it leads to, as far as they can be read. */
export function* ownFiles(entry: string, readSource: ReadSource): Generator<ReadFile> {
  const files = new Set([entry]);
  // A set that grows while it is walked is walked to its end.
  for (const file of files) {
    const read = readFile(file, readSource);
    yield read;
    for (const specifier of read.specifiers) {
      const next = isOwnSpecifier(specifier) ? resolveOwn(specifier, file) : undefined;
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
export function readOwnFiles(
  entry: string,
  needs: (specifier: string) => boolean,
  readSource: ReadSource,
): OwnFilesReading {
  const read = new Map<string, ReadFile>();
  const files = new Map<string, string>();
  let isInNeed = false;
  for (const each of ownFiles(entry, readSource)) {
    read.set(each.file, each);
    files.set(each.file, each.version);
    isInNeed ||= each.specifiers.some(needs);
  }
  // Throws what says best why it cannot be read.
  if (files.get(entry) === unreadable) readFileSync(entry);
  return { files, read, isInNeed };
}

/** Whether Node takes all of the files as they are, as far as can be seen. */
export function areForNode(read: OwnFilesReading["read"]): boolean {
  const types: PackageTypes = new Map();
  return [...read.values()].every((each) => isForNode(each, kindOf(each.file, types, each.hasModuleSyntax)));
}

const isJavaScript = /^\.[cm]?js$/;
const required = /\brequire\s*\(\s*(["'])([^"'\n]+)\1\s*\)/g;

const none: readonly never[] = Object.freeze([]);

function readFile(file: string, readSource: ReadSource): ReadFile {
  const { text, version } = readVersion(file);
  if (!isJavaScript.test(extname(file)))
    return { file, version, text, imports: none, specifiers: none, hasModuleSyntax: () => false };
  const { imports, hasModuleSyntax } = readSource(text);
  const specifiers = imports.map(({ specifier }) => specifier);
  if (text.includes("require")) for (const [, , specifier = ""] of text.matchAll(required)) specifiers.push(specifier);
  return { file, version, text, imports, specifiers, hasModuleSyntax };
}

function resolveOwn(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier);
  } catch {
    return undefined;
  }
}
