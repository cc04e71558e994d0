import { command, tool, type Contract } from "@mortise/sdk";
import { unavailableTools } from "../tools/availability.js";
import { metadataOf } from "./metadata.js";
import type { ServingHost } from "../serving.js";

/** Something that a plugin brings, as it is told to callers; the members that are not known are absent. */
export interface Listed {
  readonly name: string;
  readonly plugin: string;
  readonly [member: string]: unknown;
}

/**
 * Every tool with its description and the schema of its arguments. Owners are loaded only where their manifest does not
 * say both. What a factory makes is not known before a turn, so of it there is the name, and what the manifest says. One
 * that models are not offered now has the reason as `unavailable`, and nothing is loaded for it.
 */
export async function listTools(host: ServingHost): Promise<readonly Listed[]> {
  const reasons = new Map(unavailableTools(host).map(({ name, reason }) => [name, reason]));
  const listed = await list(tool, ["description", "parameters"], ["optional"], host, (name) => !reasons.has(name));
  return listed.map((each) => {
    const unavailable = reasons.get(each.name);
    return unavailable === undefined ? each : { ...each, unavailable };
  });
}

/** Every chat command with its description; owners are loaded only where their manifest does not say it. */
export function listCommands(host: ServingHost): Promise<readonly Listed[]> {
  return list(command, ["description"], ["aliases", "pattern", "parameters"], host);
}

async function list(
  contract: Contract,
  needed: readonly string[],
  further: readonly string[],
  host: ServingHost,
  isWorthLoading: (id: string) => boolean = () => true,
): Promise<readonly Listed[]> {
  const known = (id: string, plugin: string): Readonly<Record<string, unknown>> => {
    const found = host.registry.get(contract, id);
    const registered = found?.status === "active" ? (found.value as Readonly<Record<string, unknown>>) : {};
    return { ...metadataOf(contract, id, plugin, host), ...registered };
  };
  const mute = host.registry.list(contract).filter(({ id, plugin, status }) => {
    const says = known(id, plugin);
    return status === "declared" && isWorthLoading(id) && needed.some((member) => says[member] === undefined);
  });
  if (mute.length > 0) await host.load([...new Set(mute.map(({ plugin }) => plugin))]);
  return host.registry.list(contract).map(({ id, plugin }) => {
    const says = known(id, plugin);
    const told = [...needed, ...further].filter((member) => says[member] !== undefined);
    return { name: id, plugin, ...Object.fromEntries(told.map((member) => [member, says[member]])) };
  });
}
