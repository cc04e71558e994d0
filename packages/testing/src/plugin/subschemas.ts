import { joinPointer } from "@mortise/core";

/** A schema inside a schema. */
export interface Subschema {
  /** JSON Pointer from where the whole stands. */
  readonly pointer: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Keywords whose members are named by the author, each with a schema. */
const named = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
/** Keywords that hold one schema, or a list of them. */
const direct = (
  "allOf anyOf oneOf prefixItems items additionalItems contains unevaluatedItems additionalProperties " +
  "unevaluatedProperties propertyNames not if then else"
).split(" ");

/** A schema and every schema inside it. */
export function subschemas(schema: unknown, pointer = ""): readonly Subschema[] {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return [];
  const members = schema as Readonly<Record<string, unknown>>;
  const inNamed = named.flatMap((keyword) =>
    Object.entries(Object(members[keyword]) as object).flatMap(([name, each]) =>
      subschemas(each, joinPointer(joinPointer(pointer, keyword), name)),
    ),
  );
  const inDirect = direct.flatMap((keyword) => {
    const value = members[keyword];
    const here = joinPointer(pointer, keyword);
    if (!Array.isArray(value)) return subschemas(value, here);
    return value.flatMap((each: unknown, index) => subschemas(each, joinPointer(here, index)));
  });
  return [{ pointer, schema: members }, ...inNamed, ...inDirect];
}
