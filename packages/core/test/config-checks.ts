import { ready, type Traits } from "./candidates.js";
import { folderWith } from "./folder.js";
import type { JsonSchema } from "../src/catalog/manifest.js";
import { readHostConfig } from "../src/config/read.js";
import { checkConfig, resolveConfig, type ResolvedConfig } from "../src/validation/check.js";
import type { CheckOptions } from "../src/validation/check-options.js";
import type { ConfigCheck } from "../src/validation/config-state.js";
import { createRedactor } from "../src/validation/redactor.js";
import { configRefusal, schemaAdvisories, type ConfigRefusal } from "../src/validation/refusal.js";
import { createVerdictStore } from "../src/validation/verdict-store.js";

/** What became of a plugin's config. */
export interface CheckedConfig {
  readonly check: ConfigCheck;
  readonly refusal: ConfigRefusal | undefined;
  readonly resolved: ResolvedConfig | undefined;
  readonly advisories: readonly string[];
  readonly options: CheckOptions;
}

/** Circumstances of a check. */
export interface Circumstances {
  readonly traits?: Traits;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of the config file. */
  readonly base?: string;
  /** The cache folder; nothing is remembered without it. */
  readonly cache?: string;
}

/** Checks the config of a plugin `tenon`, written into a file, and resolves it. */
export async function checkAs(
  schema: JsonSchema,
  config: unknown,
  circumstances: Circumstances = {},
): Promise<CheckedConfig> {
  const { traits, env = {}, base = folderWith(), cache } = circumstances;
  const candidate = ready("tenon", { ...traits, configSchema: schema });
  const text = JSON.stringify({ plugins: { entries: { tenon: { config } } } }, null, 2);
  const cwd = folderWith({ "mortise.jsonc": text });
  const loaded = { ...readHostConfig({ file: "mortise.jsonc", cwd, sections: [] }), base };
  const options: CheckOptions = {
    loaded,
    secrets: { env, base },
    store: createVerdictStore(cache),
    redactor: createRedactor(),
  };
  const check = await checkConfig(candidate, options);
  const refusal = configRefusal(candidate, check, options);
  const { verdict } = check;
  const resolved = verdict && (await resolveConfig(candidate, { ...check, verdict }, options));
  const advisories = schemaAdvisories(candidate, check).map(({ message }) => message);
  return { check, refusal, resolved, advisories, options };
}

/** The config as the plugin gets it. */
export async function resolvedAs(schema: JsonSchema, config: unknown, circumstances?: Circumstances): Promise<unknown> {
  const { resolved } = await checkAs(schema, config, circumstances);
  if (!resolved || "refusal" in resolved) throw new Error(JSON.stringify(resolved));
  return resolved.config;
}

/** `object` with these properties and no others. */
export function objectOf(properties: Readonly<Record<string, unknown>>, more: object = {}): JsonSchema {
  return { type: "object", properties, additionalProperties: false, ...more };
}
