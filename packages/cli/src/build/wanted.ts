import { foldId } from "@mortise/core/catalog";
import { isJsonObject, type JsonObject } from "./json.js";
import type { BuildAnswer, SchemaKey, ToolSchema } from "./protocol.js";

/** The keys of a manifest up to the schemas, in the order of the manifest's reference. */
const keyOrder: readonly string[] = [
  "$schema",
  "id",
  "name",
  "description",
  "version",
  "icon",
  "categories",
  "locales",
  "engines",
  "provides",
  "configSchema",
  "userConfigSchema",
];

/** The manifest as it is to be with the plugin's schemas; one that the plugin does not have is left as it is. */
export function withSchemas(manifest: JsonObject, schemas: BuildAnswer["schemas"] = {}): JsonObject {
  const { configSchema, userConfigSchema } = schemas;
  const first = configSchema ? placed(manifest, "configSchema", configSchema) : manifest;
  return userConfigSchema ? placed(first, "userConfigSchema", userConfigSchema) : first;
}

/** The value of a key; where it is new, the key stands behind those that go before it. */
function placed(manifest: JsonObject, key: SchemaKey, value: unknown): JsonObject {
  if (Object.hasOwn(manifest, key)) return { ...manifest, [key]: value };
  const earlier = keyOrder.slice(0, keyOrder.indexOf(key));
  const entries = Object.entries(manifest);
  const last = entries.findLastIndex(([name]) => earlier.includes(name));
  return Object.fromEntries(entries.toSpliced(last + 1, 0, [key, value]));
}

/** The names of the tools that a manifest declares. */
export function declaredTools(manifest: JsonObject): readonly string[] {
  const { tools } = declared(manifest);
  if (Array.isArray(tools)) return tools.filter((name) => typeof name === "string");
  return isJsonObject(tools) ? Object.keys(tools) : [];
}

/** The names of the tools whose schemas a manifest carries. */
export function carriedTools(manifest: JsonObject): readonly string[] {
  const { tools } = declared(manifest);
  if (!isJsonObject(tools)) return [];
  return Object.keys(tools).filter((name) => {
    const metadata = tools[name];
    return isJsonObject(metadata) && ("description" in metadata || "parameters" in metadata);
  });
}

/** Whether there is a tool of a name; names that differ only in case are the same. */
export function hasTool(tools: Readonly<Record<string, ToolSchema>>, name: string): boolean {
  return Object.keys(tools).some((known) => foldId(known) === foldId(name));
}

/** The manifest as it is to be when it carries the schemas of tools; the rest of their metadata stays. */
export function withTools(
  manifest: JsonObject,
  names: readonly string[],
  tools: Readonly<Record<string, ToolSchema>>,
): JsonObject {
  const provides = declared(manifest);
  const byName = new Map(Object.entries(tools).map(([name, tool]) => [foldId(name), tool]));
  const metadataOf = (name: string) => (isJsonObject(provides.tools) ? provides.tools[name] : undefined) ?? {};
  const described = declaredTools(manifest).map((name) => {
    const tool = names.includes(name) ? byName.get(foldId(name)) : undefined;
    return [name, tool ? describedBy(metadataOf(name), tool) : metadataOf(name)] as const;
  });
  const isDescribed = names.some((name) => byName.has(foldId(name)));
  if (!isDescribed) return manifest;
  return { ...manifest, provides: { ...provides, tools: Object.fromEntries(described) } };
}

function describedBy(metadata: unknown, { description, parameters, optional }: ToolSchema): JsonObject {
  const { optional: _former, ...rest } = isJsonObject(metadata) ? metadata : {};
  return { ...rest, description, parameters, ...(optional && { optional }) };
}

function declared({ provides }: JsonObject): JsonObject {
  return isJsonObject(provides) ? provides : {};
}
