import { foldId } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";
import { diagnose } from "./diagnostics/catalogue.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { MortiseError } from "./diagnostics/error.js";
import { reasonTextOf } from "./policy/decision.js";
import type { Registry } from "./registry/registry.js";

/** What came of the start. */
export interface StartupReport {
  /** In milliseconds. */
  readonly durationMs: number;
  /** Plugins that were loaded. */
  readonly loaded: readonly string[];
  /** Plugins that failed, and why. */
  readonly failed: readonly { readonly plugin: string; readonly diagnostics: readonly Diagnostic[] }[];
  /** Plugins that may run and wait until they are needed. */
  readonly waiting: readonly string[];
}

type Failures = ReadonlyMap<string, readonly Diagnostic[]>;

/** What was loaded, what failed and what waits. */
export function startupReport(
  { order }: ControlPlane,
  registry: Registry,
  failures: Failures,
  durationMs: number,
): StartupReport {
  const ids = order.flatMap(({ id, isCodeless }) => (isCodeless === true ? [] : [id]));
  return {
    durationMs,
    loaded: ids.filter((id) => registry.instances.has(foldId(id))),
    failed: ids.flatMap((plugin) => {
      const diagnostics = failures.get(foldId(plugin));
      return diagnostics ? [{ plugin, diagnostics }] : [];
    }),
    waiting: ids.filter((id) => !registry.instances.has(foldId(id)) && !failures.has(foldId(id))),
  };
}

/** The ids that the operator marked required. */
export function requiredPlugins({ loaded }: ControlPlane): readonly string[] {
  return Object.entries(loaded.config.plugins?.entries ?? {}).flatMap(([id, { required }]) =>
    required === true ? [id] : [],
  );
}

/**
 * Throws `PLUGIN_REQUIRED` for the first plugin that the operator marked required and that was not loaded; one without
 * code needs only to be let through.
 */
export function assertRequired(controlPlane: ControlPlane, registry: Registry, failures: Failures): void {
  const codeless = new Set(controlPlane.order.flatMap(({ id, isCodeless }) => (isCodeless ? [foldId(id)] : [])));
  for (const id of requiredPlugins(controlPlane)) {
    if (registry.instances.has(foldId(id)) || codeless.has(foldId(id))) continue;
    const [failure] = failures.get(foldId(id)) ?? [];
    const state = controlPlane.plugins.find(({ decision }) => foldId(decision.candidate.id) === foldId(id));
    const reason = failure?.message ?? (state ? reasonTextOf(state.decision) : "it was not found");
    throw new MortiseError(diagnose("PLUGIN_REQUIRED", { id, reason }, { plugin: id }));
  }
}
