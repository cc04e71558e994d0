import { baseIdOf } from "./settings.js";
import type { ApiMember } from "./member.js";
import { resolveTheirPath } from "./folders.js";
import type { PluginScope } from "./scope.js";
import { createRuntime } from "./runtime/runtime.js";

function fact(name: string, make: (scope: PluginScope) => unknown, note?: string): ApiMember {
  return {
    name,
    support: note === undefined ? "full" : "partial",
    counterpart: name,
    ...(note !== undefined && { note }),
    make,
  };
}

/** What a plugin reads off `api` about itself and its surroundings. */
export const identityMembers: readonly ApiMember[] = [
  fact("id", ({ plugin }) => plugin.id),
  fact("name", ({ plugin, definition }) => plugin.manifest.name ?? definition.name ?? baseIdOf(plugin.id)),
  fact("version", ({ plugin, definition }) => plugin.manifest.version ?? definition.version),
  fact("description", ({ plugin, definition }) => plugin.manifest.description ?? definition.description),
  fact("source", ({ plugin }) => plugin.entry?.file ?? plugin.root),
  fact("runtimeSource", ({ plugin }) => plugin.entry?.file ?? plugin.root),
  fact("rootDir", ({ plugin }) => plugin.root),
  fact("registrationMode", () => "full", "Always full: register is called once for each load."),
  fact(
    "config",
    ({ settings }) => settings.current(),
    "The plugin's own part, `plugins.entries.<id>`, and its own channels'; a copy.",
  ),
  fact("pluginConfig", ({ settings }) => settings.own()),
  fact("logger", ({ logger }) => logger),
  fact("runtime", createRuntime, "What there is of it stands in the table of the runtime."),
  fact(
    "resolvePath",
    ({ plugin }) =>
      (path: unknown) =>
        resolveTheirPath(String(path), plugin.root),
  ),
];
