import { isReady } from "./catalog/candidate.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { checkQuarantine } from "./policy/check-quarantine.js";
import { checkScopes } from "./policy/check-scopes.js";
import { refuse, type Decision } from "./policy/decision.js";
import type { Quarantine } from "./policy/quarantine.js";
import { checkConfig, recallConfig } from "./validation/check.js";
import type { CheckOptions } from "./validation/check-options.js";
import type { ConfigCheck } from "./validation/config-state.js";
import { configRefusal, schemaAdvisories } from "./validation/refusal.js";

/** One plugin, as far as it is known without running it. */
export interface PluginState {
  readonly decision: Decision;
  /** Present for plugins that policy let through. */
  readonly config?: ConfigCheck;
}

/** A plugin that runs on as it was, although what is on disk or in the config now would not let it. */
export interface HeldPlugin {
  readonly state: PluginState;
  /** Why it is not taken as it is now. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What looking closer at a plugin needs. */
export interface PluginChecks extends CheckOptions {
  readonly held: ReadonlyMap<string, HeldPlugin>;
  readonly quarantine: Quarantine;
  /** The scopes of the application's config that plugins may subscribe to. */
  readonly scopes: readonly string[];
}

/** What came of it. */
export interface CheckedPlugin {
  readonly state: PluginState;
  readonly advisories: readonly Diagnostic[];
}

/** Looks closer at a plugin that policy let through: whether it is in quarantine, and whether its config holds. */
export async function checkPlugin(
  decision: Decision,
  checks: PluginChecks,
  checking: "recall" | "check",
): Promise<CheckedPlugin> {
  const { candidate, enabled } = decision;
  if (!enabled || !isReady(candidate)) return { state: { decision }, advisories: [] };
  const kept = checks.held.get(candidate.root)?.state.config;
  if (kept) return { state: { decision, config: kept }, advisories: [] };
  const tried = checkQuarantine(decision, checks.loaded.config, checks.quarantine);
  if (!tried.enabled) return { state: { decision: tried }, advisories: [] };
  const unknown = checkScopes(candidate, checks.scopes);
  if (unknown.length > 0) {
    return { state: { decision: refuse(decision, "scopes", "manifest-invalid", unknown) }, advisories: [] };
  }
  const config = checking === "recall" ? recallConfig(candidate, checks) : await checkConfig(candidate, checks);
  const refusal = configRefusal(candidate, config, checks);
  const advisories = schemaAdvisories(candidate, config);
  if (!refusal) return { state: { decision, config }, advisories };
  return { state: { decision: refuse(decision, "config", refusal.reason, refusal.diagnostics), config }, advisories };
}
