import { tool, type ToolCall, type ToolDescription, type ToolResult, type ToolScope } from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { callTool, failed, type ReadyTool } from "./call.js";
import { isTool, toolEntries, type ToolEntry } from "./entries.js";
import { isObject } from "./shapes.js";

/** Which tools of plugins a turn is to have. */
export interface ToolWishes {
  /** `provider/model` of the turn. */
  readonly model: string;
  /** Optional tools that are asked for by name. */
  readonly named: ReadonlySet<string>;
  /** Names that the caller declared as tools of its own; they go before those of plugins. */
  readonly taken: ReadonlySet<string>;
  /** The only ones, where a plugin limits them. */
  readonly allowed?: readonly string[];
}

/** The tools of plugins in one turn. */
export interface Toolbox {
  readonly descriptions: readonly ToolDescription[];
  has(name: string): boolean;
  /** Runs a call and gives what the model is told. */
  run(call: ToolCall): Promise<ToolResult>;
}

/** A turn without tools of plugins. */
export const emptyToolbox: Toolbox = {
  descriptions: [],
  has: () => false,
  run: ({ name }) => Promise.resolve(failed(`There is no tool ${name}.`)),
};

/** Opens the tools of plugins for a turn; those of factories are made for it, once. */
export async function openToolbox(wishes: ToolWishes, exchange: Exchange, serving: Serving): Promise<Toolbox> {
  const scope: ToolScope = { ...exchange.scope, model: wishes.model };
  const made = new Map<string, Promise<ReadyTool | undefined>>();
  const ready = (name: string) => {
    const known = made.get(name) ?? readyTool(name, scope, exchange, serving);
    made.set(name, known);
    return known;
  };
  const entries = (await toolEntries(serving.host)).filter((entry) => isWanted(entry, wishes));
  const described = await Promise.all(
    entries.map(async ({ name, description }) => description ?? describe(name, await ready(name))),
  );
  const descriptions = described.filter((description) => description !== undefined);
  const names = new Set(descriptions.map(({ name }) => name));
  return {
    descriptions,
    has: (name) => names.has(name),
    async run(call) {
      const found = await ready(call.name);
      return found ? callTool(found, call, exchange, serving) : failed(`The tool ${call.name} cannot be used now.`);
    },
  };
}

function isWanted({ name, isOptional }: ToolEntry, { named, taken, allowed }: ToolWishes): boolean {
  if (taken.has(name) || (allowed && !allowed.includes(name))) return false;
  return !isOptional || named.has(name);
}

/** The tool itself, or what its factory makes for this turn; nothing where it makes none, or fails. */
async function readyTool(
  name: string,
  scope: ToolScope,
  { requestId, signal }: Exchange,
  { host, log }: Serving,
): Promise<ReadyTool | undefined> {
  const found = await host.resolve(tool, name);
  if (!found) return undefined;
  const { value } = found;
  if (isTool(value)) return { ...found, value };
  try {
    const made: unknown = await host.call(found, "create", scope, { requestId, signal });
    if (made === undefined || made === null) return undefined;
    if (isTool(made) && typeof made.description === "string" && isObject(made.parameters))
      return { ...found, value: made };
    throw new TypeError("its factory gave something that is no tool");
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The tool "${name}" of ${found.plugin} is not offered: ${reason}`;
    log({ level: "warn", message: host.controlPlane.checks.redactor.text(message), fields: { requestId } });
    return undefined;
  }
}

function describe(name: string, found: ReadyTool | undefined): ToolDescription | undefined {
  return found && { name, description: found.value.description, parameters: found.value.parameters };
}
