import type { HostConfig, PluginEntryConfig } from "./schema.js";

/** When calls of a plugin that keeps failing are stopped. */
export interface BreakerPolicy {
  /** So many failures in a row open it. */
  readonly failures: number;
  /** How long it stays open before one call is let through to try, in milliseconds. */
  readonly cooldownMs: number;
}

/** What the operator says of how plugins are called. Plugin ids may be written in any case; hooks are called by name. */
export interface CallPolicy {
  /**
   * How long a call may take, in milliseconds, by the first of these that is there: the entry's word on the hook, the
   * hook's, the entry's. Nothing: what is called says itself.
   */
  deadlineFor(plugin: string, hook?: string): number | undefined;
  /** false: the plugin's handler of this hook is turned off. */
  isHandlerOn(plugin: string, hook: string): boolean;
  /** What takes the place of the handler's own priority. */
  priorityFor(plugin: string, hook: string): number | undefined;
  breakerFor(plugin: string): BreakerPolicy;
  /** Folded ids of the plugins without whose handler the gate refuses. */
  requiredAt(hook: string): readonly string[];
  /** Folded ids of the plugins whose absence does not close the gate. */
  waivedAt(hook: string): ReadonlySet<string>;
}

const usualBreaker: BreakerPolicy = Object.freeze({ failures: 5, cooldownMs: 30_000 });
const nobody: readonly string[] = Object.freeze([]);
const noSet: ReadonlySet<string> = new Set();

/** Ids that differ only in case are the same id. */
const fold = (id: string) => id.toLowerCase();

/** Prepares the operator's word for look-ups: a few each call, and none where nothing was said. */
export function callPolicy({ plugins = {} }: HostConfig): CallPolicy {
  const entries = new Map(Object.entries(plugins.entries ?? {}).map(([id, entry]) => [fold(id), entry]));
  const handlers = new Map([...entries].flatMap(([id, { hooks }]) => (hooks ? [[id, mapOf(hooks)] as const] : [])));
  const hooks = mapOf(plugins.hooks ?? {});
  const required = new Map([...hooks].map(([hook, rules]) => [hook, (rules.required ?? nobody).map(fold)]));
  const waived = new Map([...hooks].map(([hook, rules]) => [hook, new Set((rules.waive ?? nobody).map(fold))]));
  const breaker: BreakerPolicy = { ...usualBreaker, ...plugins.breaker };
  const breakers = breakersOf(entries, breaker);
  const entryOf = (plugin: string) => (entries.size === 0 ? undefined : entries.get(fold(plugin)));
  const handlerOf = (plugin: string, hook: string) =>
    handlers.size === 0 ? undefined : handlers.get(fold(plugin))?.get(hook);
  return {
    deadlineFor(plugin, hook) {
      const own = entryOf(plugin)?.deadlineMs;
      if (hook === undefined) return own;
      return handlerOf(plugin, hook)?.deadlineMs ?? hooks.get(hook)?.deadlineMs ?? own;
    },
    isHandlerOn: (plugin, hook) => handlerOf(plugin, hook)?.enabled !== false,
    priorityFor: (plugin, hook) => handlerOf(plugin, hook)?.priority,
    breakerFor: (plugin) => (breakers.size === 0 ? breaker : (breakers.get(fold(plugin)) ?? breaker)),
    requiredAt: (hook) => required.get(hook) ?? nobody,
    waivedAt: (hook) => waived.get(hook) ?? noSet,
  };
}

/** Own members only, so that a hook called `constructor` finds nothing. */
function mapOf<Value>(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

function breakersOf(
  entries: ReadonlyMap<string, PluginEntryConfig>,
  breaker: BreakerPolicy,
): ReadonlyMap<string, BreakerPolicy> {
  return new Map(
    [...entries].flatMap(([id, entry]) => (entry.breaker ? [[id, { ...breaker, ...entry.breaker }] as const] : [])),
  );
}
