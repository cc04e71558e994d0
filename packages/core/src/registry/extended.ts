import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import type { HookRegistration } from "../loading/registration.js";
import type { Lookup, Registry } from "./registry.js";

/**
 * An older generation with those plugins of a newer one that the older did not have loaded: for a caller who began on
 * the older, and must not see another instance of what it has.
 */
export function extendRegistry(older: Registry, newer: Registry): Registry {
  const isLate = (plugin: string) => !older.instances.has(foldId(plugin));
  const late = [...newer.instances].filter(([id]) => isLate(id));
  return {
    generation: older.generation,
    instances: new Map([...older.instances, ...late]),
    conflicts: older.conflicts,
    diagnostics: older.diagnostics,
    get<Value>(contract: Contract<string, Value>, id: string): Lookup<Value> | undefined {
      const found = older.get(contract, id);
      if (found?.status === "active") return found;
      const now = newer.get(contract, id);
      return now && isLate(now.plugin) ? now : undefined;
    },
    list: (contract) => [
      ...older.list(contract).filter(({ plugin }) => !isLate(plugin)),
      ...newer.list(contract).filter(({ plugin }) => isLate(plugin)),
    ],
    entries: (contract) => [
      ...older.entries(contract),
      ...newer.entries(contract).filter(({ plugin }) => isLate(plugin)),
    ],
    handlers: (hook) =>
      merged(
        older.handlers(hook),
        newer.handlers(hook).filter(({ plugin }) => isLate(plugin)),
      ),
    isActive: (registration) =>
      isLate(registration.plugin) ? newer.isActive(registration) : older.isActive(registration),
    *contributions() {
      for (const each of older.contributions()) if (!isLate(each.plugin)) yield each;
      for (const each of newer.contributions()) if (isLate(each.plugin)) yield each;
    },
  };
}

/** Each further handler goes before the first of lower priority. */
function merged(known: readonly HookRegistration[], further: readonly HookRegistration[]): readonly HookRegistration[] {
  const all = [...known];
  for (const handler of further) {
    const place = all.findIndex(({ priority }) => priority < handler.priority);
    all.splice(place < 0 ? all.length : place, 0, handler);
  }
  return all;
}
