import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { Vocabulary } from "./catalog/vocabulary.js";
import type { DraftOptions } from "./loading/draft-state.js";
import { createImporter } from "./loading/import-module.js";
import type { ImportedPlugin } from "./loading/import-plugin.js";
import { loadPlugins, type ConfigOutcome, type LoadOutcome, type LoadStage } from "./loading/loader.js";
import { createPluginLogger, type LogSink } from "./logger.js";
import { createPluginStorage } from "./storage/storage.js";
import { resolveConfig } from "./validation/check.js";

/** What plugins are given, and how long they may take. */
export interface PluginLoaderOptions {
  readonly report: (diagnostic: Diagnostic) => void;
  readonly log: LogSink;
  /** How long a module, and then its `onLoad`, may take, in milliseconds. */
  readonly loadDeadlineMs: number;
  /** What plugins see as `api.runtime`; asked when a plugin is loaded. */
  runtime(): unknown;
  /** Makes the client of another plugin's API. */
  use(consumer: ReadyCandidate, reference: unknown): unknown;
  /** Calls a hook that a plugin declares as its own. */
  emit(hook: string, event: unknown): Promise<unknown>;
  /** A plugin brings other than it did. */
  changed(plugin: string): void;
  /** What must be there before a plugin's functions are called. */
  prepare(candidate: ReadyCandidate): Promise<void>;
  /** Hears what a plugin is busy with; `undefined`: with nothing. */
  stage?(plugin: string, stage: LoadStage | undefined): void;
}

/** For which host state plugins are loaded. */
export interface LoadSetting {
  readonly controlPlane: ControlPlane;
  /** Whether a plugin, by folded id, was tried before and failed. */
  hasFailed(plugin: string): boolean;
  /** The module as it was loaded before, of a plugin that is loaded again. */
  previousOf?(candidate: ReadyCandidate): ImportedPlugin | undefined;
  /** Whether a plugin's files are evaluated anew even where its modules did not change. */
  evaluatesAnew?(candidate: ReadyCandidate): boolean;
}

/** Brings plugins in; commits nothing. */
export interface PluginLoader {
  load(candidates: readonly ReadyCandidate[], setting: LoadSetting): Promise<readonly LoadOutcome[]>;
  /** What a plugin would be given as its config. */
  configOf(candidate: ReadyCandidate, controlPlane: ControlPlane): Promise<ConfigOutcome>;
}

/** Makes the loader of a host. */
export function createPluginLoader(options: PluginLoaderOptions, controlPlane: ControlPlane): PluginLoader {
  const { loadDeadlineMs } = options;
  const importModule = createImporter({ cacheFolder: controlPlane.folders.cache });
  const draftOptionsFor = draftOptionsMaker(options, controlPlane);
  return {
    configOf,
    async load(candidates, setting) {
      await Promise.all(candidates.map((candidate) => options.prepare(candidate)));
      return loadPlugins(candidates, {
        importModule,
        deadlineMs: loadDeadlineMs,
        hasFailed: setting.hasFailed,
        configOf: (candidate) => configOf(candidate, setting.controlPlane),
        ...(setting.previousOf && { previousOf: setting.previousOf }),
        ...(setting.evaluatesAnew && { evaluatesAnew: setting.evaluatesAnew }),
        ...(options.stage && { stage: options.stage }),
        draftOptions: (candidate) => draftOptionsFor(candidate, setting.controlPlane.vocabulary),
      });
    },
  };
}

/**
 * Apart from the loading itself: a plugin keeps what it is given here, and through it must not reach the load that it came
 * with, which knows the instances of before, and they those before them.
 */
function draftOptionsMaker(options: PluginLoaderOptions, controlPlane: ControlPlane) {
  const { report, log, emit } = options;
  const { redactor } = controlPlane.checks;
  const { state: folder } = controlPlane.folders;
  return (candidate: ReadyCandidate, vocabulary: Vocabulary): Omit<DraftOptions, "candidate" | "config"> => ({
    vocabulary,
    logger: createPluginLogger(candidate.id, log, redactor),
    runtime: options.runtime(),
    storage: (signal) => createPluginStorage({ folder, plugin: candidate.id, signal, report }),
    use: (reference) => options.use(candidate, reference),
    emit,
    report,
    changed: () => options.changed(candidate.id),
  });
}

const known = new WeakMap<ControlPlane, ReadonlyMap<string, ControlPlane["plugins"][number]>>();

/** Looked up by id, because thousands may be loaded at once. */
function statesOf(controlPlane: ControlPlane): ReadonlyMap<string, ControlPlane["plugins"][number]> {
  const running = controlPlane.plugins.filter(({ decision }) => decision.enabled);
  const states =
    known.get(controlPlane) ?? new Map(running.map((state) => [foldId(state.decision.candidate.id), state]));
  known.set(controlPlane, states);
  return states;
}

async function configOf(candidate: ReadyCandidate, controlPlane: ControlPlane): Promise<ConfigOutcome> {
  const check = statesOf(controlPlane).get(foldId(candidate.id))?.config;
  if (!check?.verdict) return { config: Object.freeze({}) };
  const resolved = await resolveConfig(candidate, { ...check, verdict: check.verdict }, controlPlane.checks);
  return "config" in resolved ? resolved : { failure: resolved.refusal.diagnostics };
}

/** The plugins with these ids and all that they require, in load order; those without code are not loaded. */
export function withRequirements(ids: Iterable<string>, order: readonly ReadyCandidate[]): readonly ReadyCandidate[] {
  const byId = new Map(order.map((candidate) => [foldId(candidate.id), candidate]));
  const wanted = new Set([...ids].map(foldId));
  // Grows while it is walked: in a circle a requirement may stand behind who requires it.
  for (const id of wanted) {
    for (const required of Object.keys(byId.get(id)?.manifest.requires ?? {})) wanted.add(foldId(required));
  }
  return order.filter(({ id, isCodeless }) => wanted.has(foldId(id)) && isCodeless !== true);
}

/**
 * The same plugins, those first that require none of the others, then those that require only these, and so on: each
 * may use in `onLoad` what it requires. Where some require one another in a circle, all at once.
 */
export function inLevels(candidates: readonly ReadyCandidate[]): readonly (readonly ReadyCandidate[])[] {
  const among = new Set(candidates.map(({ id }) => foldId(id)));
  const depths = new Map<string, number>();
  const levels: ReadyCandidate[][] = [];
  for (const candidate of candidates) {
    const required = Object.keys(candidate.manifest.requires)
      .map(foldId)
      .filter((id) => among.has(id));
    const before = required.map((id) => depths.get(id));
    if (before.includes(undefined)) return [candidates];
    const depth = Math.max(-1, ...(before as number[])) + 1;
    depths.set(foldId(candidate.id), depth);
    (levels[depth] ??= []).push(candidate);
  }
  return levels;
}
