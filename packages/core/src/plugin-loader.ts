import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import type { ManifestFormat } from "./catalog/format.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { DraftOptions } from "./loading/draft-state.js";
import { runtimesOf, type FormatSupport } from "./loading/format-plugin.js";
import { createImporter } from "./loading/import-module.js";
import type { ImportedPlugin } from "./loading/import-plugin.js";
import type { LoadBatch, OnLoadRun } from "./loading/load-batch.js";
import {
  preparePlugins,
  registerPlugins,
  type ConfigOutcome,
  type LoaderOptions,
  type LoadOutcome,
  type LoadStage,
  type PreparedPlugin,
} from "./loading/loader.js";
import { createPluginLogger, type LogSink } from "./logger.js";
import type { PluginCalls } from "./plugin-calls.js";
import { createPluginStorage } from "./storage/storage.js";
import { resolveConfig } from "./validation/check.js";
import type { ConfigCheck } from "./validation/config-state.js";
import type { ConfigVerdict } from "./validation/verdict.js";

/** What plugins are given, and how long they may take. */
export interface PluginLoaderOptions {
  readonly report: (diagnostic: Diagnostic) => void;
  readonly log: LogSink;
  /** How long a module, and then its `onLoad`, may take, in milliseconds. */
  readonly loadDeadlineMs: number;
  /** Manifest formats besides the native one; some bring a way of their own to run their plugins. */
  readonly formats?: readonly ManifestFormat[];
  /** How a plugin calls others; asked when it is loaded, with its `onLoad` where it has one. */
  callsOf(onLoad: OnLoadRun | undefined): PluginCalls;
  /** A plugin brings other than it did. */
  changed(plugin: string): void;
  /** What must be there before a plugin's functions are called; nothing where there is nothing to wait for. */
  prepare(candidate: ReadyCandidate): Promise<unknown> | undefined;
  /** Hears what a plugin is busy with; `undefined`: with nothing. */
  stage?(plugin: string, stage: LoadStage | undefined): void;
}

/** For which host state plugins are loaded. */
export interface LoadSetting {
  /** Those that are being loaded together. */
  readonly batch: LoadBatch;
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
  /** Imports their modules side by side. */
  prepare(candidates: readonly ReadyCandidate[], setting: LoadSetting): Promise<readonly PreparedPlugin[]>;
  /** Runs what their modules register, in the order given. */
  register(prepared: readonly PreparedPlugin[], setting: LoadSetting): Promise<readonly LoadOutcome[]>;
  /** What a plugin would be given as its config. */
  configOf(candidate: ReadyCandidate, controlPlane: ControlPlane): ConfigOutcome | Promise<ConfigOutcome>;
}

/** Makes the loader of a host. */
export function createPluginLoader(options: PluginLoaderOptions, controlPlane: ControlPlane): PluginLoader {
  const { loadDeadlineMs } = options;
  const importModule = createImporter({ cacheFolder: controlPlane.folders.cache });
  const draftOptionsFor = draftOptionsMaker(options, controlPlane);
  const runtimeOf = runtimesOf(options.formats ?? []);
  const optionsFor = ({ controlPlane: now, ...setting }: LoadSetting): LoaderOptions => ({
    ...setting,
    importModule,
    formats: { runtimeOf, surroundingsOf: surroundingsIn(now, options.report) },
    deadlineMs: loadDeadlineMs,
    configOf: (candidate) => configOf(candidate, now),
    ...(options.stage && { stage: options.stage }),
    draftOptions: (candidate, config, onLoad) =>
      draftOptionsFor({ candidate, config, vocabulary: now.vocabulary }, onLoad),
  });
  return {
    configOf,
    async prepare(candidates, setting) {
      await Promise.all(candidates.flatMap((candidate) => options.prepare(candidate) ?? []));
      return preparePlugins(candidates, optionsFor(setting));
    },
    register: (prepared, setting) => registerPlugins(prepared, optionsFor(setting)),
  };
}

/** As with drafts: a plugin keeps this, and through it reaches nothing of the load. */
function surroundingsIn(
  { folders, loaded }: ControlPlane,
  report: PluginLoaderOptions["report"],
): FormatSupport["surroundingsOf"] {
  const { state: stateFolder } = folders;
  const { sections } = loaded;
  const section = (name: string) => (Object.hasOwn(sections, name) ? sections[name] : undefined);
  return () => ({ report, stateFolder, section });
}

/**
 * Apart from the loading itself: a plugin keeps what it is given here, and through it must not reach the load that it came
 * with, which knows the instances of before, and they those before them.
 */
function draftOptionsMaker(options: PluginLoaderOptions, controlPlane: ControlPlane) {
  const { report, log } = options;
  const { redactor } = controlPlane.checks;
  const { state: folder } = controlPlane.folders;
  return (
    { candidate, config, vocabulary }: Pick<DraftOptions, "candidate" | "config" | "vocabulary">,
    onLoad: OnLoadRun | undefined,
  ): DraftOptions => {
    const { runtime, use, emit } = options.callsOf(onLoad);
    return {
      candidate,
      config,
      vocabulary,
      logger: createPluginLogger(candidate.id, log, redactor),
      runtime,
      storage: (signal) => createPluginStorage({ folder, plugin: candidate.id, signal, report }),
      use: (reference) => use(candidate, reference),
      emit,
      report,
      changed: () => options.changed(candidate.id),
    };
  };
}

const known = new WeakMap<ControlPlane, ReadonlyMap<string, ControlPlane["plugins"][number]>>();

/** Looked up by id, because thousands may be loaded at once. */
function statesOf(controlPlane: ControlPlane): ReadonlyMap<string, ControlPlane["plugins"][number]> {
  const before = known.get(controlPlane);
  if (before) return before;
  const running = controlPlane.plugins.filter(({ decision }) => decision.enabled);
  const states = new Map(running.map((state) => [foldId(state.decision.candidate.id), state]));
  known.set(controlPlane, states);
  return states;
}

function configOf(candidate: ReadyCandidate, controlPlane: ControlPlane): ConfigOutcome | Promise<ConfigOutcome> {
  const check = statesOf(controlPlane).get(foldId(candidate.id))?.config;
  const verdict = check?.verdict;
  // Most plugins are given none, and thousands may be loaded at once.
  if (!verdict || isNothing(check.written, verdict)) return { config: Object.freeze({}) };
  return resolvedConfig(candidate, { ...check, verdict }, controlPlane);
}

function isNothing(written: ConfigCheck["written"], { status, defaults, secrets }: ConfigVerdict): boolean {
  return status === "valid" && defaults.length + secrets.length === 0 && Object.keys(written).length === 0;
}

async function resolvedConfig(
  candidate: ReadyCandidate,
  check: Parameters<typeof resolveConfig>[1],
  { checks }: ControlPlane,
): Promise<ConfigOutcome> {
  const resolved = await resolveConfig(candidate, check, checks);
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
