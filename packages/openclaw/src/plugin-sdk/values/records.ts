// What OpenClaw's SDK has for objects and booleans of unknown origin.
import { normalizeOptionalLowercaseString } from "./strings.js";

/** An object whose members are not known. */
export type UnknownRecord = Record<string, unknown>;

/** Whether the value is an object and no list. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or nothing where it is none or a list. */
export function asOptionalRecord(value: unknown): UnknownRecord | undefined {
  return isRecord(value) ? value : undefined;
}

/** The same with null for nothing. */
export function asNullableRecord(value: unknown): UnknownRecord | null {
  return asOptionalRecord(value) ?? null;
}

/** The same with an empty object for nothing. */
export function asNonArrayRecord(value: unknown): UnknownRecord {
  return asOptionalRecord(value) ?? {};
}

/** The object or list, or nothing. */
export function asOptionalObjectRecord(value: unknown): UnknownRecord | undefined {
  return typeof value === "object" && value !== null ? (value as UnknownRecord) : undefined;
}

/** The same with null for nothing. */
export function asNullableObjectRecord(value: unknown): UnknownRecord | null {
  return asOptionalObjectRecord(value) ?? null;
}

/** The same with an empty object for nothing. */
export function asRecord(value: unknown): UnknownRecord {
  return asOptionalObjectRecord(value) ?? {};
}

/** A member that is a text, or nothing. */
export function readStringField(record: UnknownRecord | null | undefined, key: string): string | undefined {
  const value = record?.[key];
  return typeof value === "string" ? value : undefined;
}

/** The members that are texts; nothing where there is none. */
export function filterStringRecord(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(asNonArrayRecord(value)).filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The boolean, or nothing. */
export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** What a boolean or a word like `yes` and `off` says, or nothing. */
export function parseBooleanValue(
  value: unknown,
  options: { truthy?: readonly string[]; falsy?: readonly string[] } = {},
): boolean | undefined {
  const word = normalizeOptionalLowercaseString(value);
  if (word === undefined) return asBoolean(value);
  if ((options.truthy ?? ["true", "1", "yes", "on"]).includes(word)) return true;
  return (options.falsy ?? ["false", "0", "no", "off"]).includes(word) ? false : undefined;
}

/** Whether a variable of the environment says yes. */
export function isTruthyEnvValue(value?: string): boolean {
  return parseBooleanValue(value) === true;
}

/**
 * The value, which must be there.
 *
 * @throws an `Error` that names what is missing
 */
export function expectDefined<Value>(value: Value | null | undefined, context: string): Value {
  if (value === undefined || value === null) throw new Error(`Expected ${context} to be there`);
  return value;
}
