import { extname, relative, resolve } from "node:path";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginEntry } from "./candidate.js";
import { checkFoldersBetween, checkPermissions } from "./gates.js";
import { findAt, isInside, type Found } from "./paths.js";
import type { Origin } from "./roots.js";

const languages: Readonly<Record<string, PluginEntry["language"]>> = {
  ".js": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
};

/** What became of a named entry: past the gates, stopped by one, or not there. */
export type EntryCheck =
  | { readonly entry: PluginEntry }
  | { readonly blocked: Diagnostic }
  | { readonly problem: Diagnostic };

/** The language of a file that can be an entry, by its name. */
export function languageOf(file: string): PluginEntry["language"] | undefined {
  return /\.d\.[mc]?ts$/.test(file) ? undefined : languages[extname(file)];
}

/**
 * Holds an entry against the gates. A file that is not there is a problem of loading, not of reading.
 *
 * @param find looks at the file, for whoever knows more of its folder; nothing where it cannot be looked at
 */
export function checkEntry(root: string, named: string, origin: Origin, find = findAnywhere): EntryCheck {
  const file = resolve(root, named);
  if (!isInside(root, file)) return { blocked: escape(named, file) };
  if (languageOf(file) === undefined) return { problem: notCode(named, file) };
  const found = find(file);
  if (!found?.stats.isFile()) return { problem: notThere(root, named, file) };
  const { real, stats } = found;
  if (!isInside(root, real)) return { blocked: escape(named, file, real) };
  const refused = checkPermissions(real, stats, origin) ?? checkFoldersBetween(root, real, origin);
  if (refused) return { blocked: refused };
  // A link may have another name than the file, and the file is what is run.
  const language = languageOf(real);
  return language === undefined ? { problem: notCode(named, real) } : { entry: { file: real, language } };
}

function findAnywhere(file: string): Found | undefined {
  try {
    return findAt(file);
  } catch {
    return undefined;
  }
}

function notCode(entry: string, path: string): Diagnostic {
  return diagnose("ENTRY_NOT_CODE", { entry }, { path });
}

function escape(entry: string, path: string, real?: string): Diagnostic {
  return diagnose("ENTRY_ESCAPES", { entry, real: real === undefined ? "" : `: it leads to ${real}` }, { path });
}

function notThere(root: string, entry: string, path: string): Diagnostic {
  const built = /^(?:dist|build|lib|out)\//.test(relative(root, path));
  const published = built ? ", so the package was published or installed without being built" : "";
  return diagnose("ENTRY_NOT_FOUND", { entry, published }, { path, level: "warning" });
}
