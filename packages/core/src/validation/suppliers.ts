import type { PluginManifest } from "../catalog/manifest.js";
import { splitPointer } from "../config/pointer.js";

/** A config key that is missing, and the environment variables that would supply it. */
export interface MissingConfig {
  /** Dotted. */
  readonly key: string;
  /** The first that is set counts; none where `setup` names none. */
  readonly variables: readonly string[];
}

/** What would supply what is missing at a pointer: `setup.env` may name its variable, or those of what stands below it. */
export function suppliersOf({ setup: { env } }: PluginManifest, pointer: string): readonly MissingConfig[] {
  const key = splitPointer(pointer).join(".");
  if (Object.hasOwn(env, key)) return [{ key, variables: env[key] ?? [] }];
  const below = Object.entries(env).filter(([name]) => name.startsWith(`${key}.`));
  return below.length === 0 ? [{ key, variables: [] }] : below.map(([name, variables]) => ({ key: name, variables }));
}
