import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { hookKind } from "../registry/shape.js";
import type { CompatibilityNote, CompatibilityStatus, PluginReport, PluginSignal } from "./report.js";

/** What compatibility is read off. */
export type Judged = Pick<PluginReport, "id" | "status" | "shape" | "contributions" | "manifestPath">;

/** A note, which plugins it is about, and what they are told. */
export interface CompatibilityRecord extends CompatibilityNote {
  /** What of the plugin it is about; nothing: it is not. */
  readonly matches: (plugin: Judged) => readonly string[];
  /** What is said of a plugin that matches. */
  readonly advise: (
    matched: readonly string[],
    place: { readonly plugin: string; readonly path?: string },
  ) => Diagnostic;
}

const hooksOf = ({ contributions }: Judged): readonly string[] =>
  contributions.find(({ kind }) => kind === hookKind)?.ids ?? [];

/** A hook that is kept for old plugins, with what took its place. */
function legacyHook(
  hook: string,
  note: Omit<CompatibilityNote, "code"> & { replacement: string },
): CompatibilityRecord {
  return {
    code: `legacy-${hook.replaceAll("_", "-")}`,
    ...note,
    matches: (plugin) => hooksOf(plugin).filter((name) => name === hook),
    advise: (_, place) => diagnose("PLUGIN_LEGACY_HOOK", { hook, instead: note.replacement }, place),
  };
}

/** Everything that plugins may still rely on. Signals, advice and the reference page are read off this list. */
export const compatibilityRecords: readonly CompatibilityRecord[] = [
  {
    code: "hook-only-plugin",
    status: "active",
    since: "1.0.0",
    replacement: "a capability, where there is one for what the hooks do",
    summary: "A plugin that brings hooks and nothing else. It works; hooks are less stable than capabilities.",
    matches: (plugin) => (plugin.shape.value === "hook-only" ? hooksOf(plugin) : []),
    advise: (hooks, place) => diagnose("PLUGIN_HOOK_ONLY", { hooks: hooks.join(", ") }, place),
  },
  legacyHook("before_agent_start", {
    status: "deprecated",
    since: "1.0.0",
    replacement: "before_model_resolve or before_prompt_build",
    removal: "2.0.0",
    summary: "The hook before_agent_start, which changed both the model and the prompt. It is still called.",
  }),
];

/** The records that are about a plugin; none for one that may not run. */
export function compatibilityOf(
  plugin: Judged,
  records: readonly CompatibilityRecord[] = compatibilityRecords,
): readonly CompatibilityRecord[] {
  const mayRun = plugin.status === "active" || plugin.status === "enabled";
  return mayRun ? records.filter(({ matches }) => matches(plugin).length > 0) : [];
}

/** A record without its functions, as reports carry it. */
export function noteOf({ matches: _matches, advise: _advise, ...note }: CompatibilityRecord): CompatibilityNote {
  return note;
}

/** The signal that goes with each status. */
export const signalByStatus: Readonly<Record<CompatibilityStatus, PluginSignal>> = {
  active: "compatibility-advisory",
  deprecated: "legacy-warning",
  "removal-pending": "legacy-warning",
  removed: "hard-error",
};
