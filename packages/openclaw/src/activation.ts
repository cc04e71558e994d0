import type { PluginManifest } from "@mortise/core/catalog";
import type { Fields } from "./fields/known.js";
import type { Subject } from "./subject.js";

/**
 * When the manifest asks to be loaded, and what turns the plugin on. OpenClaw calls commands of a chat and of the command
 * line by one word. Channels are triggers where the host has no contract for them.
 */
export function readActivation(
  { source }: Subject,
  { activation = {}, channels, commandAliases = [], autoEnableWhenConfiguredProviders }: Fields,
): PluginManifest["activation"] {
  const { byKey } = source.vocabulary;
  const { onCommands = [] } = activation;
  const names = commandAliases.flatMap(({ name }) => name ?? []);
  const lines = commandAliases.flatMap(({ name, kind, cliCommand }) => [
    ...(name === undefined || kind === "runtime-slash" ? [] : [name]),
    ...(cliCommand === undefined ? [] : [cliCommand]),
  ]);
  const harnesses = triggersOf("agent-harness", activation.onAgentHarnesses);
  const triggers = [
    ...triggersOf("provider", activation.onProviders),
    ...triggersOf("command", [...onCommands, ...names, ...lines]),
    ...(byKey.has("cli") ? triggersOf("cli", [...onCommands, ...lines]) : []),
    ...triggersOf("channel", activation.onChannels),
    ...triggersOf("route", activation.onRoutes),
    ...triggersOf("config", activation.onConfigPaths),
    ...triggersOf("capability", activation.onCapabilities),
    ...harnesses,
    ...(byKey.has("channel") ? [] : triggersOf("channel", channels)),
  ];
  return {
    onStartup: activation.onStartup ?? false,
    on: [...new Set(triggers)],
    // Config that chooses a harness names what the plugin brings, which no other field declares.
    enabledBy: [...new Set([...triggersOf("provider", autoEnableWhenConfiguredProviders), ...harnesses])],
  };
}

function triggersOf(kind: string, names: readonly string[] = []): readonly string[] {
  return names.map((name) => `${kind}:${name}`);
}
