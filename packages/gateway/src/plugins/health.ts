import { service } from "@mortise/sdk";
import { reportPlugins, livePlugins, type PluginStatus } from "@mortise/core";
import { reportChannels, type ChannelReport } from "../channels/report.js";
import type { Serving, ServingHost } from "../serving.js";

/** How a service is. */
export interface ServiceReport {
  readonly id: string;
  readonly plugin: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** What `GET /healthz` answers, always with status 200: the gateway answers, and a plugin's sick service is no reason to restart it. */
export interface HealthReport {
  /** Whether every service is well, every channel in the config is ready, and no plugin failed. */
  readonly ok: boolean;
  /** How many plugins there are in each state. */
  readonly plugins: Readonly<Partial<Record<PluginStatus, number>>>;
  readonly services: readonly ServiceReport[];
  /** Every channel that plugins provide, and those that the config has and nobody provides. */
  readonly channels: readonly ChannelReport[];
}

/** How long a service may take to say how it is, in milliseconds. */
const healthDeadlineMs = 2_000;

/** Asks every service that should run, and every channel, how it is. */
export async function health(serving: Serving, signal: AbortSignal): Promise<HealthReport> {
  const { host } = serving;
  const plugins: Partial<Record<PluginStatus, number>> = {};
  for (const { status } of reportPlugins(host.controlPlane, livePlugins(host)))
    plugins[status] = (plugins[status] ?? 0) + 1;
  const active = host.registry.list(service).filter(({ status }) => status === "active");
  const asking = active.map(({ id, plugin }) => askService(id, plugin, host, signal));
  const [channels, services] = await Promise.all([reportChannels(serving, signal), Promise.all(asking)]);
  const isWell = services.every(({ ok }) => ok) && channels.every((each) => each.isReady || !each.isConfigured);
  return { ok: plugins.failed === undefined && isWell, plugins, services, channels };
}

async function askService(id: string, plugin: string, host: ServingHost, signal: AbortSignal): Promise<ServiceReport> {
  const { redactor } = host.controlPlane.checks;
  const report = (ok: boolean, detail?: string): ServiceReport => ({
    id,
    plugin,
    ok,
    ...(detail !== undefined && { detail: redactor.text(detail) }),
  });
  if (!host.services.includes(id)) return report(false, "It does not run.");
  const found = host.registry.get(service, id);
  if (found?.status !== "active" || found.value.health === undefined) return report(true);
  try {
    const { ok, detail } = await host.call(found, "health", {}, { signal, deadlineMs: healthDeadlineMs });
    return report(ok, detail);
  } catch (error) {
    return report(false, error instanceof Error ? error.message : String(error));
  }
}
