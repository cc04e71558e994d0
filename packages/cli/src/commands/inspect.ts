import {
  didYouMean,
  foldId,
  reportPlugins,
  summarizeConfig,
  type ControlPlane,
  type Diagnostic,
} from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { diagnoseCli } from "../diagnostics.js";
import { askForLive } from "../live/ask.js";
import type { GlobalOptions, JsonOption, RuntimeOptions } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { toPages, type PluginPage } from "../plugin-page.js";
import { printProblems } from "../printing/diagnostics.js";
import { printInspect } from "../printing/inspect.js";
import { createPaper, type Paper } from "../printing/paper.js";
import { misuse } from "./misuse.js";

/** What `mortise plugins inspect` takes. */
export interface InspectOptions extends GlobalOptions, JsonOption, RuntimeOptions {
  readonly all?: boolean;
}

/** `mortise plugins inspect`: all there is to say of a plugin, or of all. */
export async function inspect(id: string | undefined, options: InspectOptions): Promise<Outcome> {
  const paper = createPaper(options);
  if (id === undefined && options.all !== true) return misuse(diagnoseCli("CLI_PLUGIN_UNNAMED", {}), paper);
  const controlPlane = await readApplication(options.config, "check");
  const ids = controlPlane.plugins.map(({ decision }) => decision.candidate.id);
  if (id !== undefined && !ids.some((known) => foldId(known) === foldId(id))) {
    const unknown = diagnoseCli("CLI_PLUGIN_UNKNOWN", { id, suggestion: didYouMean(id, ids) });
    return misuse(unknown, paper, controlPlane.loaded.diagnostics);
  }
  const { live, channels, diagnostics } = await askForLive(controlPlane, options);
  const reports = toPages(reportPlugins(controlPlane, live), controlPlane, channels);
  if (options.all === true)
    return inspectAll(reports, [...controlPlane.diagnostics, ...diagnostics], controlPlane, options, paper);
  return inspectOne(id ?? "", reports, [...controlPlane.loaded.diagnostics, ...diagnostics], options, paper);
}

function inspectAll(
  plugins: readonly PluginPage[],
  diagnostics: readonly Diagnostic[],
  controlPlane: ControlPlane,
  { json }: InspectOptions,
  paper: Paper,
): Outcome {
  const exitCode = plugins.some(({ status }) => status === "failed") ? 1 : 0;
  if (json === true)
    return { stdout: asJson({ config: summarizeConfig(controlPlane), plugins, diagnostics }), stderr: "", exitCode };
  const pages = plugins.flatMap((report, index) => [
    ...(index > 0 ? ["", paper.colors.dim("─".repeat(paper.width)), ""] : []),
    ...printInspect(report, paper),
  ]);
  // Each page shows its plugin's own.
  const others = diagnostics.filter(({ plugin }) => plugin === undefined);
  return { stdout: asText(pages), stderr: asText(printProblems(others, paper)), exitCode };
}

function inspectOne(
  id: string,
  reports: readonly PluginPage[],
  beside: readonly Diagnostic[],
  { json }: InspectOptions,
  paper: Paper,
): Outcome {
  const named = reports.filter((report) => foldId(report.id) === foldId(id));
  // The one that goes first; a shadowed one of the same id has its own page with --all.
  const report = named.find(({ reason }) => reason !== "shadowed") ?? named[0];
  if (!report) throw new Error(`There is no report of ${id}, which was found`);
  const own = new Set(report.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`));
  const stderr = asText(
    printProblems(
      beside.filter(({ code, pointer }) => !own.has(`${code} ${pointer}`)),
      paper,
    ),
  );
  const exitCode = report.status === "failed" ? 1 : 0;
  return { stdout: json === true ? asJson(report) : asText(printInspect(report, paper)), stderr, exitCode };
}
