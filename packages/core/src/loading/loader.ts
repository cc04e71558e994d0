import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DraftOptions } from "./draft-state.js";
import { importPlugin, type ImportedPlugin, type ImportOptions } from "./import-plugin.js";
import type { PluginInstance } from "./instance.js";
import type { LoadBatch, OnLoadRun } from "./load-batch.js";
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
export type LoadStage = "import" | "onLoad";

/** A plugin's config, secrets resolved, or why it gets none. */
export type ConfigOutcome =
  | { readonly config: Readonly<Record<string, unknown>> }
  | { readonly failure: readonly Diagnostic[] };

/** What loading needs of the host. */
export interface LoaderOptions extends ImportOptions {
  configOf(candidate: ReadyCandidate): ConfigOutcome | Promise<ConfigOutcome>;
  /** What a plugin's draft is made of; `onLoad`: the plugin's, where it has one. */
  draftOptions(candidate: ReadyCandidate, config: DraftOptions["config"], onLoad: OnLoadRun | undefined): DraftOptions;
  /** Those that are being loaded together. */
  readonly batch: LoadBatch;
  /** Whether a plugin, by folded id, was tried before and failed. */
  hasFailed(plugin: string): boolean;
  /** The module as it was loaded before, of a plugin that is loaded again. */
  previousOf?(candidate: ReadyCandidate): ImportedPlugin | undefined;
  /** Whether a plugin's files are evaluated anew even where its modules did not change: it may read others itself. */
  evaluatesAnew?(candidate: ReadyCandidate): boolean;
  /** Hears what a plugin is busy with; `undefined`: with nothing. */
  stage?(plugin: string, stage: LoadStage | undefined): void;
}

/** A plugin whose module was imported, or why it was not. */
export type PreparedPlugin = { readonly candidate: ReadyCandidate } & (
  | { readonly failure: readonly Diagnostic[] }
  | { readonly imported: ImportedPlugin; readonly config: Readonly<Record<string, unknown>> }
);

/** Imports the modules of plugins side by side; each one's config first: code of a plugin whose config is not valid never runs. */
export function preparePlugins(
  candidates: readonly ReadyCandidate[],
  options: LoaderOptions,
): Promise<readonly PreparedPlugin[]> {
  return Promise.all(candidates.map((candidate) => prepare(candidate, options)));
}

/**
 * Brings in plugins whose modules are there: runs their `register` one after the other in the order given, so that the
 * outcome does not depend on which file came first, then waits for their `onLoad` side by side. One that fails has no
 * effect on the others, but for those that require it.
 */
export async function registerPlugins(
  prepared: readonly PreparedPlugin[],
  options: LoaderOptions,
): Promise<readonly LoadOutcome[]> {
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

/**
 * Parts plugins, in load order, into those that are brought in together, one part after the other. Who requires another
 * comes with it; one that has an `onLoad` comes after it: there it may use what it requires, which must be there and its
 * services running by then. Those that require one another in a circle come at once.
 */
export function inWaves(prepared: readonly PreparedPlugin[]): readonly (readonly PreparedPlugin[])[] {
  const requirements = requirementsAmong(prepared);
  const isInCircle = circleTest(requirements);
  const depths = new Map<string, number>();
  const depthOf = (plugin: PreparedPlugin): number => {
    const id = foldId(plugin.candidate.id);
    const hasOnLoad = "imported" in plugin && plugin.imported.plugin.onLoad !== undefined;
    const required = requirements.get(id) ?? [];
    const above = (other: string) => (depths.get(other) ?? 0) + Number(hasOnLoad && !isInCircle(id, other));
    return Math.max(0, ...required.map(above));
  };
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    for (const plugin of prepared) {
      const id = foldId(plugin.candidate.id);
      const depth = depthOf(plugin);
      // In a circle, one comes as late as whatever is behind it.
      if (depth > 0 && depth !== depths.get(id)) isSettled = false;
      depths.set(id, depth);
    }
  }
  const waves: PreparedPlugin[][] = [];
  for (const plugin of prepared) (waves[depths.get(foldId(plugin.candidate.id)) ?? 0] ??= []).push(plugin);
  return waves;
}

