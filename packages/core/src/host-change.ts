import type { LoadedConfig } from "./config/read.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import type { RegistryDelta } from "./registry/delta.js";

/** What came of a change. */
export interface HostChange {
  /** What is owned otherwise than before. */
  readonly delta: RegistryDelta;
  /** Ids of plugins that are loaded now and were not. */
  readonly loaded: readonly string[];
  /** Ids of plugins of which another instance is loaded now. */
  readonly reloaded: readonly string[];
  /** Ids of plugins that took over changed config as they are. */
  readonly updated: readonly string[];
  readonly unloaded: readonly string[];
  /** Plugins that were to change and did not: they run on as they were, or do not run. */
  readonly failed: readonly FailedChange[];
  /** Why changed config was not taken over at all; absent where it was, or none was given. */
  readonly config?: readonly Diagnostic[];
}

/** A plugin that was to change and did not. */
export interface FailedChange {
  readonly plugin: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is to change. */
export interface ChangeRequest {
  /** Folded ids. */
  readonly reload?: readonly string[];
  readonly unload?: readonly string[];
  /** Those of `reload` whose files are evaluated anew whatever they say: files changed that are no modules of theirs. */
  readonly afresh?: readonly string[];
  /** The config as it is to be; absent: it stays as it is. */
  readonly config?: LoadedConfig;
}
