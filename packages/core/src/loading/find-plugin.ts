import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** A plugin as a module exports it, its types unknown. */
export interface LoadedPlugin {
  /** Absent where the module exports a bare function. */
  readonly id?: string;
  /** The schemas that the manifest's `configSchema` and `userConfigSchema` are written from; nobody has looked at them. */
  readonly config?: unknown;
  readonly userConfig?: unknown;
  readonly register: (api: unknown) => unknown;
  readonly onLoad?: (api: unknown) => unknown;
  readonly onUnload?: (api: unknown) => unknown;
  readonly onConfigUpdate?: (scope: string, config: unknown, version: number) => unknown;
}

/** More wrappings than this are no accident of a bundler. */
const mostWrappings = 4;

/**
 * The plugin of a module's namespace: its default export, unwrapped through `default` again, because CommonJS bundles
 * arrive wrapped twice. A bare function counts as `register`.
 */
export function findPlugin(namespace: unknown): LoadedPlugin | Diagnostic {
  let value = memberOf(namespace, "default") ?? memberOf(namespace, "module.exports");
  for (let depth = 0; depth < mostWrappings && value !== undefined; depth += 1) {
    const plugin = asPlugin(value);
    if (plugin) return plugin;
    value = memberOf(value, "default");
  }
  const named = Object.keys(Object(namespace)).find((key) => isPluginObject(memberOf(namespace, key)));
  return diagnose("LOAD_NO_PLUGIN", {
    named: named === undefined ? "" : `; the export named "${named}" looks like one`,
  });
}

function memberOf(value: unknown, key: string): unknown {
  return (typeof value === "object" || typeof value === "function") && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Any function could be a plugin; among named exports only an object is a sign of one. */
function isPluginObject(value: unknown): boolean {
  return typeof value === "object" && asPlugin(value) !== undefined;
}

function asPlugin(value: unknown): LoadedPlugin | undefined {
  if (typeof value === "function") return { register: value as LoadedPlugin["register"] };
  const register = memberOf(value, "register");
  if (typeof register !== "function") return undefined;
  const id = memberOf(value, "id");
  const config = memberOf(value, "config");
  const userConfig = memberOf(value, "userConfig");
  // Added one by one: most plugins have few of them, and to spread what may be empty takes far longer.
  const plugin: { -readonly [Member in keyof LoadedPlugin]: LoadedPlugin[Member] } = {
    register: (api) => Reflect.apply(register, value, [api]) as unknown,
  };
  if (typeof id === "string") plugin.id = id;
  if (config !== undefined) plugin.config = config;
  if (userConfig !== undefined) plugin.userConfig = userConfig;
  for (const name of lifecycle) {
    const method = memberOf(value, name);
    if (typeof method === "function")
      plugin[name] = (...given: unknown[]) => Reflect.apply(method, value, given) as unknown;
  }
  return plugin;
}

const lifecycle = ["onLoad", "onUnload", "onConfigUpdate"] as const;
