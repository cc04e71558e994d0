import { foldId, isReady } from "../catalog/candidate.js";
import { isInside } from "../catalog/paths.js";
import type { PluginManifest } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import type { ControlPlane, PluginState } from "../control-plane.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { reasonTextOf, type DecisionReason } from "../policy/decision.js";
import { declaredContributions, hookKind, shapeOf, type Contributions } from "../registry/shape.js";
import { suppliersOf } from "../validation/suppliers.js";
import { compatibilityOf, noteOf } from "./compatibility.js";
import { byPlugin, eachOnce } from "./diagnostics.js";
import type { Contribution, LivePlugin, PluginReport, PluginStatus } from "./report.js";
import { adviceOn, signalsOf } from "./signals.js";

const keptOut: ReadonlySet<DecisionReason> = new Set([
  "config-missing",
  "config-invalid",
  "schema-invalid",
  "secret-unavailable",
  "requirement-missing",
  "engine-unmet",
  "quarantined",
  "conflict",
  "owner-conflict",
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
  const registered = live?.status === "active" ? broughtBy(live, declared, vocabulary) : undefined;
  const contributions = registered ?? declared;
  const report = {
    id,
    ...(manifest?.name !== undefined && { name: manifest.name }),
    ...(manifest?.version !== undefined && { version: manifest.version }),
    ...(manifest?.description !== undefined && { description: manifest.description }),
    status: live?.status ?? statusOf(state),
    reason,
    reasonText: reasonTextOf(state.decision),
    trace,
    origin,
    format,
    root,
    ...(manifestPath !== undefined && { manifestPath }),
    ...(entry && { entry: entry.file }),
    shape: { value: shapeOf(contributions, vocabulary), basis: registered ? "registered" : "declared" },
    contributions: toContributions(contributions, vocabulary),
    ...(registered && { drift: driftBetween(declared, registered, unsayable(manifest, vocabulary)) }),
    config: { state: state.config?.state ?? "none", env: manifest?.setup.env ?? {}, missing: missingIn(state) },
    ...(live?.timing && { timing: live.timing }),
    ...(live?.integrity && { integrity: live.integrity }),
    ...(live?.calling && { calling: live.calling }),
    diagnostics: diagnosticsOf(state, controlPlane, [...said, ...(live?.diagnostics ?? [])]),
  } satisfies Omit<PluginReport, "signals" | "compatibility">;
  return {
    ...report,
    signals: signalsOf(report),
    compatibility: compatibilityOf(report).map(noteOf),
    diagnostics: [...report.diagnostics, ...adviceOn(report)],
  };
}

/** The required keys that are not there, with what would supply them. */
function missingIn({ decision: { candidate }, config }: PluginState): PluginReport["config"]["missing"] {
  const { manifest } = candidate;
  const pointers = (config?.verdict?.issues ?? []).flatMap(({ kind, pointer }) =>
    kind === "missing" ? [pointer] : [],
  );
  return manifest ? [...new Set(pointers)].flatMap((pointer) => suppliersOf(manifest, pointer)) : [];
}

/** A plugin's own, and what was said of its id, but for what is about another place of the same id; each once. */
function diagnosticsOf(
  { decision }: PluginState,
  { loaded, checks }: ControlPlane,
  said: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { candidate } = decision;
  const own = [...candidate.diagnostics, ...decision.diagnostics].map(checks.redactor.diagnostic);
  const isAbout = ({ path }: Diagnostic) =>
    path === undefined || path === loaded.path || isInside(candidate.root, path);
  return eachOnce([...own, ...said.filter(isAbout)]);
}

function statusOf({ decision: { candidate, enabled, reason } }: PluginState): PluginStatus {
  if (!isReady(candidate)) return candidate.status === "blocked" ? "blocked" : "invalid";
  if (enabled) return "enabled";
  return keptOut.has(reason) ? "kept-out" : "off";
}

/** What a plugin registered, and what its manifest alone brings. */
function broughtBy({ contributions }: LivePlugin, declared: Contributions, { byKind }: Vocabulary): Contributions {
  const resources = [...declared].filter(([kind]) => byKind.get(kind)?.declaredBy === "manifest");
  return new Map([...Object.entries(contributions), ...resources]);
}

function toContributions(contributions: Contributions, { byKind }: Vocabulary): readonly Contribution[] {
  return [...contributions].flatMap(([kind, ids]): readonly Contribution[] => {
    const category = kind === hookKind ? "hook" : (byKind.get(kind)?.category ?? "surface");
    return ids.length === 0 ? [] : [{ kind, category, ids }];
  });
}

function driftBetween(
  declared: Contributions,
  registered: Contributions,
  unsaid: ReadonlySet<string>,
): NonNullable<PluginReport["drift"]> {
  const sayable = new Map([...registered].filter(([kind]) => !unsaid.has(kind)));
  return { absent: missingFrom(registered, declared), undeclared: missingFrom(declared, sayable) };
}

/** The kinds that a manifest's format has no word for, so that code which registers them departs from nothing. */
function unsayable(manifest: PluginManifest | undefined, { byKey }: Vocabulary): ReadonlySet<string> {
  const keys = manifest?.undeclarable ?? [];
  return new Set(keys.map((key) => (key === hooksKey ? hookKind : (byKey.get(key)?.kind ?? key))));
}

/** `kind:id` of everything in `all` that is not in `some`. */
function missingFrom(some: Contributions, all: Contributions): readonly string[] {
  return [...all].flatMap(([kind, ids]) => {
    const known = new Set((some.get(kind) ?? []).map((id) => id.toLowerCase()));
    return ids.filter((id) => !known.has(id.toLowerCase())).map((id) => `${kind}:${id}`);
  });
}
