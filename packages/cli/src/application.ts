import {
  bundledPluginFolders,
  readControlPlane,
  type ControlPlane,
  type ControlPlaneOptions,
} from "@mortise/core/catalog";
import { bundleFormats, openclawFormat } from "@mortise/openclaw";

/** The application that this command speaks for: what the gateway's config, formats and plugins are. */
export function applicationOptions(config: string | undefined, env = process.env): Omit<ControlPlaneOptions, "sdk"> {
  return {
    ...(config !== undefined && { config }),
    env,
    sections: ["gateway"],
    formats: [openclawFormat(), ...bundleFormats()],
    // This file and the built one lie equally deep, so that both lead to the same folder.
    roots: { bundled: bundledPluginFolders(import.meta.url) },
  };
}

/** Reads config and manifests; runs nothing. `recall` takes remembered verdicts on configs only. */
export function readApplication(
  config: string | undefined,
  checking: "recall" | "check",
  env = process.env,
): Promise<ControlPlane> {
  return readControlPlane(applicationOptions(config, env), checking);
}
