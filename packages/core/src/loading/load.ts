import { performance } from "node:perf_hooks";
import { checkEntry } from "../catalog/entry.js";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { providedIds } from "../catalog/manifest.js";
import { hooksKey } from "../catalog/vocabulary.js";
import { blame } from "./blame.js";
import { createDraft, type Draft, type DraftOptions } from "./draft.js";
import { findPlugin, type LoadedPlugin } from "./find-plugin.js";
import type { ImportModule } from "./import-module.js";
import { measureIntegrity, type Integrity, type PluginInstance } from "./instance.js";

/** A module that was imported, with the bytes it came from. */
export interface ImportedPlugin {
  readonly plugin: LoadedPlugin;
  readonly integrity: Integrity;
  readonly importMs: number;
}

/** A plugin's code, or why there is none. */
export type ImportOutcome = ImportedPlugin | { readonly failure: Diagnostic };

/** Imports a plugin's module, past the gates once more: what is on disk now is what counts. */
export async function importPlugin(candidate: ReadyCandidate, importModule: ImportModule): Promise<ImportOutcome> {
  const { id: plugin, root, origin, entry } = candidate;
  if (entry === undefined) return { failure: noEntry(candidate) };
  const check = checkEntry(root, entry.file, origin);
  if ("blocked" in check) return { failure: { plugin, ...check.blocked } };
  if ("problem" in check) return { failure: { plugin, ...check.problem, level: "error" } };
  const start = performance.now();
  try {
    const integrity = measureIntegrity(candidate);
    const found = findPlugin(await importModule(check.entry));
    const importMs = performance.now() - start;
    if ("code" in found) return { failure: { plugin, path: entry.file, ...found } };
    if (found.id !== undefined && foldId(found.id) !== foldId(plugin)) {
      return { failure: diagnose("LOAD_ID_MISMATCH", { manifest: plugin, module: found.id }, { plugin, path: entry.file }) };
    }
    return { plugin: found, integrity, importMs };
  } catch (error) {
    const { reason, place } = blame(error, root);
    return { failure: diagnose("LOAD_FAILED", { reason }, { plugin, path: entry.file, ...place }) };
  }
}

/** Why there is no entry was found out while reading; now it is an error. */
function noEntry({ id: plugin, diagnostics, root }: ReadyCandidate): Diagnostic {
  const [known] = diagnostics.filter(({ code }) => code.includes("ENTRY"));
  const fallback = diagnose("ENTRY_MISSING", { key: "main" }, { path: root });
  return { plugin, ...(known ?? fallback), level: "error" };
}

/** A plugin that registered, or why it did not; then nothing of it is left. */
export type RegisterOutcome = { readonly instance: PluginInstance } | { readonly failure: Diagnostic };

/** Runs `register` into a draft. Whatever goes wrong, the draft is dropped whole and disposed. */
export function registerPlugin(imported: ImportedPlugin, options: DraftOptions): RegisterOutcome {
  const { candidate } = options;
  const draft = createDraft(options);
  const start = performance.now();
  const failure = runRegister(imported.plugin, draft, candidate);
  draft.close();
  if (failure) {
    void draft.scope.dispose();
    return { failure };
  }
  const { onUnload } = imported.plugin;
  if (onUnload) draft.scope.onDispose(onUnload);
  const instance: PluginInstance = {
    id: candidate.id,
    candidate,
    registrations: draft.registrations,
    hooks: draft.hooks,
    integrity: imported.integrity,
    timing: { importMs: imported.importMs, registerMs: performance.now() - start },
    diagnostics: [...draft.diagnostics, ...absent(candidate, draft, options)],
    dispose: draft.scope.dispose,
  };
  return { instance };
}

function runRegister(plugin: LoadedPlugin, draft: Draft, candidate: ReadyCandidate): Diagnostic | undefined {
  const { id, root, entry } = candidate;
  const place = { plugin: id, ...(entry && { path: entry.file }) };
  try {
    const returned = plugin.register(draft.api);
    if (draft.fault) return { ...place, ...draft.fault };
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then !== "function") return undefined;
    // Nobody waits for it; a late rejection must not bring the process down.
    void Promise.resolve(returned as PromiseLike<unknown>).catch(() => {});
    return diagnose("REGISTER_ASYNC", {}, place);
  } catch (error) {
    const { reason, place: where } = blame(error, root);
    if (draft.fault) return { ...place, ...draft.fault, ...where };
    if (error instanceof MortiseError) return { ...place, ...error.diagnostic, ...where };
    return diagnose("REGISTER_THREW", { reason, hint: missingMemberHint(error, draft) }, { ...place, ...where });
  }
}

/** The commonest mistake by far: a method of `api` that is not there. */
function missingMemberHint(error: unknown, { api }: Draft): string {
  const missing = /api\.(\w+) is not a function/.exec(String((error as Error | undefined)?.message))?.[1];
  if (missing === undefined || missing in api) return "";
  const methods = Object.keys(api).filter((key) => typeof api[key] === "function");
  return ` This host's api has no ${missing}; it has ${methods.join(", ")}.`;
}

function absent(candidate: ReadyCandidate, draft: Draft, { vocabulary }: DraftOptions): readonly Diagnostic[] {
  const { manifest, id: plugin, manifestPath } = candidate;
  const registered = new Set([...draft.registrations].map(({ contract, id }) => `${contract.key} ${id.toLowerCase()}`));
  for (const { hook } of draft.hooks) registered.add(`${hooksKey} ${hook}`);
  return Object.keys(manifest.provides).flatMap((key) =>
    providedIds(manifest, key)
      .filter((id) => !registered.has(`${key} ${id.toLowerCase()}`))
      .map((id) => {
        const kind = key === hooksKey ? "hook" : (vocabulary.byKey.get(key)?.kind ?? key);
        return diagnose("REGISTER_ABSENT", { kind, id }, { plugin, ...(manifestPath && { path: manifestPath }) });
      }),
  );
}
