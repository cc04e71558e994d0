import {
  bundledPluginFolders,
  createHost,
  MortiseError,
  type Host,
  type HostOptions,
  type PluginWatch,
  type WatchedChange,
} from "@mortise/core";
import { openClaw } from "@mortise/openclaw";
import { createChanges } from "./changes/changes.js";
import { createChannels, type LiveChannels } from "./channels/live.js";
import { createSettingsCheck } from "./config/check-settings.js";
import { createLiveSettings, type LiveSettings } from "./config/live-settings.js";
import { gatewayMentions } from "./config/mentions.js";
import { readSettings, type GatewaySettings } from "./config/settings.js";
import { readTokenCheck } from "./config/token.js";
import { createEmissions } from "./emissions.js";
import { createApp } from "./http/app.js";
import { bracketed, type Listening } from "./http/guard.js";
import { listen, type RunningServer } from "./http/listen.js";
import { listModels, type ListedModel } from "./models/list.js";
import { createRouteCheck } from "./plugins/route-checks.js";
import { createMethodCheck } from "./rpc/reserved.js";
import { createRpcServer } from "./rpc/server.js";
import type { GatewayServing } from "./requests/open.js";
import { startTelemetry } from "./telemetry/start-telemetry.js";
import type { Telemetry } from "./telemetry/telemetry.js";

/** What a gateway is told. Everything has a default; what is given here goes before the config file. */
export interface GatewayOptions extends Omit<HostOptions, "sdk" | "sections"> {
  /** The address to listen on. */
  readonly host?: string;
  /** The port to listen on; 0 takes any that is free. */
  readonly port?: number;
  /** How long requests on their way may still take when the gateway closes, in milliseconds; 3000 unless given. */
  readonly closeGraceMs?: number;
}

/** A gateway: OpenAI's HTTP API over the capabilities that plugins provide. */
export interface Gateway extends AsyncDisposable {
  /** The host behind it: its registry, its diagnostics, its plugins. */
  readonly host: Host;
  /** The `gateway` section of the config, defaults and options in place. */
  readonly settings: GatewaySettings;
  /** The models that callers can name; loaded providers are asked for theirs. */
  listModels(): Promise<readonly ListedModel[]>;
  /** Answers one request, without a socket between. */
  fetch(request: Request): Promise<Response>;
  /** Starts to listen; a second call gives the same. Throws `MortiseError` where the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  /**
   * Takes over what is edited, in plugins and in the config file, until it is closed or the gateway is. Resolves when it
   * watches; `listener` hears what each change came to.
   */
  watch(listener?: (change: WatchedChange) => void): Promise<PluginWatch>;
  /** Stops listening, lets requests end, stops services and unloads the plugins. A second call waits for the first. */
  close(): Promise<void>;
}

/**
 * Reads the config and the plugins, loads what must run from the start, and gives a gateway that is ready to answer.
 * Throws `MortiseError` where the config cannot be used (`CONFIG_…`) or a required plugin does not run
 * (`PLUGIN_REQUIRED`).
 *
 * ```ts
 * await using gateway = await createGateway({ config: "mortise.jsonc", port: 0 });
 * const { url } = await gateway.listen();
 * ```
 */
export async function createGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { host: address, port, closeGraceMs = 3_000, ...hostOptions } = options;
  const bundled = options.roots?.bundled ?? bundledPluginFolders(import.meta.url);
  const roots = { ...options.roots, bundled };
  const host = await createHost({
    formats: openClaw(),
    ...hostOptions,
    roots,
    sections: ["gateway", "channels"],
    mentions: (config) => [...gatewayMentions(config), ...(hostOptions.mentions?.(config) ?? [])],
  });
  let telemetry: Telemetry | undefined;
  try {
    const { settings: read, diagnostics } = settingsOf(host);
    const token = readTokenCheck(read, diagnostics, host);
    const settings = {
      ...read,
      ...(address !== undefined && { host: address }),
      ...(port !== undefined && { port }),
    };
    telemetry = await startTelemetry(settings.telemetry, host.controlPlane.checks.redactor.text);
    await host.start();
    const live = { settings: createLiveSettings(host, settings), channels: createChannels(host) };
    const serving = servingOf({ host, token, telemetry, log: options.log ?? (() => {}) }, live);
    await serving.changes.follow();
    return assemble(serving, closeGraceMs);
  } catch (error) {
    await host.close();
    telemetry?.close();
    throw error;
  }
}

function settingsOf({ controlPlane: { loaded }, diagnostics }: Host): ReturnType<typeof readSettings> {
  const [problem] = loaded.diagnostics;
  if (loaded.state === "unusable" && problem) throw new MortiseError(problem);
  const read = readSettings(loaded);
  read.diagnostics.forEach(diagnostics.report);
  return read;
}

/** What of a gateway changes with its config. */
interface Live {
  readonly settings: LiveSettings;
  readonly channels: LiveChannels;
}

function servingOf(
  parts: Pick<GatewayServing, "host" | "token" | "telemetry" | "log">,
  { settings, channels }: Live,
): GatewayServing {
  const { host } = parts;
  const checkSettings = createSettingsCheck(parts, settings);
  const changes = createChanges(host, [
    checkSettings,
    channels.follow,
    createRouteCheck(host),
    createMethodCheck(host),
  ]);
  return {
    ...parts,
    changes,
    emissions: createEmissions(host),
    requests: new Set(),
    madeAt: Math.floor(Date.now() / 1000),
    get settings() {
      return settings.now;
    },
    get channels() {
      return channels.configured;
    },
  };
}

function assemble(serving: GatewayServing, closeGraceMs: number): Gateway {
  const { host, emissions, changes, telemetry } = serving;
  let server: RunningServer | undefined;
  let opening: Promise<{ readonly url: string }> | undefined;
  let closing: Promise<void> | undefined;
  const app = createApp(serving, { listening: () => server?.listening });
  const fetch = async (request: Request): Promise<Response> => app.fetch(request);
  const rpc = createRpcServer(serving, () => server?.listening);

  const open = async (): Promise<{ readonly url: string }> => {
    server = await listen(fetch, rpc, serving.settings);
    const url = urlOf(server.listening);
    await emissions.observe("gateway_start", { url });
    return { url };
  };
  const close = async (): Promise<void> => {
    changes.close();
    // Half open, it could not be closed whole.
    await opening?.catch(() => {});
    await shut(serving, server, closeGraceMs);
    telemetry.close();
  };
  const gateway: Gateway = {
    host,
    get settings() {
      return serving.settings;
    },
    fetch,
    listModels: () => listModels(serving),
    watch: changes.watch,
    listen: () => (opening ??= closing ? Promise.reject(new Error("The gateway is closed.")) : open()),
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
  return gateway;
}

/** Where this machine reaches it: an address that stands for all of them is none to call. */
function urlOf({ host, port }: Listening): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${bracketed(reachable)}:${port}`;
}

async function shut(
  { host, emissions, requests }: GatewayServing,
  server: RunningServer | undefined,
  graceMs: number,
): Promise<void> {
  if (server) {
    await host.prepareHook("gateway_stop");
    await host.hooks.observe("gateway_stop", {});
    await server.close(graceMs);
  }
  await emissions.settle(graceMs);
  for (const { abandon } of requests) abandon();
  await host.close();
}
