import type { ControlPlane } from "../control-plane.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { declaredRegistry } from "../registry/declared.js";
import { ownerChoices } from "../registry/ownership.js";
import { compatibilityRecords, noteOf } from "./compatibility.js";
import { eachOnce } from "./diagnostics.js";
import { reportPlugins } from "./plugin-report.js";
import type { CompatibilityNote, LivePlugin, PluginReport, PluginSignal } from "./report.js";

/** How the config stands, in a line. */
export interface ConfigSummary {
  /** `absent`, `valid`, `repaired` or `unusable`. */
  readonly state: ControlPlane["loaded"]["state"];
  /** Absolute path of the file; absent where there is none. */
  readonly path?: string;
}

/** How many diagnostics of each level there are. */
export type LevelCounts = Readonly<Record<Diagnostic["level"], number>>;

/** The four things that are looked for first, with the ids of the plugins they are about. */
export interface Signals {
  /** The config parses, holds, and every plugin that it names is there and may be used. */
  readonly configValid: boolean;
  /** Plugins that rely on something which stays and has something better, as hook-only plugins do. */
  readonly compatibilityAdvisory: readonly string[];
  /** Plugins that rely on something which is kept for old plugins, such as a hook. */
  readonly legacyWarning: readonly string[];
  /** Plugins that were to run and do not, or not wholly. */
  readonly hardError: readonly string[];
}

/** A compatibility note with the ids of the plugins that it is about. */
export interface CompatibilityFinding extends CompatibilityNote {
  readonly plugins: readonly string[];
}

/** What `doctor` has to say. Plain data; the shape is stable. */
export interface DoctorReport {
  /** No error was found. */
  readonly ok: boolean;
  /** `static`: nothing was run. `runtime`: the plugins were loaded. */
  readonly basis: "static" | "runtime";
  readonly counts: LevelCounts;
  readonly config: ConfigSummary;
  readonly signals: Signals;
  /** What running plugins rely on that has something better, or goes away. */
  readonly compatibility: readonly CompatibilityFinding[];
  /** Errors first; each once. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What `status` has to say in a few lines. */
export interface StatusReport {
  readonly config: ConfigSummary;
  /** How many plugins stand how. */
  readonly plugins: Readonly<Record<PluginReport["status"], number>>;
  readonly counts: LevelCounts;
  readonly signals: Signals;
  readonly compatibility: readonly CompatibilityFinding[];
}

const levels = ["error", "warning", "advisory"] as const;

/**
 * Everything that is wrong or worth knowing.
 *
 * @param live what a host says that loaded the plugins
 * @param further what the application found besides
 */
export function doctor(
  controlPlane: ControlPlane,
  live?: readonly LivePlugin[],
  further: readonly Diagnostic[] = [],
): DoctorReport {
  const reports = reportPlugins(controlPlane, live);
  const all = eachOnce([
    ...controlPlane.diagnostics,
    ...declaredOwnership(controlPlane),
    ...reports.flatMap(({ diagnostics }) => diagnostics),
    ...further,
  ]);
  const diagnostics = levels.flatMap((wanted) => all.filter(({ level }) => level === wanted));
  const counts = countLevels(diagnostics);
  return {
    ok: counts.error === 0,
    basis: live ? "runtime" : "static",
    counts,
    config: summarizeConfig(controlPlane),
    signals: signalsIn(controlPlane, reports, further),
    compatibility: compatibilityIn(reports),
    diagnostics,
  };
}

/** The state of things in numbers; told the same as `doctor`. */
export function status(
  controlPlane: ControlPlane,
  live?: readonly LivePlugin[],
  further: readonly Diagnostic[] = [],
): StatusReport {
  const plugins = { active: 0, failed: 0, enabled: 0, off: 0, "kept-out": 0, blocked: 0, invalid: 0 };
  for (const report of reportPlugins(controlPlane, live)) plugins[report.status] += 1;
  const { config, counts, signals, compatibility } = doctor(controlPlane, live, further);
  return { config, plugins, counts, signals, compatibility };
}

/** How the config stands. */
export function summarizeConfig({ loaded }: ControlPlane): ConfigSummary {
  return { state: loaded.state, ...(loaded.path !== undefined && { path: loaded.path }) };
}

function signalsIn(
  { loaded, diagnostics }: ControlPlane,
  reports: readonly PluginReport[],
  further: readonly Diagnostic[],
): Signals {
  const having = (signal: PluginSignal) =>
    reports.filter(({ signals }) => signals.includes(signal)).map(({ id }) => id);
  const isSound = loaded.state === "valid" || loaded.state === "absent";
  return {
    configValid: isSound && ![...diagnostics, ...further].some(isAboutConfig),
    compatibilityAdvisory: having("compatibility-advisory"),
    legacyWarning: having("legacy-warning"),
    hardError: having("hard-error"),
  };
}

function compatibilityIn(reports: readonly PluginReport[]): readonly CompatibilityFinding[] {
  return compatibilityRecords.flatMap((record) => {
    const plugins = reports.filter(({ compatibility }) => compatibility.some(({ code }) => code === record.code));
    return plugins.length === 0 ? [] : [{ ...noteOf(record), plugins: plugins.map(({ id }) => id) }];
  });
}

/** Whether something in the config does not hold, is not there, or cannot be what it is named for. */
function isAboutConfig({ code, level }: Diagnostic): boolean {
  return level !== "advisory" && code.startsWith("CONFIG_");
}

/** What is to be said of who owns what by the manifests alone; known without running any plugin. */
function declaredOwnership({ order, vocabulary, loaded, slots }: ControlPlane): readonly Diagnostic[] {
  const choices = ownerChoices(loaded.config.plugins?.owners, loaded.place);
  return declaredRegistry({ order, vocabulary, choices, slots }).diagnostics;
}

function countLevels(diagnostics: readonly Diagnostic[]): LevelCounts {
  const count = (wanted: Diagnostic["level"]) => diagnostics.filter(({ level }) => level === wanted).length;
  return { error: count("error"), warning: count("warning"), advisory: count("advisory") };
}
