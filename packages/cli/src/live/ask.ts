import type { ControlPlane } from "@mortise/core/catalog";
import { defaultTimeoutSeconds, type GlobalOptions, type RuntimeOptions } from "../options.js";
import { loadInChild } from "./child-process.js";
import { askGateway } from "./gateway.js";
import type { LiveFindings } from "./protocol.js";

/** What plugins registered: asked of a gateway where one is named, or of a child process; of nobody otherwise. */
export async function askForLive(
  controlPlane: ControlPlane,
  { gateway, runtime, config, timeout = defaultTimeoutSeconds }: GlobalOptions & RuntimeOptions,
): Promise<LiveFindings> {
  if (gateway !== undefined) return askGateway(gateway, controlPlane);
  if (runtime === true) return loadInChild(controlPlane, { config, deadlineMs: timeout * 1000 });
  return { diagnostics: [] };
}
