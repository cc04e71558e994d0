import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ReadyCandidate } from "./candidate.js";

/** What a format is told of the host when one of its plugins is loaded. */
export interface FormatHost {
  /** Reports something about the plugin: an advisory, a warning. Its place and plugin id are added where they are missing. */
  readonly report: (diagnostic: Diagnostic) => void;
  /** The folder for what plugins keep, absolute; each plugin uses its own folder below it. */
  readonly stateFolder: string;
  /** The section `name` of the application's config, as validated; nothing where there is none. No other plugin's config. */
  section(name: string): unknown;
  /**
   * Evaluates one of the plugin's own files, by absolute path, where it was not yet, and gives what it exports; what is
   * lent is in place there too. Throws what the file throws; one that awaits at the top cannot be had this way.
   */
  require(file: string): unknown;
}

/**
 * How plugins of a format run, where that differs from native ones. Imported when the first plugin of the format is
 * loaded; the control plane never touches it.
 */
export interface FormatRuntime {
  /**
   * Whether the host lends what a specifier names to the plugin's own files, in place of whatever is on disk. The packages
   * that a plugin brings get nothing: they are Node's.
   */
  lends(specifier: string): boolean;
  /** The module that is lent, as a namespace object, the same each time. Asked for wherever an import names it. */
  lend(specifier: string): unknown;
  /**
   * Turns what an entry module exports into a plugin as a native module would export it by default, whose `register` is
   * given the native `api`. Throws a `MortiseError` where the module exports no plugin.
   */
  adapt(namespace: unknown, plugin: ReadyCandidate, host: FormatHost): unknown;
}
