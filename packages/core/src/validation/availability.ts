import type { JsonValue } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import type { PluginManifest, ProvidedMetadata } from "../catalog/manifest.js";
import type { LoadedConfig } from "../config/read.js";
import type { Decision } from "../policy/decision.js";
import type { ConfigCheck } from "./config-state.js";
import { isThere, readConfigSignal, valueAt, wordsIn, type ConfigFacts, type Signal } from "./config-signal.js";
import { readVariable, type SecretSources } from "./secret-ref.js";
import { isSchemaObject } from "./subschemas.js";

/** What availability is decided by; a control plane has it. */
export interface AvailabilityFacts {
  readonly loaded: Pick<LoadedConfig, "config" | "sections">;
  readonly plugins: readonly {
    readonly decision: Pick<Decision, "candidate" | "enabled">;
    readonly config?: ConfigCheck;
  }[];
  readonly checks: { readonly secrets: SecretSources };
}

/**
 * Why something that a plugin provides is of no use now, as its metadata says in `availability`: a sentence that names what
 * would have to be there. Nothing where it is of use: one signal that is met is enough, and what cannot be read as a
 * signal keeps nothing back. Runs no code, and shows no value.
 *
 * - `env`: names of environment variables, or `{ anyOf, allOf }` with such names
 * - `config`: dotted paths in the plugin's own config, or signals as OpenClaw has them
 * - `auth`: ids of providers whose credentials must be there, or `{ provider }`
 */
export function unmetAvailability(
  plugin: string,
  { availability }: ProvidedMetadata,
  facts: AvailabilityFacts,
): string | undefined {
  if (!isSchemaObject(availability)) return undefined;
  const { env, config, auth } = availability as Readonly<Record<string, JsonValue | undefined>>;
  const own = configFacts(plugin, facts);
  const signals = [
    ...listOf(env).map((signal) => readEnvironment(signal, own.secrets)),
    ...listOf(config).map((signal) => readConfigSignal(signal, own)),
    ...listOf(auth).map((signal) => readAuth(signal, facts)),
  ];
  if (signals.length === 0 || signals.some((signal) => signal === undefined || signal.isMet)) return undefined;
  return `It needs ${signals.map((signal) => signal?.needs).join(", or ")}.`;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

function configFacts(plugin: string, { loaded, plugins, checks: { secrets } }: AvailabilityFacts): ConfigFacts {
  const isOwn = ({ decision: { candidate, enabled } }: AvailabilityFacts["plugins"][number]) =>
    enabled && foldId(candidate.id) === foldId(plugin);
  const own = plugins.find(isOwn)?.config?.written ?? {};
  const { plugins: section } = loaded.config;
  const config = {
    ...loaded.sections,
    plugins: { ...section, entries: { ...section?.entries, [plugin]: { ...section?.entries?.[plugin], config: own } } },
  };
  return { config, own, ownPath: `plugins.entries.${plugin}.config`, secrets };
}

function readEnvironment(signal: JsonValue, { env }: SecretSources): Signal | undefined {
  const isSet = (name: string) => readVariable(env, name) !== undefined;
  if (typeof signal === "string") return { isMet: isSet(signal), needs: `the environment variable ${signal}` };
  if (!isSchemaObject(signal)) return undefined;
  const all = wordsIn(signal["allOf"]);
  const any = wordsIn(signal["anyOf"]);
  if (all.length + any.length === 0) return undefined;
  const isMet = all.every(isSet) && (any.length === 0 || any.some(isSet));
  const wanted = [...all, ...(any.length === 0 ? [] : [any.join(" or ")])].join(" and ");
  return { isMet, needs: `the environment variable ${wanted}` };
}

/** Met where a plugin that may run provides what is named, and has its credentials, as far as its manifest tells. */
function readAuth(signal: JsonValue, { plugins, checks: { secrets } }: AvailabilityFacts): Signal | undefined {
  const provider = isSchemaObject(signal) ? signal["provider"] : signal;
  if (typeof provider !== "string") return undefined;
  const owners = plugins.flatMap(({ decision: { candidate, enabled }, config }) => {
    const credentials = enabled && candidate.manifest && credentialsOf(provider, candidate.manifest);
    return credentials ? [{ ...credentials, written: config?.written }] : [];
  });
  const isMet = owners.some(({ keys, variables, written }) => {
    if (keys.length + variables.length === 0) return true;
    const isSet = variables.some((name) => readVariable(secrets.env, name) !== undefined);
    return isSet || keys.some((key) => isThere(valueAt(written, key), secrets));
  });
  if (owners.length === 0) return { isMet, needs: `a plugin that provides "${provider}"` };
  const variables = [...new Set(owners.flatMap((owner) => owner.variables))];
  return { isMet, needs: `credentials of "${provider}"${variables.length > 0 ? ` (${variables.join(", ")})` : ""}` };
}

/** The config keys and environment variables that hold a provider's credentials; nothing where it is another's. */
function credentialsOf(
  provider: string,
  { provides, setup, ui }: PluginManifest,
): { readonly keys: readonly string[]; readonly variables: readonly string[] } | undefined {
  const described = Object.values(provides).flatMap((ids) =>
    Object.entries(ids).flatMap(([id, metadata]) => (id.toLowerCase() === provider.toLowerCase() ? [metadata] : [])),
  );
  if (described.length === 0) return undefined;
  const supplied = Object.keys(setup.env);
  const secret = supplied.filter((key) => ui[key]?.sensitive === true);
  const keys = secret.length > 0 ? secret : supplied;
  const ofProvider = described.flatMap((metadata) => wordsIn(Object(metadata["setup"])["env"]));
  return { keys, variables: [...ofProvider, ...keys.flatMap((key) => setup.env[key] ?? [])] };
}
