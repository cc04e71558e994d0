import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DraftOptions } from "./draft-state.js";
import { importPlugin, type ImportedPlugin, type ImportOptions } from "./import-plugin.js";
import type { PluginInstance } from "./instance.js";
import { registerPlugin, type RegisteredPlugin } from "./register-plugin.js";

/** What came of loading one plugin. */
export type LoadOutcome =
  | { readonly candidate: ReadyCandidate; readonly instance: PluginInstance }
  | {
      readonly candidate: ReadyCandidate;
      readonly failure: readonly Diagnostic[];
      /** Resolves when what it had begun is undone; absent where it had begun nothing. */
      readonly dropped?: Promise<void>;
    };

/** What a plugin that is being loaded is busy with. */
export type LoadStage = "import" | "register" | "onLoad";

/** A plugin's config, secrets resolved, or why it gets none. */
export type ConfigOutcome =
  | { readonly config: Readonly<Record<string, unknown>> }
  | { readonly failure: readonly Diagnostic[] };

/** What loading needs of the host. */
export interface LoaderOptions extends ImportOptions {
  configOf(candidate: ReadyCandidate): Promise<ConfigOutcome>;
  draftOptions(candidate: ReadyCandidate): Omit<DraftOptions, "candidate" | "config">;
  /** Whether a plugin, by folded id, was tried before and failed. */
  hasFailed(plugin: string): boolean;
  /** The module as it was loaded before, of a plugin that is loaded again. */
  previousOf?(candidate: ReadyCandidate): ImportedPlugin | undefined;
  /** Whether a plugin's files are evaluated anew even where its modules did not change: it may read others itself. */
  evaluatesAnew?(candidate: ReadyCandidate): boolean;
  /** Hears what a plugin is busy with; `undefined`: with nothing. */
  stage?(plugin: string, stage: LoadStage | undefined): void;
}

/**
 * Loads plugins: imports their modules side by side, then runs their `register` one after the other in the order given,
 * so that the outcome does not depend on which file came first, then waits for their `onLoad` side by side. One that fails has no effect on the others, but for
 * those that require it.
 */
export async function loadPlugins(
  candidates: readonly ReadyCandidate[],
  options: LoaderOptions,
): Promise<readonly LoadOutcome[]> {
  const prepared = await Promise.all(candidates.map((candidate) => prepare(candidate, options)));
  const failed = new Set<string>();
  const begun = prepared.map((plugin) => {
    const entered = enter(plugin, options, (id) => failed.has(id) || options.hasFailed(id));
    if ("failure" in entered) failed.add(foldId(plugin.candidate.id));
    return entered;
  });
  const outcomes = await Promise.all(begun.map((entered) => finish(entered, options)));
  for (const outcome of outcomes) if ("failure" in outcome) failed.add(foldId(outcome.candidate.id));
  return dropDependents(outcomes, failed);
}

/** In a circle a plugin registers before one that it requires; it goes when that fails, and so do those that require it. */
function dropDependents(outcomes: readonly LoadOutcome[], failed: Set<string>): readonly LoadOutcome[] {
  for (let known = outcomes; ;) {
    const before = failed.size;
    known = known.map((outcome): LoadOutcome => {
      if ("failure" in outcome) return outcome;
      const { candidate, instance } = outcome;
      const failure = requirementFailure(candidate, (id) => failed.has(id));
      if (failure === undefined) return outcome;
      failed.add(foldId(candidate.id));
      return { candidate, failure: [failure], dropped: instance.dispose() };
    });
    if (failed.size === before) return known;
  }
}

function requirementFailure(
  { id: plugin, manifest, manifestPath, root }: ReadyCandidate,
  hasFailed: (id: string) => boolean,
): Diagnostic | undefined {
  const required = Object.keys(manifest.requires).find((id) => hasFailed(foldId(id)));
  if (required === undefined) return undefined;
  return diagnose("LOAD_REQUIREMENT_FAILED", { required }, { plugin, path: manifestPath ?? root });
}

type Prepared = { readonly candidate: ReadyCandidate } & (
  | { readonly failure: readonly Diagnostic[] }
  | { readonly imported: ImportedPlugin; readonly config: Readonly<Record<string, unknown>> }
);

/** The config first: code of a plugin whose config is not valid never runs. */
async function prepare(candidate: ReadyCandidate, options: LoaderOptions): Promise<Prepared> {
  const resolved = await options.configOf(candidate);
  if ("failure" in resolved) return { candidate, failure: resolved.failure };
  options.stage?.(candidate.id, "import");
  const isFresh = options.evaluatesAnew?.(candidate) === true;
  const imported = await importPlugin(candidate, { ...options, isFresh }, options.previousOf?.(candidate));
  options.stage?.(candidate.id, undefined);
  if ("failure" in imported) return { candidate, failure: [imported.failure] };
  return { candidate, imported, config: resolved.config };
}

type Failed = Extract<LoadOutcome, { readonly failure: readonly Diagnostic[] }>;

function enter(
  plugin: Prepared,
  options: LoaderOptions,
  hasFailed: (id: string) => boolean,
): RegisteredPlugin | Failed {
  const { candidate } = plugin;
  if ("failure" in plugin) return { candidate, failure: plugin.failure };
  const unmet = requirementFailure(candidate, hasFailed);
  if (unmet) return { candidate, failure: [unmet] };
  const { imported, config } = plugin;
  options.stage?.(candidate.id, "register");
  const entered = registerPlugin(imported, { ...options.draftOptions(candidate), candidate, config });
  return "failure" in entered ? { candidate, failure: [entered.failure], dropped: entered.dropped } : entered;
}

async function finish(entered: RegisteredPlugin | Failed, options: LoaderOptions): Promise<LoadOutcome> {
  if ("failure" in entered) return entered;
  const { candidate } = entered;
  options.stage?.(candidate.id, "onLoad");
  const outcome = await entered.finish(options.deadlineMs);
  options.stage?.(candidate.id, undefined);
  return "failure" in outcome
    ? { candidate, failure: [outcome.failure], dropped: outcome.dropped }
    : { candidate, instance: outcome.instance };
}
