import type { PluginManifest } from "@mortise/core/catalog";
import type { Fields } from "./fields/known.js";

/** When the manifest asks to be loaded; the channels and command names it owns count as triggers too. */
export function readActivation({
  activation = {},
  channels,
  commandAliases = [],
}: Fields): PluginManifest["activation"] {
  const names = commandAliases.flatMap(({ name, cliCommand }) => [name, cliCommand]);
  const triggers = [
    ...triggersOf("provider", activation.onProviders),
    ...triggersOf("command", activation.onCommands),
    ...triggersOf("channel", activation.onChannels),
    ...triggersOf("route", activation.onRoutes),
    ...triggersOf("config", activation.onConfigPaths),
    ...triggersOf("capability", activation.onCapabilities),
    ...triggersOf("agent-harness", activation.onAgentHarnesses),
    ...triggersOf("channel", channels),
    ...triggersOf(
      "command",
      names.filter((name) => name !== undefined),
    ),
  ];
  return { onStartup: activation.onStartup ?? false, on: [...new Set(triggers)], enabledBy: [] };
}

function triggersOf(kind: string, names: readonly string[] = []): readonly string[] {
  return names.map((name) => `${kind}:${name}`);
}
