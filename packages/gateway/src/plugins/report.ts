import { livePlugins, reportPlugins, type Host, type PluginReport } from "@mortise/core";
import { reportChannels, type ChannelReport } from "../channels/report.js";
import { gatewayDiagnostics } from "../diagnostics.js";
import type { Serving } from "../serving.js";

/** The inspect report of a plugin of a running gateway. */
export interface LivePluginReport extends PluginReport {
  /** How its channels are; only where it has any. */
  readonly channels?: readonly ChannelReport[];
}

/** The inspect report of every plugin, with how its channels are now. */
export async function inspectLive(serving: Serving, signal: AbortSignal): Promise<readonly LivePluginReport[]> {
  const channels = await reportChannels(serving, signal);
  return inspectPlugins(serving.host).map((report) => {
    const own = channels.filter(({ plugin }) => plugin === report.id);
    return own.length === 0 ? report : { ...report, channels: own };
  });
}

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
