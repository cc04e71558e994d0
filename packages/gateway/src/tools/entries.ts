import { tool, type JsonValue, type Tool, type ToolDescription, type ToolFactory } from "@mortise/sdk";
import type { Host } from "@mortise/core";
import { isObject, isSchema } from "./shapes.js";

/** A tool of a plugin's, as far as it is known without making it for a turn. */
export interface ToolEntry {
  readonly name: string;
  readonly plugin: string;
  /** Offered only where it is asked for by name. */
  readonly isOptional: boolean;
  /** Absent: it differs from turn to turn. */
  readonly description?: ToolDescription;
}

/**
 * The tools of plugins, in plugin order. A plugin is loaded for it only where its manifest does not carry `description`
 * and `parameters` of a tool; one that fails to load offers none.
 */
export async function toolEntries(host: Host): Promise<readonly ToolEntry[]> {
  const entries = await Promise.all(host.registry.list(tool).map(({ id, plugin }) => toolEntry(id, plugin, host)));
  return entries.filter((entry) => entry !== undefined);
}

async function toolEntry(name: string, plugin: string, host: Host): Promise<ToolEntry | undefined> {
  const found = host.registry.get(tool, name);
  if (found?.status === "active") return ofValue(name, found.plugin, found.value);
  const metadata = declared(name, plugin, host);
  const { description, parameters, optional } = metadata;
  if (typeof description === "string" && isSchema(parameters)) {
    return { name, plugin, isOptional: optional === true, description: { name, description, parameters } };
  }
  const resolved = await host.resolve(tool, name);
  return resolved && ofValue(name, resolved.plugin, resolved.value);
}

function declared(name: string, plugin: string, { controlPlane }: Host): Readonly<Record<string, JsonValue>> {
  const owner = controlPlane.order.find(({ id }) => id === plugin);
  return owner?.manifest.provides[tool.key]?.[name] ?? {};
}

function ofValue(name: string, plugin: string, value: Tool | ToolFactory): ToolEntry {
  const isOptional = value.optional === true;
  if (!isTool(value)) return { name, plugin, isOptional };
  const { description, parameters } = value;
  return { name, plugin, isOptional, description: { name, description, parameters } };
}

/** Whether it is a tool itself, not what makes one for each turn. */
export function isTool(value: unknown): value is Tool {
  return isObject(value) && typeof value["execute"] === "function";
}
