import type { ReadyCandidate } from "../catalog/candidate.js";
import type { LoadedConfig } from "../config/read.js";
import { joinPointer, readPointer, splitPointer, writePointer } from "../config/pointer.js";
import { writtenEntry } from "../policy/written-entry.js";
import { readVariable, type SecretRef, type SecretSources } from "./secret-ref.js";
import type { ConfigVerdict } from "./verdict.js";

/**
 * What is known of a plugin's config.
 *
 * - `valid` and `invalid`: it was held against the schema, now or earlier
 * - `unchecked`: nobody has, yet
 */
export interface ConfigCheck {
  readonly state: "valid" | "invalid" | "unchecked";
  /** As the operator wrote it, with what `setup.env` supplies put in as references. */
  readonly written: Readonly<Record<string, unknown>>;
  readonly verdict?: ConfigVerdict;
  /** Pointers of values that were secret references; never shown. */
  readonly hidden?: readonly string[];
}

const nothing: ConfigCheck["written"] = Object.freeze({});

/** The plugin's config as written, with references put in where `setup.env` names a variable that is set. */
export function writtenConfig(
  candidate: ReadyCandidate,
  { config }: LoadedConfig,
  { env }: Pick<SecretSources, "env">,
): Readonly<Record<string, unknown>> {
  const written = writtenEntry(config, candidate.id)?.entry.config ?? nothing;
  const suppliers = Object.entries(candidate.manifest.setup.env);
  if (suppliers.length === 0) return written;
  const supplied = suppliers.flatMap(([key, names]) => {
    const pointer = joinPointer("", ...key.split("."));
    const name = names.find((variable) => readVariable(env, variable) !== undefined);
    return name === undefined || !isFree(written, pointer) ? [] : [{ pointer, name }];
  });
  if (supplied.length === 0) return written;
  const whole = structuredClone(written);
  for (const { pointer, name } of supplied) writePointer(whole, pointer, { $env: name } satisfies SecretRef);
  return whole;
}

/** Whether the operator wrote nothing at a pointer, nor anything in its way. */
function isFree(written: Readonly<Record<string, unknown>>, pointer: string): boolean {
  const segments = splitPointer(pointer);
  const above = segments.map((_, index) => readPointer(written, joinPointer("", ...segments.slice(0, index))));
  const isOpen = above.every((value) => value === undefined || (typeof value === "object" && value !== null));
  return isOpen && readPointer(written, pointer) === undefined;
}

/** The config with the schema's defaults in place; secret references still stand. */
export function withDefaults(
  written: Readonly<Record<string, unknown>>,
  { defaults }: ConfigVerdict,
): Record<string, unknown> {
  const whole = structuredClone(written) as Record<string, unknown>;
  for (const { pointer, value } of defaults) writePointer(whole, pointer, structuredClone(value));
  return whole;
}

/** Freezes plain data through and through. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner as unknown);
  return Object.freeze(value);
}
