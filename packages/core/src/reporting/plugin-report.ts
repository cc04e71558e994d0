import { foldId, isReady } from "../catalog/candidate.js";
import { isInside } from "../catalog/gates.js";
import type { Origin } from "../catalog/roots.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import type { ControlPlane, PluginState } from "../control-plane.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { reasonTexts, type DecisionReason, type DecisionStep } from "../policy/decision.js";
import { declaredContributions, hookKind, shapeOf, type Contributions, type PluginShape } from "../registry/shape.js";
import { byPlugin, eachOnce } from "./diagnostics.js";
import { adviceOn, signalsOf, type PluginSignal } from "./signals.js";

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
  readonly timing?: { readonly importMs: number; readonly registerMs: number };
  readonly integrity?: { readonly manifest?: string; readonly entry: string };
  readonly diagnostics: readonly Diagnostic[];
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
  /** What the manifest says and the code does not, and the other way round; only where it was loaded. */
  readonly drift?: { readonly absent: readonly string[]; readonly undeclared: readonly string[] };
  readonly config: {
    /** `none`: the plugin may not run, so nobody looked. */
    readonly state: "valid" | "invalid" | "unchecked" | "none";
    /** Config keys to the environment variables that supply them. */
    readonly env: Readonly<Record<string, readonly string[]>>;
  };
  readonly timing?: LivePlugin["timing"];
  readonly integrity?: LivePlugin["integrity"];
  /** What stands out, at a glance. */
  readonly signals: readonly PluginSignal[];
  readonly diagnostics: readonly Diagnostic[];
}

const keptOut: ReadonlySet<DecisionReason> = new Set([
  "config-missing",
  "config-invalid",
  "schema-invalid",
  "secret-unavailable",
  "requirement-missing",
  "engine-unmet",
]);

/** Reports every candidate, by id and then in order of precedence; `live` is what a running host says. */
export function reportPlugins(controlPlane: ControlPlane, live: readonly LivePlugin[] = []): readonly PluginReport[] {
  const liveById = new Map(live.map((plugin) => [foldId(plugin.id), plugin]));
  const saidById = byPlugin(controlPlane.diagnostics);
  return controlPlane.plugins
    .map((state) => {
      const id = foldId(state.decision.candidate.id);
      const known = state.decision.enabled ? liveById.get(id) : undefined;
      return reportPlugin(state, controlPlane, saidById.get(id) ?? [], known);
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

function reportPlugin(
  state: PluginState,
  controlPlane: ControlPlane,
  said: readonly Diagnostic[],
  live: LivePlugin | undefined,
): PluginReport {
  const { candidate, reason, trace } = state.decision;
  const { id, origin, format, root, manifestPath, entry, manifest } = candidate;
  const { vocabulary } = controlPlane;
  const declared: Contributions = manifest ? declaredContributions(manifest, vocabulary) : new Map();
  const registered = live?.status === "active" ? new Map(Object.entries(live.contributions)) : undefined;
  const contributions = registered ?? declared;
  const report = {
    id,
    ...(manifest?.name !== undefined && { name: manifest.name }),
    ...(manifest?.version !== undefined && { version: manifest.version }),
    ...(manifest?.description !== undefined && { description: manifest.description }),
    status: live?.status ?? statusOf(state),
    reason,
    reasonText: reasonTexts[reason],
    trace,
    origin,
    format,
    root,
    ...(manifestPath !== undefined && { manifestPath }),
    ...(entry && { entry: entry.file }),
    shape: { value: shapeOf(contributions, vocabulary), basis: registered ? "registered" : "declared" },
    contributions: toContributions(contributions, vocabulary),
    ...(registered && { drift: driftBetween(declared, registered) }),
    config: { state: state.config?.state ?? "none", env: manifest?.setup.env ?? {} },
    ...(live?.timing && { timing: live.timing }),
    ...(live?.integrity && { integrity: live.integrity }),
    diagnostics: diagnosticsOf(state, controlPlane, [...said, ...(live?.diagnostics ?? [])]),
  } satisfies Omit<PluginReport, "signals">;
  return { ...report, signals: signalsOf(report), diagnostics: [...report.diagnostics, ...adviceOn(report)] };
}

/** A plugin's own, and what was said of its id, but for what is about another place of the same id; each once. */
function diagnosticsOf(
  { decision }: PluginState,
  { loaded, checks }: ControlPlane,
  said: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { candidate } = decision;
  const own = [...candidate.diagnostics, ...decision.diagnostics].map(checks.redactor.diagnostic);
  const isAbout = ({ path }: Diagnostic) => path === undefined || path === loaded.path || isInside(candidate.root, path);
  return eachOnce([...own, ...said.filter(isAbout)]);
}

function statusOf({ decision: { candidate, enabled, reason } }: PluginState): PluginStatus {
  if (!isReady(candidate)) return candidate.status === "blocked" ? "blocked" : "invalid";
  if (enabled) return "enabled";
  return keptOut.has(reason) ? "kept-out" : "off";
}

function toContributions(contributions: Contributions, { byKind }: Vocabulary): readonly Contribution[] {
  return [...contributions].flatMap(([kind, ids]): readonly Contribution[] => {
    const category = kind === hookKind ? "hook" : (byKind.get(kind)?.category ?? "surface");
    return ids.length === 0 ? [] : [{ kind, category, ids }];
  });
}

function driftBetween(declared: Contributions, registered: Contributions): NonNullable<PluginReport["drift"]> {
  return { absent: missingFrom(registered, declared), undeclared: missingFrom(declared, registered) };
}

/** `kind:id` of everything in `all` that is not in `some`. */
function missingFrom(some: Contributions, all: Contributions): readonly string[] {
  return [...all].flatMap(([kind, ids]) => {
    const known = new Set((some.get(kind) ?? []).map((id) => id.toLowerCase()));
    return ids.filter((id) => !known.has(id.toLowerCase())).map((id) => `${kind}:${id}`);
  });
}
