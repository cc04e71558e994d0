import { isSchemaObject, type SchemaObject } from "./subschemas.js";

/**
 * The schema without asking for keys that the host fills in: those with a default, and those that environment variables
 * may supply. What the config file says is to be held against it, not what the plugin is given.
 *
 * @param supplied config keys (dotted) for which there are variables
 */
export function withoutSupplied(schema: SchemaObject, supplied: readonly string[], path = ""): SchemaObject {
  const { properties, required } = schema;
  if (!isSchemaObject(properties)) return schema;
  const pathOf = (key: string) => (path === "" ? key : `${path}.${key}`);
  const relaxed = Object.entries(properties).map(([key, inner]): [string, unknown] => [
    key,
    isSchemaObject(inner) ? withoutSupplied(inner, supplied, pathOf(key)) : inner,
  ]);
  const isSupplied = (key: string) =>
    supplied.some((each) => each === pathOf(key) || each.startsWith(`${pathOf(key)}.`));
  const hasDefault = (key: string) => Object.hasOwn(Object(Reflect.get(properties, key)), "default");
  return {
    ...schema,
    properties: Object.fromEntries(relaxed),
    ...(Array.isArray(required) && { required: required.filter((key) => !isSupplied(key) && !hasDefault(key)) }),
  };
}
