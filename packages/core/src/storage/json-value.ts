import { dottedPointer, joinPointer } from "../config/pointer.js";

/** The most that one value may be, in bytes of UTF-8 as JSON. */
export const mostValueBytes = 1024 * 1024;

/** Deeper values would end the stack of whoever reads them. */
const deepest = 500;

/** A value as JSON text. Throws a TypeError that says what JSON cannot carry and where, by a path from `value`. */
export function jsonText(value: unknown): string {
  refuseOthers(value, "", new Set());
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostValueBytes) throw new TypeError(`value is ${bytes} bytes long as JSON, more than ${mostValueBytes}`);
  return text;
}

/** `above` holds what `value` is in, from the outermost on. */
function refuseOthers(value: unknown, pointer: string, above: Set<object>): void {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  const found = typeof value === "object" ? problemOf(value, above) : scalarProblem(value);
  if (found !== undefined) throw new TypeError(`value${dottedPointer(pointer)} ${found}`);
  if (typeof value !== "object") return;
  above.add(value);
  // By index, because iterating in other ways passes over holes.
  const names = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const name of names) refuseOthers(value[name as keyof typeof value], joinPointer(pointer, name), above);
  above.delete(value);
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `is ${value}`;
  if (value === undefined) return "is undefined";
  return `is a ${typeof value}`;
}

function problemOf(value: object, above: ReadonlySet<object>): string | undefined {
  if (above.has(value)) return "leads back to what it is in";
  if (above.size === deepest) return `is nested deeper than ${deepest} levels`;
  if (Array.isArray(value)) return undefined;
  if (!isPlain(value)) return `is an instance of ${value.constructor?.name ?? "a class"}`;
  return Object.getOwnPropertySymbols(value).length > 0 ? "has a symbol for a key" : undefined;
}

/** Made by `{}`, in whichever realm, or without a prototype: anything else would come back as something else. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
