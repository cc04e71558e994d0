import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DraftOptions } from "./draft.js";
import type { ImportModule } from "./import-module.js";
import type { PluginInstance } from "./instance.js";
import { importPlugin, registerPlugin, type ImportOutcome } from "./load.js";

/** What came of loading one plugin. */
export type LoadOutcome =
  | { readonly candidate: ReadyCandidate; readonly instance: PluginInstance }
  | { readonly candidate: ReadyCandidate; readonly failure: readonly Diagnostic[] };

/** What loading needs of the host. */
export interface LoaderOptions {
  readonly importModule: ImportModule;
  /** The plugin's config, secrets resolved, or why it gets none. */
  configOf(
    candidate: ReadyCandidate,
  ): Promise<{ readonly config: Readonly<Record<string, unknown>> } | { readonly failure: readonly Diagnostic[] }>;
  draftOptions(candidate: ReadyCandidate): Omit<DraftOptions, "candidate" | "config">;
}

/**
 * Loads plugins: imports their modules side by side, then runs their `register` one after the other in the order given,
 * so that the outcome does not depend on which file came first. One that fails has no effect on the others.
 */
export async function loadPlugins(candidates: readonly ReadyCandidate[], options: LoaderOptions): Promise<readonly LoadOutcome[]> {
  const prepared = await Promise.all(candidates.map((candidate) => prepare(candidate, options)));
  return prepared.map((plugin): LoadOutcome => {
    const { candidate } = plugin;
    if ("failure" in plugin) return { candidate, failure: plugin.failure };
    const { imported, config } = plugin;
    if ("failure" in imported) return { candidate, failure: [imported.failure] };
    const outcome = registerPlugin(imported, { ...options.draftOptions(candidate), candidate, config });
    return "failure" in outcome ? { candidate, failure: [outcome.failure] } : { candidate, instance: outcome.instance };
  });
}

type Prepared =
  | { readonly candidate: ReadyCandidate; readonly failure: readonly Diagnostic[] }
  | { readonly candidate: ReadyCandidate; readonly imported: ImportOutcome; readonly config: Readonly<Record<string, unknown>> };

/** The config first: code of a plugin whose config is not valid never runs. */
async function prepare(candidate: ReadyCandidate, options: LoaderOptions): Promise<Prepared> {
  const resolved = await options.configOf(candidate);
  if ("failure" in resolved) return { candidate, failure: resolved.failure };
  return { candidate, imported: await importPlugin(candidate, options.importModule), config: resolved.config };
}

/** Failed plugins by folded id. */
export type FailureMap = ReadonlyMap<string, readonly Diagnostic[]>;

/** The failures among outcomes. */
export function failuresOf(outcomes: readonly LoadOutcome[]): FailureMap {
  return new Map(
    outcomes.flatMap((outcome) => ("failure" in outcome ? [[foldId(outcome.candidate.id), outcome.failure] as const] : [])),
  );
}
