import { reportPlugins, summarizeConfig, type PluginReport } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { toPages } from "../plugin-page.js";

/** What `mortise plugins list` takes. */
export interface ListOptions extends GlobalOptions, JsonOption {
  /** Only plugins that may run. */
  readonly enabled?: boolean;
}

/** `mortise plugins list`: every plugin that was found, and how it stands. Verdicts on configs are remembered ones. */
export async function list(options: ListOptions, env = process.env): Promise<Outcome> {
  const controlPlane = await readApplication(options.config, "recall", env);
  // Asked for only with a gateway, which takes longer than everything else here.
  const findings =
    options.gateway === undefined
      ? undefined
      : await (await import("../live/ask.js")).askForLive(controlPlane, options);
  const reports = toPages(reportPlugins(controlPlane, findings?.live), controlPlane, findings?.channels);
  const plugins = options.enabled === true ? reports.filter(mayRun) : reports;
  const diagnostics = [...controlPlane.diagnostics, ...(findings?.diagnostics ?? [])];
  if (options.json === true) {
    return { stdout: asJson({ config: summarizeConfig(controlPlane), plugins, diagnostics }), stderr: "", exitCode: 0 };
  }
  const { createPaper } = await import("../printing/paper.js");
  const { printList } = await import("../printing/list.js");
  const { printProblems } = await import("../printing/diagnostics.js");
  const paper = createPaper(options);
  return { stdout: asText(printList(plugins, paper)), stderr: asText(printProblems(diagnostics, paper)), exitCode: 0 };
}

function mayRun({ status }: PluginReport): boolean {
  return status === "active" || status === "failed" || status === "enabled";
}
