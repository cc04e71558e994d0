import { command, type Command } from "@mortise/sdk";
import type { ServingHost } from "../serving.js";

/** A chat command, as far as it is known without loading its plugin. */
export interface CommandEntry {
  readonly name: string;
  readonly plugin: string;
  readonly description?: string;
  readonly aliases: readonly string[];
  readonly pattern?: string;
}

/** The chat commands of plugins, in plugin order: as registered, and before that as manifests describe them. */
export function commandEntries({ registry, controlPlane }: ServingHost): readonly CommandEntry[] {
  return registry.list(command).map(({ id: name, plugin }) => {
    const found = registry.get(command, name);
    const owner = controlPlane.order.find(({ id }) => id === plugin);
    const said: Partial<Record<keyof Command, unknown>> =
      found?.status === "active" ? found.value : (owner?.manifest.provides[command.key]?.[name] ?? {});
    const { description, aliases, pattern } = said;
    return {
      name,
      plugin,
      ...(typeof description === "string" && { description }),
      aliases: Array.isArray(aliases) ? aliases.filter((alias) => typeof alias === "string") : [],
      ...(typeof pattern === "string" && pattern !== "" && { pattern }),
    };
  });
}
