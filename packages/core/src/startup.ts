import { formatTrigger, parseTrigger, startup, type Trigger } from "./activation/trigger.js";
import { foldId } from "./catalog/candidate.js";
import type { PluginEntryConfig } from "./config/schema.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { MortiseError } from "./diagnostics/error.js";
import type { PluginInstance } from "./loading/instance.js";
import { reasonTextOf } from "./policy/decision.js";
import { isOwnFailure } from "./policy/quarantine.js";

/** What came of the start for one plugin that may run, or would if it were not in quarantine. */
export interface StartupPlugin {
  readonly plugin: string;
  /**
   * - `loaded`: it runs
   * - `failed`: it was tried and does not run
   * - `quarantined`: it failed, now or at an earlier start, and is not tried again as it is
   * - `waiting`: it may run and waits until it is needed
   */
  readonly status: "loaded" | "failed" | "quarantined" | "waiting";
  /** How long its module took to import, `register` to run, `onLoad` to resolve, in milliseconds; absent for what was not done. */
  readonly importMs?: number;
  readonly registerMs?: number;
  readonly onLoadMs?: number;
  /** Why it does not run; absent where it does, or waits. */
  readonly reason?: string;
}

/** What came of the start. */
export interface StartupReport {
  /** In milliseconds. */
  readonly durationMs: number;
  /** Every plugin that has code, in load order; those that an earlier start put into quarantine stand last. */
  readonly plugins: readonly StartupPlugin[];
  /** Plugins that were loaded. */
  readonly loaded: readonly string[];
  /** Plugins that failed, and why. */
  readonly failed: readonly { readonly plugin: string; readonly diagnostics: readonly Diagnostic[] }[];
  /** Plugins that may run and wait until they are needed. */
  readonly waiting: readonly string[];
}

/** The plugins that run, by folded id. */
interface Running {
  readonly instances: ReadonlyMap<string, Pick<PluginInstance, "timing">>;
}

/** Why plugins failed, by folded id. */
type Failures = ReadonlyMap<string, readonly Diagnostic[]>;

/** What was loaded, what failed and what waits. */
export function startupReport(
  controlPlane: ControlPlane,
  registry: Running,
  failures: Failures,
  durationMs: number,
): StartupReport {
  const ids = controlPlane.order.flatMap(({ id, isCodeless }) => (isCodeless === true ? [] : [id]));
  const kept = controlPlane.plugins.flatMap(({ decision }): readonly StartupPlugin[] =>
    decision.reason === "quarantined"
      ? [{ plugin: decision.candidate.id, status: "quarantined", reason: reasonTextOf(decision) }]
      : [],
  );
  const plugins = ids.map((plugin) => startupPlugin(plugin, controlPlane, registry, failures));
  return {
    durationMs,
    plugins: [...plugins, ...kept],
    loaded: ids.filter((id) => registry.instances.has(foldId(id))),
    failed: ids.flatMap((plugin) => {
      const diagnostics = failures.get(foldId(plugin));
      return diagnostics ? [{ plugin, diagnostics }] : [];
    }),
    waiting: ids.filter((id) => !registry.instances.has(foldId(id)) && !failures.has(foldId(id))),
  };
}

function startupPlugin(
  plugin: string,
  controlPlane: ControlPlane,
  registry: Running,
  failures: Failures,
): StartupPlugin {
  const instance = registry.instances.get(foldId(plugin));
  if (instance) return { plugin, status: "loaded", ...instance.timing };
  const failure = failures.get(foldId(plugin));
  if (!failure) return { plugin, status: "waiting" };
  const isQuarantined = isToBeQuarantined(controlPlane, plugin, failure);
  return { plugin, status: isQuarantined ? "quarantined" : "failed", reason: wordsOf(failure) };
}

/** Whether a failure puts the plugin into quarantine: the operator said so, and the plugin itself is to blame. */
export function isToBeQuarantined(controlPlane: ControlPlane, plugin: string, failure: readonly Diagnostic[]): boolean {
  return entryOf(controlPlane, plugin)?.onFailure === "quarantine" && isOwnFailure(failure);
}

