import { livePlugins, reportPlugins, type Host, type PluginReport } from "@mortise/core";
import { gatewayDiagnostics } from "../diagnostics.js";

/** The inspect report of every plugin, with what the gateway itself has to say of each; secrets taken out. */
export function inspectPlugins(host: Host): readonly PluginReport[] {
  const own = host.diagnostics.all.filter(({ code }) => Object.hasOwn(gatewayDiagnostics, code));
  const reports = reportPlugins(host.controlPlane, livePlugins(host));
  return reports.map((report) =>
    host.controlPlane.checks.redactor.data({
      ...report,
      diagnostics: [...report.diagnostics, ...own.filter(({ plugin }) => plugin === report.id)],
    }),
  );
}
