import { inPlace, namedMembers, otherMembers } from "../catalog/schema-members.js";
import { segmentsOf } from "../catalog/schema-path.js";
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
    for (const property of propertiesAt(schema, segmentsOf(path), schema)) {
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
  const found = inPlace([schema], root).flatMap((part) => membersOf(part, segment));
  return [...new Set(found)].flatMap((member) => propertiesAt(member, rest, root));
}

function membersOf(schema: SchemaObject, segment: string): readonly SchemaObject[] {
  const named = namedMembers(schema).flatMap(([name, member]) => (segment === "*" || name === segment ? [member] : []));
  const others = segment === "*" ? otherMembers(schema) : [];
  return [...named, ...others].filter(isSchemaObject);
}
