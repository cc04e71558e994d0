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
  return {
    register: (api) => Reflect.apply(register, value, [api]) as unknown,
    ...(typeof id === "string" && { id }),
    ...(config !== undefined && { config }),
    ...(userConfig !== undefined && { userConfig }),
    ...lifecycleOf(value),
  };
}

const lifecycle = ["onLoad", "onUnload", "onConfigUpdate"] as const;

function lifecycleOf(value: unknown): Pick<LoadedPlugin, (typeof lifecycle)[number]> {
  const methods = lifecycle.flatMap((name) => {
    const method = memberOf(value, name);
    if (typeof method !== "function") return [];
    return [[name, (...given: unknown[]) => Reflect.apply(method, value, given) as unknown] as const];
  });
  return Object.fromEntries(methods);
}
