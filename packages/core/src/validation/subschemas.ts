import { joinPointer } from "../config/pointer.js";

/** A schema that is an object, as it is rewritten. */
export type SchemaObject = Record<string, unknown>;

/** Whether a value is an object, and so may be a schema that says something. */
export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** These hold schemas by names of the author's choosing. */
const maps: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
  "dependencies",
]);

/** These hold values, not schemas. */
const literals: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

/** A schema within another, and where it stands in it, in segments. */
type Child = readonly [path: readonly string[], child: SchemaObject];

function childSchemas(schema: SchemaObject): readonly Child[] {
  return Object.entries(schema).flatMap(([key, value]): readonly Child[] => {
    if (literals.has(key)) return [];
    if (isSchemaObject(value) && !maps.has(key)) return [[[key], value]];
    if (!isSchemaObject(value) && !Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([name, inner]: [string, unknown]): readonly Child[] =>
      isSchemaObject(inner) ? [[[key, name], inner]] : [],
    );
  });
}

/** Says where each schema within a schema stands, the outer ones first. */
export function visitSchemas(
  schema: SchemaObject,
  visit: (schema: SchemaObject, pointer: string) => void,
  pointer = "",
): void {
  visit(schema, pointer);
  for (const [path, child] of childSchemas(schema)) visitSchemas(child, visit, joinPointer(pointer, ...path));
}

/**
 * A copy with every schema within it changed, the inner ones first.
 *
 * @param change gets a schema whose inner ones are changed already, and as it was before
 */
export function mapSchemas(
  schema: SchemaObject,
  change: (schema: SchemaObject, original: SchemaObject) => SchemaObject,
): SchemaObject {
  const inner = (value: unknown): unknown => (isSchemaObject(value) ? mapSchemas(value, change) : value);
  const copy = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (literals.has(key)) return [key, structuredClone(value)];
    if (Array.isArray(value)) return [key, value.map(inner)];
    if (!isSchemaObject(value) || !maps.has(key)) return [key, inner(value)];
    return [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inner(each)]))];
  });
  return change(Object.fromEntries(copy), schema);
}
