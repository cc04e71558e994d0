import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { compatibilityOf, compatibilityRecords, signalByStatus, type Judged } from "./compatibility.js";
import type { PluginReport, PluginSignal } from "./report.js";

/** What signals and advice are read off. */
export type Signalled = Judged & Pick<PluginReport, "config"> & { readonly diagnostics: readonly Diagnostic[] };

const notRunning: ReadonlySet<PluginReport["status"]> = new Set(["failed", "kept-out", "blocked", "invalid"]);

const mayRun = ({ status }: Pick<Signalled, "status">) => status === "active" || status === "enabled";

const allSignals: readonly PluginSignal[] = ["config-valid", "compatibility-advisory", "legacy-warning", "hard-error"];

/** The signals of a plugin, in the order of the type's words. */
export function signalsOf(plugin: Signalled, records = compatibilityRecords): readonly PluginSignal[] {
  const { status, config, diagnostics } = plugin;
  const isWrong = notRunning.has(status) || (mayRun(plugin) && diagnostics.some(({ level }) => level === "error"));
  const found = new Set<PluginSignal>(compatibilityOf(plugin, records).map((record) => signalByStatus[record.status]));
  if (config.state === "valid") found.add("config-valid");
  if (isWrong) found.add("hard-error");
  return allSignals.filter((signal) => found.has(signal));
}

/** Advice that follows from what a plugin brings; none for a plugin that may not run. */
export function adviceOn(plugin: Signalled, records = compatibilityRecords): readonly Diagnostic[] {
  if (!mayRun(plugin)) return [];
  const place = { plugin: plugin.id, ...(plugin.manifestPath !== undefined && { path: plugin.manifestPath }) };
  const isEmpty = plugin.shape.basis === "registered" && plugin.contributions.length === 0;
  return [
    ...compatibilityOf(plugin, records).map(({ matches, advise }) => advise(matches(plugin), place)),
    ...(isEmpty ? [diagnose("PLUGIN_BRINGS_NOTHING", {}, place)] : []),
  ];
}
