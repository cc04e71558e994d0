import { livePlugins, reportPlugins, type PluginReport } from "@mortise/core";
import { reportChannels, type ChannelReport } from "../channels/report.js";
import { gatewayDiagnostics } from "../diagnostics.js";
import type { Serving, ServingHost } from "../serving.js";
import { unavailableTools, type UnavailableTool } from "../tools/availability.js";

/** The inspect report of a plugin of a running gateway. */
export interface LivePluginReport extends PluginReport {
  /** How its channels are; only where it has any. */
  readonly channels?: readonly ChannelReport[];
  /** Its tools that models are not offered now, with the reason; only where there are any. */
  readonly unavailableTools?: readonly Omit<UnavailableTool, "plugin">[];
}

/** The inspect report of every plugin, with how its channels are now, and which of its tools are of no use. */
export async function inspectLive(serving: Serving, signal: AbortSignal): Promise<readonly LivePluginReport[]> {
  const channels = await reportChannels(serving, signal);
  const unavailable = unavailableTools(serving.host);
  return inspectPlugins(serving.host).map((report) => {
    const own = channels.filter(({ plugin }) => plugin === report.id);
    const tools = unavailable.flatMap(({ plugin, ...tool }) => (plugin === report.id ? [tool] : []));
    return {
      ...report,
      ...(own.length > 0 && { channels: own }),
      ...(tools.length > 0 && { unavailableTools: tools }),
    };
  });
}

/** The inspect report of every plugin, with what the gateway itself has to say of each; secrets taken out. */
export function inspectPlugins(host: ServingHost): readonly PluginReport[] {
  const own = host.diagnostics.all.filter(({ code }) => Object.hasOwn(gatewayDiagnostics, code));
  const reports = reportPlugins(host.controlPlane, livePlugins(host));
  return reports.map((report) =>
    host.controlPlane.checks.redactor.data({
      ...report,
      diagnostics: [...report.diagnostics, ...own.filter(({ plugin }) => plugin === report.id)],
    }),
  );
}