/** What plugins require of one another, by folded id, in their order. */
function requirementsAmong(plugins: readonly PreparedPlugin[]): ReadonlyMap<string, readonly string[]> {
  const among = new Set(plugins.map(({ candidate }) => foldId(candidate.id)));
  return new Map(
    plugins.map(({ candidate: { id, manifest } }) => {
      const required = Object.keys(manifest.requires).map(foldId);
      return [foldId(id), required.filter((other) => among.has(other))];
    }),
  );
}

/** Tells whether what a plugin requires leads back to it. */
function circleTest(requirements: ReadonlyMap<string, readonly string[]>): (id: string, required: string) => boolean {
  const place = new Map([...requirements.keys()].map((id, index) => [id, index]));
  const placeOf = (id: string) => place.get(id) ?? 0;
  // Who is required stands before who requires it, but in a circle.
  const hasCircle = [...requirements].some(([id, required]) => required.some((other) => placeOf(other) >= placeOf(id)));
  if (!hasCircle) return () => false;
  return (id, required) => {
    const reached = new Set([required]);
    // Grows while it is walked.
    for (const each of reached) for (const next of requirements.get(each) ?? []) reached.add(next);
    return reached.has(id);
  };
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

async function prepare(candidate: ReadyCandidate, options: LoaderOptions): Promise<PreparedPlugin> {
  const given = options.configOf(candidate);
  const resolved = given instanceof Promise ? await given : given;
  if ("failure" in resolved) return { candidate, failure: resolved.failure };
  options.stage?.(candidate.id, "import");
  const importing = options.evaluatesAnew?.(candidate) === true ? { ...options, isFresh: true } : options;
  const imported = await importPlugin(candidate, importing, options.previousOf?.(candidate));
  options.stage?.(candidate.id, undefined);
  if ("failure" in imported) return { candidate, failure: [imported.failure] };
  return { candidate, imported, config: resolved.config };
}

/** A plugin that registered, and its `onLoad` where it has one. */
interface Entered {
  readonly registered: RegisteredPlugin;
  readonly imported: ImportedPlugin;
  readonly run: OnLoadRun | undefined;
}

type Failed = Extract<LoadOutcome, { readonly failure: readonly Diagnostic[] }>;

function enter(plugin: PreparedPlugin, options: LoaderOptions, hasFailed: (id: string) => boolean): Entered | Failed {
  const { candidate } = plugin;
  if ("failure" in plugin) return { candidate, failure: plugin.failure };
  const unmet = requirementFailure(candidate, hasFailed);
  if (unmet) return { candidate, failure: [unmet] };
  const { imported, config } = plugin;
  const { onLoad } = imported.plugin;
  const run = onLoad && { plugin: candidate.id, batch: options.batch, isRunning: false };
  const entered = registerPlugin(imported, options.draftOptions(candidate, config, run));
  if (!("failure" in entered)) return { registered: entered, imported, run };
  return { candidate, failure: [entered.failure, ...(imported.remarks?.take() ?? [])], dropped: entered.dropped };
}

async function finish(entered: Entered | Failed, options: LoaderOptions): Promise<LoadOutcome> {
  if ("failure" in entered) return entered;
  const { registered, imported, run } = entered;
  const { candidate } = registered;
  if (run) {
    options.stage?.(candidate.id, "onLoad");
    run.isRunning = true;
  }
  const outcome = await registered.finish(options.deadlineMs);
  if (run) {
    run.isRunning = false;
    options.stage?.(candidate.id, undefined);
  }
  return "failure" in outcome
    ? { candidate, failure: [outcome.failure, ...(imported.remarks?.take() ?? [])], dropped: outcome.dropped }
    : { candidate, instance: outcome.instance };
}
