import { fileURLToPath } from "node:url";
import { isInside } from "../catalog/gates.js";
import { messageOf } from "../diagnostics/error.js";

/** What was thrown, and where in the plugin's own files. */
export interface Blame {
  readonly reason: string;
  readonly place: { readonly path?: string; readonly line?: number; readonly column?: number };
}

const frame = /(?:\(|at (?:async )?|^)((?:file:\/\/)?\/[^\s()]*?):(\d+)(?::(\d+))?\)?$/;

/** Reads off an error's stack the first place that lies in the plugin's folder. */
export function blame(error: unknown, root: string): Blame {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const line of stack.split("\n")) {
    const [, file, row, column] = frame.exec(line.trim()) ?? [];
    if (file === undefined || row === undefined) continue;
    const path = file.startsWith("file:") ? fileURLToPath(file.replace(/\?.*$/, "")) : file;
    if (!isInside(root, path)) continue;
    return { reason: messageOf(error), place: { path, line: Number(row), ...(column && { column: Number(column) }) } };
  }
  return { reason: messageOf(error), place: {} };
}
