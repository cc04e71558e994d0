import { joinPointer, readPointer, type PluginManifest } from "@mortise/core/catalog";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";

/**
 * The environment variables that supply config. OpenClaw lists them by provider, not by config key, so only two cases
 * are certain: one provider, and a config key `apiKey`; or a way to sign in that names the key of its provider.
 */
export function readSetupEnv(fields: Fields, configSchema: JsonObject): PluginManifest["setup"]["env"] {
  const { setup, providerAuthChoices = [] } = fields;
  const providers = setup?.providers ?? [];
  const variablesOf = (provider: unknown) => providers.find(({ id }) => id === provider)?.envVars ?? [];
  const only = providers.length === 1 ? [["apiKey", providers[0]?.envVars ?? []] as const] : [];
  const named = providerAuthChoices.flatMap(({ provider, optionKey }) =>
    typeof optionKey === "string" ? [[optionKey, variablesOf(provider)] as const] : [],
  );
  const isKey = (key: string) => readPointer(configSchema, joinPointer("/properties", key)) !== undefined;
  return Object.fromEntries([...only, ...named].filter(([key, variables]) => variables.length > 0 && isKey(key)));
}

/** Whether a bundled plugin is on without being configured, on this platform. */
export function isEnabledByDefault({ enabledByDefault, enabledByDefaultOnPlatforms = [] }: Fields): boolean {
  return enabledByDefault === true || enabledByDefaultOnPlatforms.includes(process.platform);
}
