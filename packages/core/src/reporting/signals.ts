import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { hookKind } from "../registry/shape.js";
import type { PluginReport, PluginSignal } from "./report.js";

/** Hooks that are kept for old plugins, and what took their place. */
const legacyHooks: ReadonlyMap<string, string> = new Map([
  ["before_agent_start", "before_model_resolve or before_prompt_build"],
]);

/** What signals and advice are read off. */
export type Signalled = Pick<PluginReport, "id" | "status" | "shape" | "contributions" | "config" | "manifestPath"> & {
  readonly diagnostics: readonly Diagnostic[];
};

const notRunning: ReadonlySet<PluginReport["status"]> = new Set(["failed", "kept-out", "blocked", "invalid"]);

const mayRun = ({ status }: Pick<Signalled, "status">) => status === "active" || status === "enabled";

/** The signals of a plugin, in the order of the type's words. */
export function signalsOf(plugin: Signalled): readonly PluginSignal[] {
  const { status, config, diagnostics } = plugin;
  const isWrong = notRunning.has(status) || (mayRun(plugin) && diagnostics.some(({ level }) => level === "error"));
  return [
    ...(config.state === "valid" ? (["config-valid"] as const) : []),
    ...(mayRun(plugin) && isHookOnly(plugin) ? (["compatibility-advisory"] as const) : []),
    ...(mayRun(plugin) && legacyOf(plugin).length > 0 ? (["legacy-warning"] as const) : []),
    ...(isWrong ? (["hard-error"] as const) : []),
  ];
}

/** Advice that follows from what a plugin brings; none for a plugin that may not run. */
export function adviceOn(plugin: Signalled): readonly Diagnostic[] {
  if (!mayRun(plugin)) return [];
  const place = { plugin: plugin.id, ...(plugin.manifestPath !== undefined && { path: plugin.manifestPath }) };
  const isEmpty = plugin.shape.basis === "registered" && plugin.contributions.length === 0;
  return [
    ...(isHookOnly(plugin) ? [diagnose("PLUGIN_HOOK_ONLY", { hooks: hooksOf(plugin).join(", ") }, place)] : []),
    ...legacyOf(plugin).map(([hook, instead]) => diagnose("PLUGIN_LEGACY_HOOK", { hook, instead }, place)),
    ...(isEmpty ? [diagnose("PLUGIN_BRINGS_NOTHING", {}, place)] : []),
  ];
}

function isHookOnly({ shape }: Signalled): boolean {
  return shape.value === "hook-only";
}

function hooksOf({ contributions }: Signalled): readonly string[] {
  return contributions.find(({ kind }) => kind === hookKind)?.ids ?? [];
}

function legacyOf(plugin: Signalled): readonly (readonly [string, string])[] {
  return [...legacyHooks].filter(([hook]) => hooksOf(plugin).includes(hook));
}
