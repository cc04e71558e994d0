import { tool, type Tool, type ToolDescription, type ToolFactory } from "@mortise/sdk";
import { metadataOf } from "../plugins/metadata.js";
import { unavailability } from "./availability.js";
import { isObject, isSchema } from "./shapes.js";
import type { ServingHost } from "../serving.js";

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
 * The tools of plugins that are of use now, in plugin order. A plugin is loaded for it only where its manifest does not
 * carry `description` and `parameters` of a tool; one that fails to load offers none.
 */
export async function toolEntries(host: ServingHost): Promise<readonly ToolEntry[]> {
  const owned = host.registry.list(tool).filter(({ id, plugin }) => unavailability(id, plugin, host) === undefined);
  const entries = await Promise.all(owned.map(({ id, plugin }) => toolEntry(id, plugin, host)));
  return entries.filter((entry) => entry !== undefined);
}

async function toolEntry(name: string, plugin: string, host: ServingHost): Promise<ToolEntry | undefined> {
  const found = host.registry.get(tool, name);
  if (found?.status === "active") return ofValue(name, found.plugin, found.value);
  const { description, parameters, optional } = metadataOf(tool, name, plugin, host);
  if (typeof description === "string" && isSchema(parameters)) {
    return { name, plugin, isOptional: optional === true, description: { name, description, parameters } };
  }
  const resolved = await host.resolve(tool, name);
  return resolved && ofValue(name, resolved.plugin, resolved.value);
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
