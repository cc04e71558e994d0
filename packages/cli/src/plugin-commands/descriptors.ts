import { cliCommand } from "@mortise/sdk";
import {
  foldId,
  isReady,
  providedIds,
  reasonTextOf,
  type Decision,
  type DecisionReason,
  type PluginManifest,
} from "@mortise/core/catalog";
import type { Host } from "@mortise/core";
import { isCoreCommand } from "../core-commands.js";
import { cliKey } from "./reserved.js";

/** A command that a plugin brings, as its manifest describes it. */
export interface PluginCommand {
  readonly name: string;
  readonly plugin: string;
  /** Empty where the manifest gives none. */
  readonly description: string;
  /** For example `clock [time zone]`. */
  readonly usage?: string;
  readonly hasSubcommands: boolean;
  /** Why it cannot be called; absent: it can. */
  readonly obstacle?: { readonly reason: DecisionReason; readonly reasonText: string };
}

/**
 * Every command of a plugin: those that can be called, one for each name, and those of plugins that may not run. Loads
 * nothing.
 */
export function pluginCommands({
  controlPlane,
  registry,
}: Pick<Host, "controlPlane" | "registry">): readonly PluginCommand[] {
  const manifests = new Map(controlPlane.order.map(({ id, manifest }) => [foldId(id), manifest]));
  const callable = registry.list(cliCommand).flatMap(({ id, plugin }) => {
    const manifest = manifests.get(foldId(plugin));
    return manifest === undefined || isCoreCommand(id) ? [] : [describe(id, plugin, manifest)];
  });
  const taken = new Set(callable.map(({ name }) => name));
  const others = controlPlane.plugins
    .flatMap(({ decision }) => notCallable(decision))
    .filter(({ name }) => !taken.has(name) && !isCoreCommand(name));
  return [...callable, ...others].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function notCallable(decision: Decision): readonly PluginCommand[] {
  const { candidate, enabled, reason } = decision;
  // Another plugin has its id, and that one's commands are listed.
  if (enabled || reason === "shadowed" || !isReady(candidate)) return [];
  const { id, manifest } = candidate;
  const obstacle = { reason, reasonText: reasonTextOf(decision) };
  return providedIds(manifest, cliKey).map((name) => ({ ...describe(name, id, manifest), obstacle }));
}

function describe(name: string, plugin: string, { provides }: PluginManifest): PluginCommand {
  const { description, usage, hasSubcommands } = provides[cliKey]?.[name] ?? {};
  return {
    name,
    plugin,
    description: typeof description === "string" ? description : "",
    ...(typeof usage === "string" && { usage }),
    hasSubcommands: hasSubcommands === true,
  };
}
