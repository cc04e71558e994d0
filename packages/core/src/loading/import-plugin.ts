import { performance } from "node:perf_hooks";
import { foldId, type PluginEntry, type ReadyCandidate } from "../catalog/candidate.js";
import { checkEntry } from "../catalog/entry.js";
import { checkPath } from "../catalog/gates.js";
import { measureManifest, type Integrity } from "../catalog/integrity.js";
import type { FormatRuntime } from "../catalog/format-runtime.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { withinDeadline } from "./deadline.js";
import { findPlugin, type LoadedPlugin } from "./find-plugin.js";
import { adapt, type FormatSupport, type Remarks } from "./format-plugin.js";
import type { ImportedModule, ImportModule } from "./import-module.js";
import { importFailure } from "./import-failure.js";
import { distrustNode } from "./native-imports.js";
import { areUnchanged } from "./own-files.js";

/** A module that was imported, with the bytes it came from. */
export interface ImportedPlugin extends ImportedModule {
  readonly plugin: LoadedPlugin;
  readonly integrity: Integrity;
  /** In milliseconds. */
  readonly importMs: number;
  /** Absolute path of the module. */
  readonly file: string;
  /** What its format says of it; absent where it is native. */
  readonly remarks?: Remarks;
}

/** A plugin's code, or why there is none. */
export type ImportOutcome = ImportedPlugin | { readonly failure: Diagnostic };

/** How modules are imported. */
export interface ImportOptions {
  readonly importModule: ImportModule;
  /** How long a module may take, in milliseconds. */
  readonly deadlineMs: number;
  /**
   * Evaluates the plugin's own files anew also where none of them changed: something else that the module reads did.
   */
  readonly isFresh?: boolean;
  /** How plugins run whose format has a runtime of its own. */
  readonly formats?: FormatSupport;
}

/**
 * Imports a plugin's module, past the gates once more: what is on disk now is what counts. Never rejects.
 *
 * With what was imported `previous`ly, it gives that very plugin again while its own files are as they were; when one
 * changed, they are evaluated anew, and packages stay as they are. `previous` stays usable whatever comes of it.
 */
export async function importPlugin(
  candidate: ReadyCandidate,
  options: ImportOptions,
  previous?: ImportedPlugin,
): Promise<ImportOutcome> {
  const { id: plugin, root, origin, entry } = candidate;
  if (entry === undefined) return { failure: noEntry(candidate) };
  const writable = checkPath(root, origin);
  const check = writable ? { blocked: writable } : checkEntry(root, entry.file, origin);
  if ("blocked" in check) return { failure: { plugin, ...check.blocked } };
  if ("problem" in check) return { failure: { plugin, ...check.problem, level: "error" } };
  let runtime: FormatRuntime | undefined;
  try {
    const manifest = measureManifest(candidate);
    const { formats } = options;
    const asked = formats?.runtimeOf(candidate);
    runtime = asked && (await asked);
    const { file } = check.entry;
    const isKept = previous !== undefined && !options.isFresh && isCurrent(previous, check.entry);
    if (isKept && !runtime)
      return { ...previous, integrity: { ...manifest, entry: versionOf(file, previous) }, importMs: 0 };
    const isFresh = options.isFresh === true || previous !== undefined;
    const start = performance.now();
    const imported = isKept ? previous : await importEntry(check.entry, options, { isFresh, lender: runtime });
    const importMs = isKept ? 0 : performance.now() - start;
    const adapted = formats && runtime && adapt(runtime, imported, candidate, formats.surroundingsOf(candidate));
    const found = pluginIn((adapted ?? imported).namespace, candidate);
    if ("code" in found) return { failure: { plugin, path: entry.file, ...found } };
    const { namespace, files, require } = imported;
    const integrity = { ...manifest, entry: versionOf(file, imported) };
    const made = { plugin: found, namespace, files, require, integrity, importMs, file };
    return adapted ? { ...made, remarks: adapted.remarks } : made;
  } catch (error) {
    return { failure: { plugin, path: entry.file, ...(await importFailure(error, { root, entry, lender: runtime })) } };
  }
}

function isCurrent({ file, files }: ImportedPlugin, entry: PluginEntry): boolean {
  return file === entry.file && areUnchanged(files);
}

/** SHA-256 of what runs, and not of what may stand there by now. */
function versionOf(file: string, { files }: ImportedModule): string {
  const version = files.get(file);
  if (version === undefined) throw new Error(`${file} is not among the files that its module was made of`);
  return version;
}

async function importEntry(
  entry: PluginEntry,
  { importModule, deadlineMs }: ImportOptions,
  options: Parameters<ImportModule>[1],
) {
  const tooLong = () => new MortiseError(diagnose("LOAD_TIMEOUT", { deadline: deadlineMs }));
  try {
    return await withinDeadline(importModule(entry, options), deadlineMs, tooLong);
  } catch (error) {
    distrustNode(entry.file);
    throw error;
  }
}

function pluginIn(namespace: unknown, { id }: ReadyCandidate): LoadedPlugin | Diagnostic {
  const found = findPlugin(namespace);
  if ("code" in found || found.id === undefined || foldId(found.id) === foldId(id)) return found;
  return diagnose("LOAD_ID_MISMATCH", { manifest: id, module: found.id });
}

/** Why there is no entry was found out while reading; now it is an error. */
function noEntry({ id: plugin, diagnostics, root }: ReadyCandidate): Diagnostic {
  // A format has codes of its own for what is wrong with an entry.
  const known =
    diagnostics.find(({ code }) => code.startsWith("ENTRY_")) ??
    diagnostics.find(({ code }) => code.includes("_ENTRY_"));
  const fallback = diagnose("ENTRY_MISSING", { example: '"mortise": { "entry": "./index.js" }' }, { path: root });
  return { plugin, ...(known ?? fallback), level: "error" };
}
