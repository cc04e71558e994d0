import { foldId, type ControlPlane, type Diagnostic, type LivePlugin, type PluginReport } from "@mortise/core/catalog";
import { diagnoseCli } from "../diagnostics.js";
import type { ChannelState, LiveFindings } from "./protocol.js";

/** How long a gateway may take to answer, in milliseconds; it is asked about itself only. */
const answerMs = 3000;

/** The largest answer that is read, in characters. */
const answerLimit = 16 * 1024 * 1024;

/** What a gateway's plugins registered, or why that cannot be told. Never throws. */
export async function askGateway(url: string, controlPlane: ControlPlane): Promise<LiveFindings> {
  const reports = await readReports(url);
  if ("code" in reports) return { diagnostics: [reports] };
  const live = reports.flatMap(toLive);
  return { live, channels: reports.flatMap(toChannels), diagnostics: differences(url, live, controlPlane) };
}

/** What a gateway tells of a plugin; anybody may have answered, so nothing is certain. */
type GatewayReport = Partial<PluginReport> & { readonly channels?: unknown };

async function readReports(url: string): Promise<readonly GatewayReport[] | Diagnostic> {
  let text: string;
  try {
    const address = new URL("plugins", url.endsWith("/") ? url : `${url}/`);
    const response = await fetch(address, {
      signal: AbortSignal.timeout(answerMs),
      headers: { accept: "application/json" },
    });
    text = await response.text();
    if (!response.ok)
      return diagnoseCli("CLI_GATEWAY_FOREIGN", { url, reason: `GET /plugins gave ${response.status}` });
  } catch (error) {
    return diagnoseCli("CLI_GATEWAY_UNREACHABLE", { url, reason: reasonOf(error) });
  }
  return (
    parseReports(text) ?? diagnoseCli("CLI_GATEWAY_FOREIGN", { url, reason: "GET /plugins gave no list of plugins" })
  );
}

/** `fetch` says no more than "fetch failed"; its cause knows why. */
function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${answerMs / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}

function parseReports(text: string): readonly GatewayReport[] | undefined {
  if (text.length > answerLimit) return undefined;
  try {
    const { plugins } = JSON.parse(text) as { plugins?: unknown };
    return Array.isArray(plugins)
      ? plugins.filter((plugin) => typeof plugin === "object" && plugin !== null)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The part of a report that only the process which loaded the plugin knows; nothing for one that it did not load. */
function toLive({
  id,
  status,
  contributions,
  timing,
  integrity,
  calling,
  diagnostics,
}: Partial<PluginReport>): readonly LivePlugin[] {
  if (typeof id !== "string" || (status !== "active" && status !== "failed")) return [];
  const brought = Array.isArray(contributions) && status === "active" ? contributions : [];
  return [
    {
      id,
      status,
      contributions: Object.fromEntries(brought.map(({ kind, ids }) => [kind, ids])),
      ...(timing && { timing }),
      ...(integrity && { integrity }),
      ...(calling && { calling }),
      diagnostics: Array.isArray(diagnostics) ? diagnostics : [],
    },
  ];
}

/** How a plugin's channels are, as far as the gateway says. */
function toChannels({ id: plugin, channels }: GatewayReport): readonly ChannelState[] {
  if (typeof plugin !== "string" || !Array.isArray(channels)) return [];
  return channels.flatMap((channel: unknown): readonly ChannelState[] => {
    const { id, isReady, detail } = Object(channel) as Readonly<Record<string, unknown>>;
    if (typeof id !== "string") return [];
    const known = { ...(typeof isReady === "boolean" && { isReady }), ...(typeof detail === "string" && { detail }) };
    return [{ id, plugin, ...known }];
  });
}

function differences(url: string, live: readonly LivePlugin[], { order }: ControlPlane): readonly Diagnostic[] {
  const mayRun = new Set(order.map(({ id }) => foldId(id)));
  return live
    .filter(({ id, status }) => status === "active" && !mayRun.has(foldId(id)))
    .map(({ id }) => diagnoseCli("CLI_GATEWAY_DIFFERS", { url, id }, { plugin: id }));
}
