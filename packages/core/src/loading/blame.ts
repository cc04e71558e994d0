import { normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isInside } from "../catalog/paths.js";
import { messageOf } from "../diagnostics/error.js";

/** What was thrown, and where in the plugin's own files. */
export interface Blame {
  readonly reason: string;
  readonly place: { readonly path?: string; readonly line?: number; readonly column?: number };
}

/** `at f (/a/b.js:1:2)`, `at file:///a/b.js:1:2`, `C:\a\b.js:3` at the start of a syntax error. */
const frame = /(?:\(|\bat (?:async )?|^)((?:file:\/\/\/?|[A-Za-z]:[\\/]|\/).*?):(\d+)(?::(\d+))?\)?$/;

/** Reads off an error's stack the first place that lies in the plugin's folder, its own files before its packages. */
export function blame(error: unknown, root: string): Blame {
  const places = stackOf(error).flatMap((line) => placeIn(line, root) ?? []);
  const isPackage = (path: string) => path.slice(root.length).includes(`${sep}node_modules${sep}`);
  const place = places.find(({ path }) => !isPackage(path)) ?? places[0] ?? {};
  return { reason: messageOf(error), place };
}

function stackOf(error: unknown): readonly string[] {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === "string" ? stack.split("\n").map((line) => line.trim()) : [];
  } catch {
    // Anything can be thrown, also what cannot be looked at.
    return [];
  }
}

function placeIn(line: string, root: string) {
  if (line.includes("(eval at ")) return undefined;
  const [, file, row, column] = frame.exec(line) ?? [];
  const path = file === undefined ? undefined : pathOf(file);
  if (path === undefined || !isInside(root, path)) return undefined;
  return { path, line: Number(row), ...(column !== undefined && { column: Number(column) }) };
}

function pathOf(file: string): string | undefined {
  if (!file.startsWith("file:")) return normalize(file);
  try {
    return fileURLToPath(file.replace(/[?#].*$/, ""));
  } catch {
    return undefined;
  }
}
