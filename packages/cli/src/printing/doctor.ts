import type { Diagnostic, DoctorReport, Signals } from "@mortise/core/catalog";
import { compatibilityField } from "./compatibility.js";
import { countText, printDiagnostic } from "./diagnostics.js";
import { fields } from "./fields.js";
import type { Paper } from "./paper.js";
import { plain } from "./plain.js";

/** Everything that is wrong, worst first, then the sum. */
export function printDoctor(report: DoctorReport, paper: Paper): readonly string[] {
  const { diagnostics } = report;
  return [...diagnostics.flatMap((diagnostic) => [...printDiagnostic(diagnostic, paper), ""]), ...sum(report, paper)];
}

/** The same by plugin: first what is about none, then each plugin that something was said of. */
export function printPluginsDoctor(report: DoctorReport, paper: Paper): readonly string[] {
  const byPlugin = new Map<string, Diagnostic[]>();
  for (const diagnostic of report.diagnostics) {
    const about = diagnostic.plugin ?? "";
    byPlugin.set(about, [...(byPlugin.get(about) ?? []), diagnostic]);
  }
  const sections = [...byPlugin].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [
    ...sections.flatMap(([plugin, found]) => [
      paper.colors.underline(plugin === "" ? "no one plugin" : plain(plugin)),
      ...found.flatMap((diagnostic) => printDiagnostic(diagnostic, paper)),
      "",
    ]),
    ...sum(report, paper),
  ];
}

function sum({ ok, basis, counts, config, signals, compatibility }: DoctorReport, paper: Paper): readonly string[] {
  const { colors } = paper;
  const found = countText(counts) || "nothing is wrong";
  return fields(
    [
      { label: "Found", values: [found], paint: ok ? colors.green : colors.red },
      {
        label: "Looked at",
        values: [
          basis === "static" ? "config and manifests; no plugin was run" : "config, manifests and loaded plugins",
        ],
      },
      { label: "Config", values: [plain(configText(config))] },
      ...signalFields(signals),
      compatibilityField(compatibility),
    ],
    paper,
  );
}

/** The config's state and where it is. */
export function configText({ state, path }: DoctorReport["config"]): string {
  return path === undefined ? `${state}: there is no mortise.jsonc from here upward` : `${state}: ${path}`;
}

/** The signals that have something to say. */
export function signalFields(signals: Signals) {
  const list = (ids: readonly string[]) => (ids.length === 0 ? [] : [plain(ids).join(", ")]);
  return [
    { label: "Advisories", values: list(signals.compatibilityAdvisory) },
    { label: "Legacy", values: list(signals.legacyWarning) },
    { label: "Hard errors", values: list(signals.hardError) },
  ];
}
