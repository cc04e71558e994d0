import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import type { HookRegistration } from "../loading/registration.js";
import { contributionKey } from "./delta.js";
import type { ActiveEntry, Lookup, OwnedId, Registry } from "./registry.js";

/**
 * An older generation with those plugins of a newer one that the older did not have loaded: for a caller who began on
 * the older, and must not see another instance of what it has.
 */
export function extendRegistry(older: Registry, newer: Registry): Registry {
  const isLate = (plugin: string) => !older.instances.has(foldId(plugin));
  const lateOf = <Owned extends { readonly plugin: string }>(all: Iterable<Owned>): readonly Owned[] =>
    [...all].filter(({ plugin }) => isLate(plugin));
  /** What is in use there stays, and whatever else those that are loaded there have. */
  const stays = ({ plugin, status }: Pick<OwnedId, "plugin"> & { readonly status: string }) =>
    status === "active" || !isLate(plugin);
  const get = <Value>(contract: Contract<string, Value>, id: string): Lookup<Value> | undefined => {
    const found = older.get(contract, id);
    if (found && stays(found)) return found;
    const now = newer.get(contract, id);
    return now && isLate(now.plugin) ? now : undefined;
  };
  const kept = (contract: Contract) => older.list(contract).filter(stays);
  const entries = <Value>(contract: Contract<string, Value>): readonly ActiveEntry<Value>[] => {
    // A place may be taken by what is not in use.
    const taken = new Set(kept(contract).map(placesUnder(contract)));
    return joined(older.entries(contract), lateOf(newer.entries(contract)), placesUnder(contract), taken);
  };
  return {
    generation: older.generation,
    instances: new Map([...older.instances, ...[...newer.instances].filter(([id]) => isLate(id))]),
    conflicts: older.conflicts,
    diagnostics: older.diagnostics,
    get,
    list: (contract) => joined(kept(contract), lateOf(newer.list(contract)), placesUnder(contract)),
    entries,
    handlers: (hook) => merged(older.handlers(hook), lateOf(newer.handlers(hook))),
    isActive: (registration) => entries(registration.contract).some((entry) => entry.registration === registration),
    contributions: () =>
      joined([...older.contributions()].filter(stays), lateOf(newer.contributions()), contributionKey),
  };
}

/** What there is, and what has come to places that are free. */
function joined<Owned>(
  known: readonly Owned[],
  further: readonly Owned[],
  placeOf: (owned: Owned) => string,
  taken: ReadonlySet<string> = new Set(known.map(placeOf)),
): readonly Owned[] {
  return [...known, ...further.filter((owned) => !taken.has(placeOf(owned)))];
}

function placesUnder({ kind, ownership }: Contract): (owned: Pick<OwnedId, "id" | "plugin">) => string {
  return ({ id, plugin }) => contributionKey({ kind, id, plugin, isShared: ownership === "shared" });
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
