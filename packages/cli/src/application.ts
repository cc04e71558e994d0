import {
  bundledPluginFolders,
  readControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
} from "@mortise/core/catalog";
import { mentionsOfGateway } from "./gateway-mentions.js";
import { reservedCommands } from "./plugin-commands/reserved.js";
import { openClaw } from "@mortise/openclaw";

/** The application that this command speaks for: what the gateway's config, formats and plugins are. */
export function applicationOptions(config: string | undefined, env = process.env): Omit<ControlPlaneOptions, "sdk"> {
  return {
    ...(config !== undefined && { config }),
    env,
    sections: ["gateway", "channels"],
    mentions: mentionsOfGateway,
    formats: openClaw(),
    // This file and the built one lie equally deep, so that both lead to the same folder.
    roots: { bundled: bundledPluginFolders(import.meta.url) },
  };
}

/**
 * Reads config and manifests; runs nothing. `recall` takes remembered verdicts on configs only. What this command itself
 * has to say of plugins stands among the diagnostics.
 */
export async function readApplication(
  config: string | undefined,
  checking: "recall" | "check",
  env = process.env,
): Promise<ControlPlane> {
  const controlPlane = await readControlPlane(applicationOptions(config, env), checking);
  return { ...controlPlane, diagnostics: [...controlPlane.diagnostics, ...reservedCommands(controlPlane)] };
}
