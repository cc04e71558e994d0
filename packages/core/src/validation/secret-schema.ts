import type { JsonSchema } from "../catalog/manifest.js";
import { joinPointer, readPointer, splitPointer } from "../config/pointer.js";
import { secretIntentSchema, secretRefSchema } from "./secret-ref.js";

/** The keyword that reports where a secret reference stands; a no-op of a schema that lets one stand there. */
export const secretKeyword = "mortise-secret";

const childSchemas = [
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "additionalItems",
  "contains",
] as const;
const childLists = ["prefixItems"] as const;
const childMaps = ["properties", "patternProperties"] as const;
const inPlaceLists = ["allOf", "anyOf", "oneOf"] as const;
const inPlaceSchemas = ["then", "else"] as const;
const inPlaceMaps = ["$defs", "definitions", "dependentSchemas", "dependencies"] as const;
const structural = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "required",
  "items",
  "prefixItems",
] as const;

type Schema = Record<string, unknown>;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The schema with a secret reference let in wherever it admits a string. `if`/`else` and not `anyOf`, because Ajv fills
 * in no defaults below `anyOf`.
 */
export function admitSecrets(schema: JsonSchema): JsonSchema {
  const wrapped = new Set<unknown>();
  const admitting = inPlace(schema, { root: schema, wrapped });
  return withRefs(admitting, (ref) => refInto(schema, wrapped, ref)) as JsonSchema;
}

/** The author's whole schema, and the parts of it that were put into an `else`. */
interface Rewriting {
  readonly root: JsonSchema;
  readonly wrapped: Set<unknown>;
}

/** A schema that describes a value of its own: a property, an element. */
function atChild(schema: unknown, rewriting: Rewriting): unknown {
  if (!isSchema(schema)) return schema === true ? orSecret({}, undefined) : schema;
  const inner = inPlace(schema, rewriting);
  if (!admitsString(schema, rewriting.root, new Set())) return inner;
  rewriting.wrapped.add(schema);
  return orSecret(inner, schema["default"]);
}

/** What is meant as a reference must be one; everything else is the author's matter. */
function orSecret(inner: Schema, fallback: unknown): Schema {
  const then = { ...secretRefSchema, [secretKeyword]: true };
  const wrapped = { if: secretIntentSchema, then, else: inner };
  return fallback === undefined ? wrapped : { default: fallback, ...wrapped };
}

/** A schema that describes the same value as the schema it stands in. */
function inPlace(schema: JsonSchema, rewriting: Rewriting): Schema {
  const copy: Schema = { ...schema };
  const change = (keys: readonly string[], map: (value: unknown) => unknown) => {
    for (const key of keys) if (Object.hasOwn(copy, key)) copy[key] = map(copy[key]);
  };
  const child = (value: unknown) => atChild(value, rewriting);
  const same = (value: unknown) => (isSchema(value) ? inPlace(value, rewriting) : value);
  const list = (each: (value: unknown) => unknown) => (value: unknown) =>
    Array.isArray(value) ? value.map(each) : value;
  const map = (each: (value: unknown) => unknown) => (value: unknown) =>
    isSchema(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, each(inner)])) : value;
  // `additionalProperties: true` stays as it is: it says nothing about the values.
  change(childSchemas, (value) => (isSchema(value) ? child(value) : value));
  change(["items"], (value) => (Array.isArray(value) ? value.map(child) : isSchema(value) ? child(value) : value));
  change(childLists, list(child));
  change(childMaps, map(child));
  change(inPlaceLists, list(same));
  change(inPlaceSchemas, same);
  change(inPlaceMaps, map(same));
  return copy;
}

/** Whether some string could pass; a schema that is about objects or lists is not about strings. */
function admitsString(schema: unknown, root: JsonSchema, seen: Set<unknown>): boolean {
  if (!isSchema(schema)) return schema === true;
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (typeof schema["const"] !== "undefined") return typeof schema["const"] === "string";
  if (Array.isArray(schema["enum"])) return schema["enum"].some((value) => typeof value === "string");
  if (schema["type"] !== undefined) return [schema["type"]].flat().includes("string");
  if (typeof schema["$ref"] === "string") return admitsString(target(schema["$ref"], root), root, seen);
  const { allOf } = schema;
  if (Array.isArray(allOf) && !allOf.every((part) => admitsString(part, root, seen))) return false;
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return choices.some((part) => admitsString(part, root, seen));
  return !structural.some((key) => Object.hasOwn(schema, key));
}

function target(ref: string, root: JsonSchema): unknown {
  return ref.startsWith("#/") ? readPointer(root, decodeURIComponent(ref.slice(1))) : false;
}

/** A reference as it is written now that parts on its way were put into an `else`. */
function refInto(root: JsonSchema, wrapped: ReadonlySet<unknown>, ref: string): string {
  if (!ref.startsWith("#/")) return ref;
  const segments = splitPointer(decodeURIComponent(ref.slice(1)));
  let isChanged = false;
  const path = segments.flatMap((segment, index) => {
    const passed = readPointer(root, joinPointer("", ...segments.slice(0, index)));
    if (!wrapped.has(passed)) return [segment];
    isChanged = true;
    return ["else", segment];
  });
  return isChanged ? `#${encodeURI(joinPointer("", ...path))}` : ref;
}

/** These hold values, not schemas. */
const literals: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

function withRefs(schema: unknown, rewrite: (ref: string) => string): unknown {
  if (Array.isArray(schema)) return schema.map((part) => withRefs(part, rewrite));
  if (!isSchema(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "$ref" && typeof value === "string") return [key, rewrite(value)];
      return [key, literals.has(key) ? value : withRefs(value, rewrite)];
    }),
  );
}
