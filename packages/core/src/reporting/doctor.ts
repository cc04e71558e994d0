import type { ControlPlane } from "../control-plane.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { ownerChoices } from "../registry/ownership.js";
import { buildRegistry } from "../registry/registry.js";
import { reportPlugins, type LivePlugin, type PluginReport } from "./plugin-report.js";

/** What `doctor` has to say. Plain data; the shape is stable. */
export interface DoctorReport {
  /** No error was found. */
  readonly ok: boolean;
  /** `static`: nothing was run. `runtime`: the plugins were loaded. */
  readonly basis: "static" | "runtime";
  readonly counts: { readonly error: number; readonly warning: number; readonly advisory: number };
  readonly config: { readonly state: string; readonly path?: string };
  /** Errors first; each once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What `status` has to say in a few lines. */
export interface StatusReport {
  readonly config: { readonly state: string; readonly path?: string };
  /** How many plugins stand how. */
  readonly plugins: Readonly<Record<PluginReport["status"], number>>;
  readonly counts: DoctorReport["counts"];
}

const levels = ["error", "warning", "advisory"] as const;

/** Everything that is wrong or worth knowing. `live` is what a host says that loaded the plugins. */
export function doctor(controlPlane: ControlPlane, live?: readonly LivePlugin[]): DoctorReport {
  const all = [
    ...controlPlane.diagnostics,
    ...declaredConflicts(controlPlane),
    ...(live ?? []).flatMap(({ diagnostics }) => diagnostics),
  ];
  const once = [...new Map(all.map((diagnostic) => [`${diagnostic.code} ${diagnostic.path} ${diagnostic.message}`, diagnostic])).values()];
  const diagnostics = levels.flatMap((wanted) => once.filter(({ level }) => level === wanted));
  const counts = countLevels(diagnostics);
  return { ok: counts.error === 0, basis: live ? "runtime" : "static", counts, config: configPart(controlPlane), diagnostics };
}

/** The state of things in numbers. */
export function status(controlPlane: ControlPlane, live?: readonly LivePlugin[]): StatusReport {
  const plugins = { active: 0, failed: 0, enabled: 0, off: 0, "kept-out": 0, blocked: 0, invalid: 0 };
  for (const report of reportPlugins(controlPlane, live)) plugins[report.status] += 1;
  return { config: configPart(controlPlane), plugins, counts: doctor(controlPlane, live).counts };
}

/** Ids that more than one plugin declares; known without running any of them. */
function declaredConflicts({ order, vocabulary, loaded }: ControlPlane): readonly Diagnostic[] {
  const choices = ownerChoices(loaded.config.plugins?.owners);
  const registry = buildRegistry({ order, vocabulary, choices, failed: new Set(), instances: new Map(), generation: 0 });
  return registry.diagnostics;
}

function countLevels(diagnostics: readonly Diagnostic[]): DoctorReport["counts"] {
  const count = (wanted: Diagnostic["level"]) => diagnostics.filter(({ level }) => level === wanted).length;
  return { error: count("error"), warning: count("warning"), advisory: count("advisory") };
}

function configPart({ loaded }: ControlPlane): DoctorReport["config"] {
  return { state: loaded.state, ...(loaded.path !== undefined && { path: loaded.path }) };
}
