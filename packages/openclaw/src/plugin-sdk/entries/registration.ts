// How entries of OpenClaw's are put together; the SDK's own functions use it.
import type { UnknownRecord } from "../values/records.js";

/** The `api` that `register` is given, as far as entries here use it. */
export interface EntryApi {
  readonly registrationMode?: string;
  readonly pluginConfig?: UnknownRecord;
  readonly runtime: unknown;
  registerChannel(registration: { plugin: unknown }): void;
  registerTool(tool: unknown, options?: object): void;
}

/** What registers a part of a plugin. */
export type Register = (api: EntryApi) => void;

/** What every entry says of its plugin. */
export interface EntryIdentity {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The schema, or what makes it when it is first asked for. */
  readonly configSchema?: unknown;
}

/** Adds a `configSchema` that is made when it is first read, once. */
export function withLazySchema<Entry extends object>(entry: Entry, schema: unknown): Entry {
  const make: unknown = schema;
  let made: { readonly value: unknown } | undefined;
  const get = (): unknown =>
    (made ??= { value: typeof make === "function" ? Reflect.apply(make, undefined, []) : make }).value;
  return Object.defineProperty(entry, "configSchema", { get, enumerable: true, configurable: true });
}

/** Which of a channel's callbacks there are. */
export interface ChannelCallbacks {
  readonly setRuntime?: ((runtime: unknown) => void) | undefined;
  readonly registerCliMetadata?: Register | undefined;
  readonly registerFull?: Register | undefined;
  readonly registerCapabilities?: Register | undefined;
}

/** Calls what a registration mode asks for; where none is told, all. */
export function registerChannelIn(api: EntryApi, callbacks: ChannelCallbacks, plugin: () => unknown): void {
  const { setRuntime, registerCliMetadata, registerFull, registerCapabilities } = callbacks;
  const mode = api.registrationMode ?? "full";
  if (mode !== "tool-discovery" && mode !== "cli-metadata") {
    api.registerChannel({ plugin: plugin() });
    setRuntime?.(api.runtime);
  }
  if (["cli-metadata", "discovery", "full"].includes(mode)) registerCliMetadata?.(api);
  if (mode === "tool-discovery" || mode === "full") registerFull?.(api);
  if (["discovery", "tool-discovery", "full"].includes(mode)) registerCapabilities?.(api);
}
