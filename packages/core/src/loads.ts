import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import type { ServiceRunner } from "./calling/services.js";
import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { MortiseError } from "./diagnostics/error.js";
import { createGenerations, type Generations } from "./generations.js";
import { createImporter } from "./loading/import-module.js";
import { loadPlugins, type ConfigOutcome, type LoaderOptions } from "./loading/loader.js";
import { createPluginLogger, type LogSink } from "./logger.js";
import type { Registry } from "./registry/registry.js";
import { createPluginStorage } from "./storage/storage.js";
import { resolveConfig } from "./validation/check.js";

/** What loading and committing needs. */
export interface LoadsOptions {
  readonly controlPlane: ControlPlane;
  readonly services: ServiceRunner;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly log: LogSink;
  /** How long a module may take to load, in milliseconds. */
  readonly loadDeadlineMs: number;
  /** What plugins see as `api.runtime`; asked when a plugin is loaded. */
  runtime(): unknown;
  /** Makes the client of another plugin's API. */
  use(consumer: ReadyCandidate, reference: unknown): unknown;
  /** Calls a hook that a plugin declares as its own. */
  emit(hook: string, event: unknown): Promise<unknown>;
}

/** The plugins that are loaded, and how more are. */
export interface Loads {
  readonly registry: Registry;
  /** Why plugins failed, by folded id. */
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Loads what a trigger needs, and `also`. Resolves when that is registered and its services have started. */
  ensure(trigger: Trigger | string, also?: readonly string[]): Promise<ActivationPlan>;
  /**
   * Loads plugins by id and what they require, once each, however many ask; those that may not run, are loaded or failed
   * already are left alone. Resolves when they have registered: a service that starts may itself wait for this. Rejects
   * with `HOST_CLOSED`.
   */
  load(ids: readonly string[]): Promise<void>;
  unloadAll(): Promise<void>;
}

/** Makes an empty set of loads: the registry knows what is declared, and nothing is active. */
export function createLoads(options: LoadsOptions): Loads {
  const { controlPlane, services, report } = options;
  const generations = createGenerations(controlPlane, report);
  const followServices = () => void services.run(generations.active());
  const loader = loaderOptions(options, generations, followServices);
  const asked = new Map<string, Promise<void>>();
  const dropped: Promise<void>[] = [];
  let isClosed = false;
  let queue: Promise<void> = Promise.resolve();

  const refuseClosed = () => {
    if (isClosed) throw new MortiseError(diagnose("HOST_CLOSED", {}));
  };
  const loadNow = async (candidates: readonly ReadyCandidate[]) => {
    refuseClosed();
    const outcomes = await loadPlugins(candidates, loader);
    for (const outcome of outcomes) if ("dropped" in outcome) dropped.push(outcome.dropped);
    const removed = generations.commit(outcomes);
    followServices();
    for (const instance of removed) dropped.push(services.settled().then(instance.dispose));
  };
  const load = async (ids: readonly string[]) => {
    refuseClosed();
    const wanted = withRequirements(ids, controlPlane.order);
    const fresh = wanted.filter(({ id }) => !asked.has(foldId(id)) && !generations.failures.has(foldId(id)));
    if (fresh.length > 0) {
      // One batch after the other, so that each commit sees the one before.
      const batch = queue.then(() => loadNow(fresh));
      queue = batch.catch(() => {});
      for (const { id } of fresh) asked.set(foldId(id), batch);
    }
    await Promise.all(wanted.flatMap(({ id }) => asked.get(foldId(id)) ?? []));
  };
  return {
    get registry() {
      return generations.current;
    },
    failures: generations.failures,
    load,
    async ensure(trigger, also = []) {
      const planned = controlPlane.plan(trigger);
      if ("code" in planned) throw new MortiseError(planned);
      await load([...planned.entries.map(({ plugin }) => plugin), ...also]);
      await services.settled();
      return planned;
    },
    async unloadAll() {
      isClosed = true;
      await queue;
      await services.stop();
      for (const instance of generations.clear().toReversed()) await instance.dispose();
      await Promise.all(dropped);
      await controlPlane.checks.store.flush();
    },
  };
}

function loaderOptions(options: LoadsOptions, generations: Generations, followServices: () => void): LoaderOptions {
  const { controlPlane, report, log, loadDeadlineMs } = options;
  return {
    importModule: createImporter({ cacheFolder: controlPlane.folders.cache }),
    deadlineMs: loadDeadlineMs,
    hasFailed: (plugin) => generations.failures.has(plugin),
    configOf: configReader(controlPlane),
    draftOptions: (candidate) => ({
      vocabulary: controlPlane.vocabulary,
      logger: createPluginLogger(candidate.id, log, controlPlane.checks.redactor),
      runtime: options.runtime(),
      storage: (signal) =>
        createPluginStorage({ folder: controlPlane.folders.state, plugin: candidate.id, signal, report }),
      use: (reference) => options.use(candidate, reference),
      emit: options.emit,
      report,
      withdraw() {
        generations.renew(candidate.id);
        followServices();
      },
    }),
  };
}

/** The plugins with these ids and all that they require, in load order; those without code are not loaded. */
function withRequirements(ids: readonly string[], order: readonly ReadyCandidate[]): readonly ReadyCandidate[] {
  const byId = new Map(order.map((candidate) => [foldId(candidate.id), candidate]));
  const wanted = new Set(ids.map(foldId));
  // Grows while it is walked: in a circle a requirement may stand behind who requires it.
  for (const id of wanted) {
    for (const required of Object.keys(byId.get(id)?.manifest.requires ?? {})) wanted.add(foldId(required));
  }
  return order.filter(({ id, isCodeless }) => wanted.has(foldId(id)) && isCodeless !== true);
}

/** What a plugin is given as its config. Looked up by candidate, because thousands may be loaded at once. */
function configReader({ plugins, checks }: ControlPlane): (candidate: ReadyCandidate) => Promise<ConfigOutcome> {
  const known = new Map(plugins.map(({ decision, config }) => [decision.candidate, config] as const));
  return async (candidate) => {
    const check = known.get(candidate);
    if (!check?.verdict) return { config: Object.freeze({}) };
    const resolved = await resolveConfig(candidate, { ...check, verdict: check.verdict }, checks);
    return "config" in resolved ? resolved : { failure: resolved.refusal.diagnostics };
  };
}
