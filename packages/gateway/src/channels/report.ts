import { channel } from "@mortise/sdk";
import { foldId } from "@mortise/core";
import { declaredId } from "../plugins/metadata.js";
import type { Serving, ServingHost } from "../serving.js";
import { absenceOf } from "./absence.js";
import type { ConfiguredChannel } from "./configure.js";

/** How a channel is. */
export interface ChannelReport {
  readonly id: string;
  /** Absent where no plugin is known to bring it. */
  readonly plugin?: string;
  /** Whether the config has it, turned on. */
  readonly isConfigured: boolean;
  /** Whether it can send and receive now, as far as it says. */
  readonly isReady: boolean;
  /** What is missing, or whom it is connected as. */
  readonly detail?: string;
}

/** How long a channel may take to say how it is, in milliseconds. */
const readinessDeadlineMs = 2_000;

/** Asks the channels that are loaded how they are; of the others it tells why they are not. Loads nothing. */
export async function reportChannels(
  { host, channels }: Serving,
  signal: AbortSignal,
): Promise<readonly ChannelReport[]> {
  const owned = host.registry.list(channel);
  const reports = owned.map(async ({ id, plugin }): Promise<ChannelReport> => {
    const configured = channels.get(foldId(id));
    const state = await stateOf(id, configured, host, signal);
    return { id, plugin, isConfigured: configured !== undefined, ...state };
  });
  const known = new Set(owned.map(({ id }) => foldId(id)));
  const absent = [...channels].filter(([id]) => !known.has(id)).map(([, { id }]) => reportAbsent(id, host));
  return [...(await Promise.all(reports)), ...absent];
}

/** Of a channel that the config has and nobody provides now. */
function reportAbsent(written: string, host: ServingHost): ChannelReport {
  const { plugin, reason: detail } = absenceOf(written, host);
  const id = plugin === undefined ? written : declaredId(channel, written, plugin, host);
  return { id, ...(plugin !== undefined && { plugin }), isConfigured: true, isReady: false, detail };
}

async function stateOf(
  id: string,
  configured: ConfiguredChannel | undefined,
  host: ServingHost,
  signal: AbortSignal,
): Promise<Pick<ChannelReport, "isReady" | "detail">> {
  const found = host.registry.get(channel, id);
  if (configured?.problem !== undefined) return { isReady: false, detail: configured.problem };
  if (found?.status !== "active") return { isReady: false, detail: "It is not loaded." };
  if (found.value.readiness === undefined) return { isReady: true };
  const { redactor } = host.controlPlane.checks;
  try {
    const bounds = { signal, deadlineMs: readinessDeadlineMs };
    const answer: unknown = await host.call(found, "readiness", {}, bounds);
    const { isReady, detail } = Object(answer) as { readonly isReady?: unknown; readonly detail?: unknown };
    return { isReady: isReady === true, ...(typeof detail === "string" && { detail: redactor.text(detail) }) };
  } catch (error) {
    return { isReady: false, detail: redactor.text(error instanceof Error ? error.message : String(error)) };
  }
}
