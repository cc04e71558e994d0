import type { JsonValue } from "@mortise/sdk";
import { isMembers } from "./reading.js";

/**
 * The part of a value that JSON can carry, as a fresh copy: functions, symbols and what is keyed by them are left out, as
 * schemas of TypeBox bring them, and an object within itself. Nothing where nothing is left.
 */
export function plainJson(value: unknown, above: readonly unknown[] = []): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== "object" || above.includes(value)) return undefined;
  const within = [...above, value];
  if (Array.isArray(value)) return value.map((each) => plainJson(each, within) ?? null);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const members = Object.entries(value).flatMap(([key, each]) => {
    const plain = plainJson(each, within);
    return plain === undefined ? [] : [[key, plain] as const];
  });
  return Object.fromEntries(members);
}

/** A JSON Schema of an object, as a plugin wrote it; any object where it wrote none. */
export function plainSchema(written: unknown): { readonly [key: string]: JsonValue } {
  const schema = plainJson(written);
  if (!isMembers(schema)) return { type: "object", properties: {} };
  return schema;
}
