import type { ReadyCandidate } from "../catalog/candidate.js";
import type { Integrity } from "../catalog/integrity.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ImportedPlugin } from "./import-plugin.js";
import type { InstanceUse } from "./instance-use.js";
import type { HookRegistration, Registration } from "./registration.js";

/** A plugin that was loaded and has registered. */
export interface PluginInstance {
  readonly id: string;
  readonly candidate: ReadyCandidate;
  /** What its calls share. */
  readonly use: InstanceUse;
  /** Its module, for when it is loaded again. */
  readonly imported: ImportedPlugin;
  readonly registrations: ReadonlySet<Registration>;
  readonly hooks: ReadonlySet<HookRegistration>;
  readonly integrity: Integrity;
  /** In milliseconds. */
  readonly timing: { readonly importMs: number; readonly registerMs: number; readonly onLoadMs?: number };
  /** What came up while it registered. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Tells the plugin that config changed; false where it does not handle that, or failed to, and is to be loaded anew.
   * Never rejects.
   */
  updateConfig(scope: string, config: unknown, version: number): Promise<boolean>;
  /** Calls `onUnload`, then undoes what went through `api`. Never rejects; a second call waits for the first. */
  dispose(): Promise<void>;
}
