import { readPointer } from "../config/pointer.js";

/** A schema that is an object, and so says something. */
export type SchemaObject = Record<string, unknown>;

/** Whether a value is an object, and no array. */
export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schemas and all others that are about the same value: what they refer to, and what they are put together from. */
export function inPlace(schemas: Iterable<SchemaObject>, root: SchemaObject): readonly SchemaObject[] {
  const found = new Set(schemas);
  for (const part of found) {
    const { allOf, anyOf, oneOf, then, else: otherwise, dependentSchemas, dependencies } = part;
    const conditional = [dependentSchemas, dependencies].flatMap((map) => (isObject(map) ? Object.values(map) : []));
    for (const other of [refTarget(part, root), allOf, anyOf, oneOf, then, otherwise, conditional].flat())
      if (isObject(other)) found.add(other);
  }
  return [...found];
}

/** What a schema's `$ref` leads to; nothing where that is not within `root`. */
export function refTarget({ $ref }: SchemaObject, root: SchemaObject): unknown {
  if (typeof $ref !== "string" || !/^#(?:\/|$)/.test($ref)) return undefined;
  try {
    return readPointer(root, decodeURIComponent($ref.slice(1)));
  } catch {
    // It is no URI.
    return undefined;
  }
}

/** Schemas of the members that a schema names, by name. */
export function namedMembers({ properties }: SchemaObject): readonly (readonly [name: string, member: unknown])[] {
  return isObject(properties) ? Object.entries(properties) : [];
}

/** Schemas of what a schema does not name one by one: elements, and members of any name or of one that a pattern has. */
export function otherMembers(schema: SchemaObject): readonly unknown[] {
  const { patternProperties, additionalProperties, unevaluatedProperties } = schema;
  const patterns = isObject(patternProperties) ? Object.values(patternProperties) : [];
  return [...patterns, additionalProperties, unevaluatedProperties, ...elements(schema)];
}

/** Schemas of a list's elements. */
export function elements({ items, prefixItems }: SchemaObject): readonly unknown[] {
  return [items, prefixItems].flat();
}
