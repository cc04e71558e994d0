import type { ActivationPlan } from "./activation/plan.js";
import type { Trigger } from "./activation/trigger.js";
import type { ServiceRunner } from "./calling/services.js";
import { foldId, type ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { MortiseError } from "./diagnostics/error.js";
import { createImporter } from "./loading/import-module.js";
import type { PluginInstance } from "./loading/instance.js";
import { loadPlugins, type LoaderOptions, type LoadOutcome } from "./loading/loader.js";
import { createPluginLogger, type LogSink } from "./logger.js";
import { ownerChoices } from "./registry/ownership.js";
import { buildRegistry, type Registry } from "./registry/registry.js";
import { resolveConfig } from "./validation/check.js";

/** What loading and committing needs. */
export interface LoadsOptions {
  readonly controlPlane: ControlPlane;
  readonly services: ServiceRunner;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly log: LogSink;
  /** What plugins see as `api.runtime`; asked when a plugin is loaded. */
  runtime(): unknown;
}

/** The plugins that are loaded, and the one place where that changes. Every change is one swap of the registry. */
export interface Loads {
  readonly registry: Registry;
  /** Why plugins failed, by folded id. */
  readonly failures: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Plans a trigger. Throws `TRIGGER_INVALID`. */
  planFor(trigger: Trigger | string): ActivationPlan;
  /** Loads plugins by id, once each, however many ask; those that are loaded or failed already are left alone. */
  load(ids: readonly string[]): Promise<void>;
  unloadAll(): Promise<void>;
}

/** Makes an empty set of loads: the registry knows what is declared, and nothing is active. */
export function createLoads(options: LoadsOptions): Loads {
  const { controlPlane, services, report } = options;
  const instances = new Map<string, PluginInstance>();
  const failures = new Map<string, readonly Diagnostic[]>();
  const asked = new Map<string, Promise<void>>();
  const said = new Set<string>();
  const byId = new Map(controlPlane.order.map((candidate) => [foldId(candidate.id), candidate]));
  const choices = ownerChoices(controlPlane.loaded.config.plugins?.owners);
  let generation = 0;
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();

  const build = (): Registry => {
    const { order, vocabulary } = controlPlane;
    const failed = new Set(failures.keys());
    return buildRegistry({ order, vocabulary, choices, failed, generation, instances: inLoadOrder(order, instances) });
  };
  let registry = build();
  const commit = () => {
    generation += 1;
    registry = build();
    for (const diagnostic of registry.diagnostics) sayOnce(diagnostic);
  };
  const sayOnce = (diagnostic: Diagnostic) => {
    if (said.has(diagnostic.message)) return;
    said.add(diagnostic.message);
    report(diagnostic);
  };
  registry.diagnostics.forEach(sayOnce);

  const loader: LoaderOptions = {
    importModule: createImporter({ cacheFolder: controlPlane.folders.cache }),
    configOf: (candidate) => configOf(candidate, controlPlane),
    draftOptions: (candidate) => ({
      vocabulary: controlPlane.vocabulary,
      logger: createPluginLogger(candidate.id, options.log, controlPlane.checks.redactor),
      runtime: options.runtime(),
      report,
      withdraw: commit,
    }),
  };
  const settle = (outcome: LoadOutcome) => {
    const id = foldId(outcome.candidate.id);
    if ("instance" in outcome) instances.set(id, outcome.instance);
    else failures.set(id, outcome.failure.map((diagnostic) => ({ plugin: outcome.candidate.id, ...diagnostic })));
    const found = "instance" in outcome ? outcome.instance.diagnostics : (failures.get(id) ?? []);
    found.forEach(report);
  };
  const loadNow = async (candidates: readonly ReadyCandidate[]) => {
    if (isClosed) return;
    const outcomes = await loadPlugins(candidates, loader);
    outcomes.forEach(settle);
    commit();
    for (const outcome of outcomes) if ("instance" in outcome) await services.start(activeOf(outcome.instance, registry));
  };

  return {
    get registry() {
      return registry;
    },
    failures,
    planFor(trigger) {
      const planned = controlPlane.plan(trigger);
      if ("code" in planned) throw new MortiseError(planned);
      return planned;
    },
    async load(ids) {
      const wanted = ids.map(foldId);
      const fresh = wanted.flatMap((id) => (asked.has(id) ? [] : (byId.get(id) ?? [])));
      if (fresh.length > 0) {
        // One batch after the other, so that each commit sees the one before.
        const batch = (queue = queue.then(() => loadNow(fresh)));
        for (const { id } of fresh) asked.set(foldId(id), batch as Promise<void>);
      }
      await Promise.all(wanted.map((id) => asked.get(id)));
    },
    async unloadAll() {
      isClosed = true;
      await queue;
      await services.stop();
      const loaded = [...inLoadOrder(controlPlane.order, instances).values()].toReversed();
      instances.clear();
      commit();
      for (const instance of loaded) await instance.dispose();
      controlPlane.checks.store.flush();
    },
  };
}

/** Services of a plugin that does not own them do not run. */
function activeOf(instance: PluginInstance, registry: Registry) {
  return [...instance.registrations].filter((registration) => registry.isActive(registration));
}

/** A plain copy in load order, whatever was loaded first. */
function inLoadOrder(order: readonly ReadyCandidate[], instances: ReadonlyMap<string, PluginInstance>): ReadonlyMap<string, PluginInstance> {
  return new Map(
    order.flatMap(({ id }) => {
      const instance = instances.get(foldId(id));
      return instance ? [[foldId(id), instance] as const] : [];
    }),
  );
}

async function configOf(candidate: ReadyCandidate, { plugins, checks }: ControlPlane): ReturnType<LoaderOptions["configOf"]> {
  const state = plugins.find((plugin) => plugin.decision.candidate === candidate);
  const check = state?.config;
  if (!check?.verdict) return { config: Object.freeze({}) };
  const resolved = await resolveConfig(candidate, { ...check, verdict: check.verdict }, checks);
  return "config" in resolved ? resolved : { failure: resolved.refusal.diagnostics };
}
