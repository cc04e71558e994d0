import { readPointer, type PluginManifest } from "@mortise/core/catalog";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";

/**
 * The environment variables that supply config. OpenClaw lists them by provider, not by config key, so only the plain
 * case is certain: one provider, and a config key `apiKey` for it.
 */
export function readSetupEnv({ setup }: Fields, configSchema: JsonObject): PluginManifest["setup"]["env"] {
  const providers = setup?.providers ?? [];
  const variables = providers[0]?.envVars ?? [];
  const hasKey = readPointer(configSchema, "/properties/apiKey") !== undefined;
  return providers.length === 1 && variables.length > 0 && hasKey ? { apiKey: variables } : {};
}

/** Whether a bundled plugin is on without being configured, on this platform. */
export function isEnabledByDefault({ enabledByDefault, enabledByDefaultOnPlatforms = [] }: Fields): boolean {
  return enabledByDefault === true || enabledByDefaultOnPlatforms.includes(process.platform);
}
