import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Jiti } from "jiti";
import { versionOf } from "./file-version.js";

/** What is to be transformed. */
export interface Transformable {
  /** Absolute path. */
  readonly file: string;
  readonly source: string;
  /** SHA-256, hex, of the source. */
  readonly version: string;
  readonly isTypeScript: boolean;
  /** Whether it may await at its top. */
  readonly isAsync: boolean;
}

/** Makes of modules what can be evaluated as a function, and finds what they import. */
export interface Transformer {
  /** The JavaScript for a module, or `exports.__JITI_ERROR__ = …`, with JSON of line, column and message. */
  transform(given: Transformable): string;
  /** jiti itself; it is imported when it is first asked for. */
  jiti(): Jiti;
}

/** Changes whenever the same source could come out otherwise: the version of jiti, of what is kept here. */
export const recipe = "jiti 2.7.0, mortise 1";

/** What jiti writes instead of code where it met a syntax error. */
export const errorMark = "exports.__JITI_ERROR__ = ";

/**
 * Makes a transformer that remembers, in one file for each that it transformed, written over when that was edited. jiti
 * could do so itself, but to import it costs more than to evaluate hundreds of files that are remembered. Without a folder
 * nothing is remembered.
 */
export function createTransformer(cacheFolder?: string): Transformer {
  let made: Jiti | undefined;
  const jiti = () => (made ??= makeJiti());
  return {
    jiti,
    transform(given) {
      const transformNow = () => transformBy(jiti(), given);
      return cacheFolder === undefined ? transformNow() : remembered(cacheFolder, given, transformNow);
    },
  };
}

function transformBy(jiti: Jiti, { file, source, isTypeScript, isAsync }: Transformable): string {
  return jiti.transform({ source, filename: file, ts: isTypeScript, async: isAsync });
}

function remembered(folder: string, { file, version, isAsync }: Transformable, transformNow: () => string): string {
  const kept = join(folder, `${versionOf(`${file} ${isAsync}`).slice(0, 32)}.js`);
  const head = `// ${recipe}, of ${version}\n`;
  const known = readKept(kept);
  if (known?.startsWith(head)) return known.slice(head.length);
  const code = transformNow();
  if (!code.startsWith(errorMark)) keep(folder, kept, head + code);
  return code;
}

function makeJiti(): Jiti {
  // At once, since a file may be required that was not transformed before.
  const require = createRequire(import.meta.url);
  const { createJiti } = require("jiti") as typeof import("jiti");
  return createJiti(import.meta.url, { fsCache: false, interopDefault: false });
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Written by rename, so that nobody reads half of it. Where it cannot be kept, it is transformed again the next time. */
function keep(folder: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const unfinished = `${file}.${crypto.randomUUID()}`;
    writeFileSync(unfinished, text, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    // A folder that cannot be made, a disk that is full.
  }
}
