// What OpenClaw's SDK has for the entry of a plugin.
import { textResult } from "../tools/results.js";
import type { UnknownRecord } from "../values/records.js";
import { buildJsonPluginConfigSchema, emptyChannelConfigSchema, emptyPluginConfigSchema } from "./config-schemas.js";
import {
  registerChannelIn,
  withLazySchema,
  type ChannelCallbacks,
  type EntryApi,
  type EntryIdentity,
} from "./registration.js";

interface PluginEntry extends EntryIdentity {
  register(api: EntryApi): unknown;
}

/** The entry of a plugin that is no channel, as the module's default export. All members are kept. */
export function definePluginEntry<Entry extends PluginEntry>(entry: Entry): Entry {
  const { configSchema = emptyPluginConfigSchema, ...rest } = entry;
  return withLazySchema({ ...rest }, configSchema) as Entry;
}

/** The entry of a channel's plugin, as the module's default export. */
export function defineChannelPluginEntry(of: EntryIdentity & ChannelCallbacks & { readonly plugin: unknown }): object {
  const { id, name, description, plugin, setRuntime, configSchema = emptyChannelConfigSchema } = of;
  const entry = {
    id,
    name,
    description,
    register: (api: EntryApi) => registerChannelIn(api, of, () => plugin),
    channelPlugin: plugin,
    ...(setRuntime && { setChannelRuntime: setRuntime }),
  };
  return withLazySchema(entry, configSchema);
}

/** The entry that OpenClaw loads while a channel is not set up. */
export function defineSetupPluginEntry<Plugin>(plugin: Plugin): { plugin: Plugin } {
  return { plugin };
}

interface PluginTool {
  readonly name: string;
  readonly label?: string;
  readonly description: string;
  readonly parameters: unknown;
  readonly outputSchema?: unknown;
  readonly optional?: boolean;
  readonly execute?: (params: unknown, config: UnknownRecord, context: object) => unknown;
  readonly factory?: (of: { api: EntryApi; config: UnknownRecord; toolContext: unknown }) => unknown;
}

interface ToolPlugin extends EntryIdentity {
  readonly configSchema?: UnknownRecord;
  readonly activation?: object;
  readonly tools: (tool: <Tool extends PluginTool>(definition: Tool) => Tool) => readonly PluginTool[];
}

/** Where OpenClaw's tools find what a tool plugin declares. */
export const toolPluginMetadataSymbol: unique symbol = Symbol.for("openclaw.plugin-sdk.tool-plugin.metadata") as never;

/** The entry of a plugin that has tools and nothing else. What a tool returns becomes a text for the model. */
export function defineToolPlugin(of: ToolPlugin): object {
  const schema = buildJsonPluginConfigSchema(
    of.configSchema ?? { type: "object", additionalProperties: false, properties: {} },
  );
  const tools = [...of.tools((definition) => definition)];
  const entry = definePluginEntry({
    id: of.id,
    name: of.name,
    description: of.description,
    configSchema: schema,
    register: (api: EntryApi) => {
      for (const tool of tools) registerTool(api, tool);
    },
  });
  const { id, name, description, activation = { onStartup: true } } = of;
  const declared = tools.map(({ execute: _execute, factory: _factory, ...rest }) => rest);
  const metadata = { id, name, description, activation, configSchema: schema.jsonSchema, tools: declared };
  return Object.defineProperty(entry, toolPluginMetadataSymbol, { value: metadata });
}

/** What a tool plugin declares, or nothing where the entry is of another kind. */
export function getToolPluginMetadata(entry: unknown): unknown {
  return typeof entry === "object" && entry !== null ? Reflect.get(entry, toolPluginMetadataSymbol) : undefined;
}

function registerTool(api: EntryApi, tool: PluginTool): void {
  const { name, label = name, description, parameters, outputSchema, optional, execute, factory } = tool;
  const config = api.pluginConfig ?? {};
  const options = { name, ...(optional === true && { optional }) };
  if (factory) return api.registerTool((toolContext: unknown) => factory({ api, config, toolContext }), options);
  if (!execute) throw new TypeError(`The tool ${name} has neither execute nor factory`);
  const shown = { name, label, description, parameters, ...(outputSchema !== undefined && { outputSchema }) };
  const run = async (toolCallId: string, params: unknown, signal?: AbortSignal, onUpdate?: unknown) => {
    return asResult(await execute(params, config, { api, toolCallId, signal, onUpdate }));
  };
  api.registerTool({ ...shown, execute: run }, options);
}

function asResult(value: unknown): unknown {
  return textResult(typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "null"), value);
}
