import { sep } from "node:path";
import type { PluginEntry } from "../catalog/candidate.js";
import { isInside } from "../catalog/paths.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf, MortiseError } from "../diagnostics/error.js";
import { isMadeBy } from "../diagnostics/given-value.js";
import { blame } from "./blame.js";
import { findSyntaxError } from "./find-syntax-error.js";
import { isLent } from "./host-modules.js";
import type { Lender } from "./lender.js";

/** What a failed import tells of the plugin: where its code lies, and what its format lends to it. */
export interface FailedImport {
  readonly root: string;
  readonly entry: PluginEntry;
  readonly lender?: Lender | undefined;
}

/** Why a module could not be had, of what importing it threw. */
export async function importFailure(error: unknown, { root, entry, lender }: FailedImport): Promise<Diagnostic> {
  if (error instanceof MortiseError) return error.diagnostic;
  const inPackage = missingInPackage(error, root, lender);
  if (inPackage) return inPackage;
  const { reason, place } = blame(error, root);
  if (place.line !== undefined || !isMadeBy(SyntaxError, error))
    return { ...diagnose("LOAD_FAILED", { reason }), ...place };
  const found = await findSyntaxError(entry.file);
  return { ...diagnose("LOAD_FAILED", { reason }), ...(found ? blame(found, root).place : {}) };
}

const notFound = /^Cannot find (?:package|module) '([^']+)'(?: imported from (.+)|\nRequire stack:\n- (.+))/;

/** A package of the plugin's that names what only the plugin's own files are lent. */
function missingInPackage(error: unknown, root: string, lender: Lender | undefined): Diagnostic | undefined {
  const [, specifier = "", imported, required] = notFound.exec(messageOf(error)) ?? [];
  const file = imported ?? required;
  if (file === undefined || !(isLent(specifier) || lender?.lends(specifier))) return undefined;
  const isOwn = isInside(root, file) && !file.slice(root.length).includes(`${sep}node_modules${sep}`);
  return isOwn ? undefined : diagnose("LOAD_PACKAGE_IN_NEED", { specifier, file }, { path: file });
}
