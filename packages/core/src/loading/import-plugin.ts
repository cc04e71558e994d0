import { performance } from "node:perf_hooks";
import { foldId, type PluginEntry, type ReadyCandidate } from "../catalog/candidate.js";
import { checkEntry } from "../catalog/entry.js";
import { checkPath } from "../catalog/gates.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { blame } from "./blame.js";
import { withinDeadline } from "./deadline.js";
import { findPlugin, type LoadedPlugin } from "./find-plugin.js";
import { findSyntaxError } from "./find-syntax-error.js";
import type { ImportModule } from "./import-module.js";
import { measureIntegrity, type Integrity } from "./instance.js";

/** A module that was imported, with the bytes it came from. */
export interface ImportedPlugin {
  readonly plugin: LoadedPlugin;
  readonly integrity: Integrity;
  /** In milliseconds. */
  readonly importMs: number;
}

/** A plugin's code, or why there is none. */
export type ImportOutcome = ImportedPlugin | { readonly failure: Diagnostic };

/** How modules are imported. */
export interface ImportOptions {
  readonly importModule: ImportModule;
  /** How long a module may take, in milliseconds. */
  readonly deadlineMs: number;
}

/** Imports a plugin's module, past the gates once more: what is on disk now is what counts. Never rejects. */
export async function importPlugin(candidate: ReadyCandidate, options: ImportOptions): Promise<ImportOutcome> {
  const { id: plugin, root, origin, entry } = candidate;
  if (entry === undefined) return { failure: noEntry(candidate) };
  const writable = checkPath(root, origin);
  const check = writable ? { blocked: writable } : checkEntry(root, entry.file, origin);
  if ("blocked" in check) return { failure: { plugin, ...check.blocked } };
  if ("problem" in check) return { failure: { plugin, ...check.problem, level: "error" } };
  try {
    const integrity = measureIntegrity(candidate, check.entry);
    const start = performance.now();
    const tooLong = () => new MortiseError(diagnose("LOAD_TIMEOUT", { deadline: options.deadlineMs }));
    const namespace = await withinDeadline(options.importModule(check.entry), options.deadlineMs, tooLong);
    const importMs = performance.now() - start;
    const found = pluginIn(namespace, candidate);
    return "code" in found
      ? { failure: { plugin, path: entry.file, ...found } }
      : { plugin: found, integrity, importMs };
  } catch (error) {
    return { failure: { plugin, path: entry.file, ...(await importFailure(error, root, entry)) } };
  }
}

function pluginIn(namespace: unknown, { id }: ReadyCandidate): LoadedPlugin | Diagnostic {
  const found = findPlugin(namespace);
  if ("code" in found || found.id === undefined || foldId(found.id) === foldId(id)) return found;
  return diagnose("LOAD_ID_MISMATCH", { manifest: id, module: found.id });
}

async function importFailure(error: unknown, root: string, entry: PluginEntry): Promise<Diagnostic> {
  if (error instanceof MortiseError) return error.diagnostic;
  const { reason, place } = blame(error, root);
  if (place.line !== undefined || !(error instanceof SyntaxError))
    return { ...diagnose("LOAD_FAILED", { reason }), ...place };
  const found = await findSyntaxError(entry.file);
  return { ...diagnose("LOAD_FAILED", { reason }), ...(found ? blame(found, root).place : {}) };
}

/** Why there is no entry was found out while reading; now it is an error. */
function noEntry({ id: plugin, diagnostics, root }: ReadyCandidate): Diagnostic {
  const known = diagnostics.find(({ code }) => code.startsWith("ENTRY_"));
  const fallback = diagnose("ENTRY_MISSING", { example: '"mortise": { "entry": "./index.js" }' }, { path: root });
  return { plugin, ...(known ?? fallback), level: "error" };
}
