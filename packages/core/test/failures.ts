import { basename } from "node:path";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";

/** A diagnostic as `CODE plugin file:line`, for tests of where blame falls. */
export function text({ code, plugin, path = "", line }: Diagnostic): string {
  return `${code} ${plugin} ${basename(path)}${line === undefined ? "" : `:${line}`}`;
}
