import { textInference } from "@mortise/sdk";
import { bundledPluginFolders, createHost, MortiseError, type Host, type HostOptions } from "@mortise/core";
import { bundleFormats, openclawFormat } from "@mortise/openclaw";
import { configureChannels } from "./channels/configure.js";
import { gatewayMentions } from "./config/mentions.js";
import { readSettings, type GatewaySettings } from "./config/settings.js";
import { readTokenCheck } from "./config/token.js";
import { diagnoseGateway } from "./diagnostics.js";
import { createEmissions, type Emissions } from "./emissions.js";
import { createApp } from "./http/app.js";
import { bracketed, type Listening } from "./http/guard.js";
import { listen, type RunningServer } from "./http/listen.js";
import { listModels, type ListedModel } from "./models/list.js";
import { isKnownModel } from "./models/target.js";
import { createRouteCheck } from "./plugins/route-checks.js";
import { checkMethods } from "./rpc/reserved.js";
import { createRpcServer } from "./rpc/server.js";
import type { Serving } from "./serving.js";

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
    formats: [openclawFormat(), ...bundleFormats()],
    ...hostOptions,
    roots,
    sections: ["gateway", "channels"],
    mentions: (config) => [...gatewayMentions(config), ...(hostOptions.mentions?.(config) ?? [])],
  });
  try {
    const { settings: read, diagnostics } = settingsOf(host);
    const token = readTokenCheck(read, diagnostics, host);
    const settings = {
      ...read,
      ...(address !== undefined && { host: address }),
      ...(port !== undefined && { port }),
    };
    await host.start();
    const channels = await configureChannels(host);
    return assemble({ host, settings, token, channels, log: options.log ?? (() => {}) }, closeGraceMs);
  } catch (error) {
    await host.close();
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

function assemble(
  parts: Pick<Serving, "host" | "settings" | "token" | "channels" | "log">,
  closeGraceMs: number,
): Gateway {
  const { host, settings } = parts;
  const emissions = createEmissions(host);
  const checkRoutes = createRouteCheck(host);
  const serving: Serving = { ...parts, emissions, madeAt: Math.floor(Date.now() / 1000) };
  let server: RunningServer | undefined;
  let opening: Promise<{ readonly url: string }> | undefined;
  let closing: Promise<void> | undefined;
  const app = createApp(serving, { listening: () => server?.listening, onRouteLookup: checkRoutes });
  const fetch = async (request: Request): Promise<Response> => app.fetch(request);
  const rpc = createRpcServer(serving, () => server?.listening);
  checkRoutes();
  checkMethods(host);
  checkSettings(serving);

  const open = async (): Promise<{ readonly url: string }> => {
    server = await listen(fetch, rpc, settings);
    const url = urlOf(server.listening);
    await emissions.observe("gateway_start", { url });
    return { url };
  };
  const close = async (): Promise<void> => {
    // Half open, it could not be closed whole.
    await opening?.catch(() => {});
    await shut(host, emissions, server, closeGraceMs);
  };
  const gateway: Gateway = {
    host,
    settings,
    fetch,
    listModels: () => listModels(serving),
    listen: () => (opening ??= closing ? Promise.reject(new Error("The gateway is closed.")) : open()),
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
  return gateway;
}

/** What the settings say, and what it means with these plugins. */
function checkSettings({ host, token, settings: { host: address, defaultModel } }: Serving): void {
  const { loaded } = host.controlPlane;
  if (!token.isSet && !/^(?:localhost|::1|127\.[\d.]+)$/i.test(address)) {
    host.diagnostics.report(diagnoseGateway("GATEWAY_NOT_LOOPBACK", { host: address }, loaded.place("/gateway/host")));
  }
  if (defaultModel !== undefined && !isKnownModel(textInference, defaultModel, host)) {
    const place = loaded.place("/gateway/defaultModel");
    host.diagnostics.report(diagnoseGateway("GATEWAY_DEFAULT_MODEL_UNKNOWN", { model: defaultModel }, place));
  }
}

/** Where this machine reaches it: an address that stands for all of them is none to call. */
function urlOf({ host, port }: Listening): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${bracketed(reachable)}:${port}`;
}

async function shut(
  host: Host,
  emissions: Emissions,
  server: RunningServer | undefined,
  graceMs: number,
): Promise<void> {
  if (server) {
    await host.prepareHook("gateway_stop");
    await host.hooks.observe("gateway_stop", {});
    await server.close(graceMs);
  }
  await emissions.settle(graceMs);
  await host.close();
}