/** The ids of the plugins that the operator wants to run whenever this is triggered. */
export function requiredPlugins(controlPlane: ControlPlane, trigger: Trigger | string = startup): readonly string[] {
  return requirementsOf(controlPlane).get(keyOf(trigger)) ?? [];
}

const requirements = new WeakMap<ControlPlane, ReadonlyMap<string, readonly string[]>>();

/** Collected once, because every trigger asks. */
function requirementsOf(controlPlane: ControlPlane): ReadonlyMap<string, readonly string[]> {
  const known = requirements.get(controlPlane);
  if (known) return known;
  const found = new Map<string, readonly string[]>();
  for (const [id, { required, requiredFor = [] }] of entriesOf(controlPlane)) {
    for (const text of new Set([...(required === true ? [startup.kind] : []), ...requiredFor])) {
      const trigger = parseTrigger(text, controlPlane.vocabulary);
      if (!("code" in trigger)) found.set(keyOf(trigger), [...(found.get(keyOf(trigger)) ?? []), id]);
    }
  }
  requirements.set(controlPlane, found);
  return found;
}

/** By kind and name alone: a provider is required whatever it is asked for. */
function keyOf(trigger: Trigger | string): string {
  return foldId(typeof trigger === "string" ? trigger : formatTrigger(trigger));
}

/**
 * Throws `PLUGIN_REQUIRED` for the first plugin that the operator wants to run whenever this is triggered and that does
 * not, and for the first of those that were tried which failed and whose `onFailure` is `abort`. A plugin without code
 * needs only to be let through.
 *
 * @param tried ids of the plugins that the trigger was to load; all that were ever tried, unless given
 */
export function assertRequired(
  trigger: Trigger | string,
  controlPlane: ControlPlane,
  registry: Running,
  failures: Failures,
  tried: Iterable<string> = failures.keys(),
): void {
  const consequence = keyOf(trigger) === startup.kind ? "The host does not start." : "What needed it was refused.";
  const refuse = (id: string, why: string) => {
    const parameters = { id, reason: reasonOf(id, controlPlane, failures), consequence: `${why} ${consequence}` };
    throw new MortiseError(diagnose("PLUGIN_REQUIRED", parameters, { plugin: id }));
  };
  const required = requiredPlugins(controlPlane, trigger);
  const codeless = required.length === 0 ? new Set() : codelessIds(controlPlane);
  for (const id of required) {
    if (registry.instances.has(foldId(id)) || codeless.has(foldId(id))) continue;
    refuse(id, `The config requires it for ${typeof trigger === "string" ? trigger : formatTrigger(trigger)}.`);
  }
  for (const id of tried) {
    if (failures.has(foldId(id)) && entryOf(controlPlane, id)?.onFailure === "abort") {
      refuse(id, 'Its onFailure is "abort".');
    }
  }
}

function codelessIds({ order }: ControlPlane): ReadonlySet<string> {
  return new Set(order.flatMap(({ id, isCodeless }) => (isCodeless === true ? [foldId(id)] : [])));
}

function reasonOf(id: string, { plugins }: ControlPlane, failures: Failures): string {
  const failure = failures.get(foldId(id));
  if (failure) return wordsOf(failure).replace(/\.$/, "");
  const found = plugins.filter(({ decision }) => foldId(decision.candidate.id) === foldId(id));
  // Of several places of one id, the one that goes first.
  const state = found.find(({ decision }) => decision.reason !== "shadowed") ?? found[0];
  if (!state) return "it was not found";
  return state.decision.enabled ? "it was not loaded" : reasonTextOf(state.decision).replace(/\.$/, "");
}

function wordsOf(failure: readonly Diagnostic[]): string {
  return failure[0]?.message ?? "it failed";
}

function entriesOf({ loaded }: ControlPlane): readonly (readonly [string, PluginEntryConfig])[] {
  return Object.entries(loaded.config.plugins?.entries ?? {});
}

function entryOf(controlPlane: ControlPlane, plugin: string): PluginEntryConfig | undefined {
  return entriesOf(controlPlane).find(([id]) => foldId(id) === foldId(plugin))?.[1];
}
