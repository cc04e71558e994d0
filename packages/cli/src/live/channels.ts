import { channel } from "@mortise/sdk";
import type { Host } from "@mortise/core";
import type { ChannelState } from "./protocol.js";

/** How long a channel may take to say how it is, in milliseconds. */
const readinessMs = 2000;

/** Asks every channel that is loaded how it is. None of them was given its settings: that is a gateway's part. */
export function askChannels(host: Host): Promise<readonly ChannelState[]> {
  return Promise.all(host.registry.entries(channel).map(({ id, plugin }) => askChannel(host, id, plugin)));
}

async function askChannel(host: Host, id: string, plugin: string): Promise<ChannelState> {
  const found = host.registry.get(channel, id);
  if (found?.status !== "active" || found.value.readiness === undefined) return { id, plugin };
  const { redactor } = host.controlPlane.checks;
  try {
    const { isReady, detail } = await host.call(found, "readiness", {}, { deadlineMs: readinessMs });
    return {
      id,
      plugin,
      isReady,
      ...(typeof detail === "string" && { detail: redactor.text(detail) }),
    };
  } catch (error) {
    return {
      id,
      plugin,
      isReady: false,
      detail: redactor.text(error instanceof Error ? error.message : String(error)),
    };
  }
}
