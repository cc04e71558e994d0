import type { Contract } from "@mortise/sdk";
import type { Host } from "@mortise/core";

/** What a plugin registered, ready to be called. */
export interface SurfaceEntry<Value> {
  readonly id: string;
  readonly plugin: string;
  readonly value: Value;
}

const prepared = new WeakMap<Host, Map<string, Promise<unknown>>>();

/**
 * Everything that plugins registered under a contract, in plugin order. Those that declare it are loaded before the first
 * answer; one that is registered later is in later answers.
 */
export async function surfaceEntries<Value>(
  contract: Contract<string, Value>,
  host: Host,
): Promise<readonly SurfaceEntry<Value>[]> {
  const loads = prepared.get(host) ?? new Map<string, Promise<unknown>>();
  prepared.set(host, loads);
  const load = loads.get(contract.kind) ?? host.ensure({ kind: "capability", name: contract.kind });
  loads.set(contract.kind, load);
  await load;
  return host.registry.entries(contract);
}

/** Higher priority first; plugin order breaks ties. */
export function byPriority<Value extends { readonly priority?: number }>(
  entries: readonly SurfaceEntry<Value>[],
): readonly SurfaceEntry<Value>[] {
  return entries.toSorted((one, other) => (other.value.priority ?? 0) - (one.value.priority ?? 0));
}
