import { isJsonObject, type JsonObject } from "./json.js";

/** Keywords whose members are named by the author, each with a schema. */
const namedSchemas: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);

/** Keywords that hold values and not schemas. */
const values: ReadonlySet<string> = new Set(["default", "const", "enum", "examples"]);

/**
 * A schema as plain JSON, as a manifest holds it: TypeBox keeps its own notes beside JSON Schema's keywords, named with a
 * tilde. Throws an `Error` that says what is wrong where the value is no JSON Schema.
 */
export function plainSchema(schema: unknown): JsonObject {
  const vendor = standardVendor(schema);
  if (vendor !== undefined)
    throw new Error(`it is a schema of ${vendor}, which has to be turned into JSON Schema first`);
  const plain: unknown = JSON.parse(JSON.stringify(schema) ?? "null");
  if (!isJsonObject(plain)) throw new Error(`it is ${Array.isArray(plain) ? "a list" : `of type ${typeof schema}`}`);
  return withoutNotes(plain);
}

/** Other libraries' schemas are objects as well, and would be written as nonsense. */
function standardVendor(schema: unknown): string | undefined {
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return undefined;
  if ("~kind" in schema || !("~standard" in schema)) return undefined;
  const { vendor } = Object(schema["~standard"]) as { vendor?: unknown };
  return typeof vendor === "string" ? vendor : "another library";
}

function withoutNotes(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => !keyword.startsWith("~"));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, plainKeyword(keyword, value)]));
}

function plainKeyword(keyword: string, value: unknown): unknown {
  if (values.has(keyword)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => (isJsonObject(each) ? withoutNotes(each) : each));
  if (!isJsonObject(value)) return value;
  if (!namedSchemas.has(keyword)) return withoutNotes(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isJsonObject(each) ? withoutNotes(each) : each]),
  );
}
