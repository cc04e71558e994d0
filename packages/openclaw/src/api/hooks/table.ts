import { leftOutHooks } from "@mortise/sdk";
import type { Compatibility } from "../compatibility.js";
import { lifeHooks } from "./life.js";
import type { HookMapping } from "./mapping.js";
import { messageHooks } from "./messages.js";
import { toolHooks } from "./tools.js";
import { modelCallHooks, turnHooks } from "./turns.js";

const mappings: readonly HookMapping[] = [...lifeHooks, ...messageHooks, ...turnHooks, ...modelCallHooks, ...toolHooks];

/** The hooks that are called here, by OpenClaw's name. */
export const hookMappings: ReadonlyMap<string, HookMapping> = new Map(
  mappings.map((mapping) => [mapping.name, mapping]),
);

/** Hooks of older and newer hosts that are not in the list of what the gateway leaves out. */
const elsewhere = [
  { name: "subagent_spawning", reason: "the gateway runs no sub-agents" },
  { name: "message_pre_auth", reason: "who may write over a channel is the channel's own business" },
];

/** Why the other hooks are never called, by OpenClaw's name. */
export const uncalledHooks: ReadonlyMap<string, string> = new Map(
  [...leftOutHooks, ...elsewhere].map(({ name, reason }) => [name, reason]),
);

/** The name under which a handler of a hook that is never called is kept; anybody who calls hooks of that name calls it. */
export function keptName(hook: string): string {
  return `openclaw:${hook.replaceAll(":", ".")}`;
}

/** What is called of OpenClaw's hooks, and what is not. */
export const hookTable: readonly Compatibility[] = [
  ...mappings.map(({ name, support, counterpart, note }) => ({
    name,
    support,
    ...(counterpart !== undefined && { counterpart }),
    ...(note !== undefined && { note }),
  })),
  ...[...uncalledHooks].map(([name, note]) => ({ name, support: "refused" as const, note })),
];
