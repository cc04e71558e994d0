import type { JsonSchema } from "../catalog/manifest.js";
import { readPointer } from "../config/pointer.js";
import { secretRefSchema } from "./secret-ref.js";

/** The keyword that reports where a secret reference stands; a no-op of a schema that lets one stand there. */
export const secretKeyword = "mortise-secret";

const childSchemas = ["additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems"] as const;
const childLists = ["prefixItems"] as const;
const childMaps = ["properties", "patternProperties"] as const;
const inPlaceLists = ["allOf", "anyOf", "oneOf"] as const;
const inPlaceSchemas = ["then", "else"] as const;
const inPlaceMaps = ["$defs", "definitions", "dependentSchemas"] as const;
const structural = ["properties", "patternProperties", "additionalProperties", "required", "items", "prefixItems"] as const;

type Schema = Record<string, unknown>;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The schema with a secret reference let in wherever it admits a string. `if`/`else` and not `anyOf`, because Ajv fills
 * in no defaults below `anyOf`.
 */
export function admitSecrets(schema: JsonSchema): JsonSchema {
  return inPlace(schema, schema);
}

/** A schema that describes a value of its own: a property, an element. */
function atChild(schema: unknown, root: JsonSchema): unknown {
  if (!isSchema(schema)) return schema === true ? orSecret({}, undefined) : schema;
  const inner = inPlace(schema, root);
  return admitsString(schema, root, new Set()) ? orSecret(inner, schema["default"]) : inner;
}

function orSecret(inner: Schema, fallback: unknown): Schema {
  const wrapped = { if: secretRefSchema, then: { [secretKeyword]: true }, else: inner };
  return fallback === undefined ? wrapped : { default: fallback, ...wrapped };
}

/** A schema that describes the same value as the schema it stands in. */
function inPlace(schema: JsonSchema, root: JsonSchema): Schema {
  const copy: Schema = { ...schema };
  const change = (keys: readonly string[], map: (value: unknown) => unknown) => {
    for (const key of keys) if (Object.hasOwn(copy, key)) copy[key] = map(copy[key]);
  };
  const child = (value: unknown) => atChild(value, root);
  const same = (value: unknown) => (isSchema(value) ? inPlace(value, root) : value);
  const list = (each: (value: unknown) => unknown) => (value: unknown) => (Array.isArray(value) ? value.map(each) : value);
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
