import { readPointer } from "../config/pointer.js";
import { isSchemaObject, type SchemaObject } from "./subschemas.js";

/** The annotation of a property that says how it is shown to people. */
export const uiKeyword = "x-ui";

const members = ["label", "help", "placeholder", "sensitive", "advanced", "group", "order", "tags"] as const;

/**
 * Puts hints where the properties are that they are about, into the schema itself: all of a hint under `x-ui`, and what
 * editors show as `title` and `description` where the schema has none.
 *
 * @param hints by dotted path; `*` stands for any segment
 */
export function annotateUi(schema: SchemaObject, hints: Readonly<Record<string, unknown>>): SchemaObject {
  for (const [path, hint] of Object.entries(hints)) {
    if (!isSchemaObject(hint)) continue;
    const shown = Object.fromEntries(members.flatMap((name) => (hint[name] === undefined ? [] : [[name, hint[name]]])));
    const { label, help } = shown;
    for (const property of propertiesAt(schema, path.replaceAll("[]", ".*").split("."), schema)) {
      property[uiKeyword] = shown;
      if (label !== undefined) property["title"] ??= label;
      if (help !== undefined) property["description"] ??= help;
    }
  }
  return schema;
}

function propertiesAt(
  schema: SchemaObject,
  [segment, ...rest]: readonly string[],
  root: SchemaObject,
): readonly SchemaObject[] {
  if (segment === undefined) return [schema];
  const found = inPlace(schema, root).flatMap((part) => membersOf(part, segment));
  return [...new Set(found)].flatMap((member) => propertiesAt(member, rest, root));
}

/** The schema and all others that are about the same value. */
function inPlace(schema: SchemaObject, root: SchemaObject): readonly SchemaObject[] {
  const found = new Set([schema]);
  for (const part of found) {
    const { $ref, allOf, anyOf, oneOf, then, else: otherwise } = part;
    const target =
      typeof $ref === "string" && /^#(?:\/|$)/.test($ref) ? readPointer(root, decodeURI($ref.slice(1))) : undefined;
    for (const other of [target, allOf, anyOf, oneOf, then, otherwise].flat())
      if (isSchemaObject(other)) found.add(other);
  }
  return [...found];
}

function membersOf(schema: SchemaObject, segment: string): readonly SchemaObject[] {
  const { properties, patternProperties, additionalProperties, items } = schema;
  const named = isSchemaObject(properties) ? properties : {};
  const own = segment === "*" ? Object.values(named) : Object.hasOwn(named, segment) ? [named[segment]] : [];
  const patterns = isSchemaObject(patternProperties) ? Object.values(patternProperties) : [];
  const others = segment === "*" ? [...patterns, additionalProperties, items] : [];
  return [...own, ...others].filter(isSchemaObject);
}
