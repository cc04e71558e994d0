import type { Origin } from "../catalog/roots.js";
import type { BreakerReport } from "../calling/breakers.js";
import type { CallCounters } from "../calling/recorder.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DecisionReason, DecisionStep } from "../policy/decision.js";
import type { PluginShape } from "../registry/shape.js";
import type { MissingConfig } from "../validation/suppliers.js";

/**
 * How something stands that plugins may still rely on.
 *
 * - `active`: it works and stays; there is something better
 * - `deprecated`: it works; new plugins must not use it
 * - `removal-pending`: it works until the version that `removal` names
 * - `removed`: it does not work any more
 */
export type CompatibilityStatus = "active" | "deprecated" | "removal-pending" | "removed";

/** What is known of one thing that plugins may still rely on. Plain data; the shape is stable. */
export interface CompatibilityNote {
  /** Kebab-case; never changes. */
  readonly code: string;
  readonly status: CompatibilityStatus;
  /** The API version since which the status holds. */
  readonly since: string;
  /** What to use instead. */
  readonly replacement?: string;
  /** The API version that takes it away. */
  readonly removal?: string;
  readonly summary: string;
}

/**
 * How a plugin stands.
 *
 * - `active`: loaded, registered
 * - `failed`: it was to run, and loading it failed
 * - `enabled`: it may run, and is not loaded (or nobody asked the process that runs it)
 * - `off`: nothing is wrong, and it may not run
 * - `kept-out`: it was enabled, and something it needs is missing or wrong
 * - `blocked`: a safety gate stopped it
 * - `invalid`: its manifest cannot be used
 */
export type PluginStatus = "active" | "failed" | "enabled" | "off" | "kept-out" | "blocked" | "invalid";

/** What a running host knows of a plugin; plain data, so that another process can tell it. */
export interface LivePlugin {
  readonly id: string;
  readonly status: "active" | "failed";
  /** Kind to ids; hooks under `hook`. */
  readonly contributions: Readonly<Record<string, readonly string[]>>;
  readonly timing?: { readonly importMs: number; readonly registerMs: number; readonly onLoadMs?: number };
  readonly integrity?: { readonly manifest?: string; readonly entry: string };
  /** How its functions fare; absent for one that is not loaded. */
  readonly calling?: CallingReport;
  readonly diagnostics: readonly Diagnostic[];
}

/** How calls of a plugin's functions fare. */
export interface CallingReport {
  /** Calls that run now. */
  readonly running: number;
  /** Operations that failed since their last success, and whether they are called at all. */
  readonly breakers: readonly BreakerReport[];
  /** What was counted; absent where nothing was. */
  readonly counters?: Readonly<CallCounters>;
}

/** A kind and the ids that a plugin brings under it. */
export interface Contribution {
  readonly kind: string;
  readonly category: "capability" | "surface" | "hook";
  readonly ids: readonly string[];
}

/** All there is to say of a plugin: the row of `list`, the page of `inspect`. Plain data; the shape is stable. */
export interface PluginReport {
  readonly id: string;
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly status: PluginStatus;
  readonly reason: DecisionReason;
  /** The reason in words. */
  readonly reasonText: string;
  readonly trace: readonly DecisionStep[];
  readonly origin: Origin;
  readonly format: string;
  readonly root: string;
  readonly manifestPath?: string;
  readonly entry?: string;
  readonly shape: {
    readonly value: PluginShape;
    /** `declared`: from the manifest; `registered`: from what it registered. */
    readonly basis: "declared" | "registered";
  };
  readonly contributions: readonly Contribution[];
  /**
   * What the manifest says and the code does not, and the other way round, as far as the manifest's format could say it;
   * only where it was loaded.
   */
  readonly drift?: { readonly absent: readonly string[]; readonly undeclared: readonly string[] };
  readonly config: {
    /** `none`: the plugin may not run, so nobody looked. */
    readonly state: "valid" | "invalid" | "unchecked" | "none";
    /** Config keys to the environment variables that supply them. */
    readonly env: Readonly<Record<string, readonly string[]>>;
    /** Required keys that are not there, each with the environment variables that would supply it. */
    readonly missing: readonly MissingConfig[];
  };
  readonly timing?: LivePlugin["timing"];
  readonly integrity?: LivePlugin["integrity"];
  readonly calling?: CallingReport;
  /** What stands out, at a glance. */
  readonly signals: readonly PluginSignal[];
  /** What it relies on that has something better, or goes away. */
  readonly compatibility: readonly CompatibilityNote[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What stands out about a plugin.
 *
 * - `config-valid`: its config was held against its schema and fits
 * - `compatibility-advisory`: it relies on something that stays and has something better, as a hook-only plugin does
 * - `legacy-warning`: it relies on something that is kept for old plugins only
 * - `hard-error`: it relies on something that was removed; or it was to run and does not, or a part of it that was asked for does not
 */
export type PluginSignal = "config-valid" | "compatibility-advisory" | "legacy-warning" | "hard-error";
