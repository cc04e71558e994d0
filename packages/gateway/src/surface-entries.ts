import type { Contract } from "@mortise/sdk";
import { foldId, type ControlPlane, type Host, type ResolvedProvider } from "@mortise/core";
import type { ServingHost } from "./serving.js";

/** What a plugin registered, ready to be called. */
export type SurfaceEntry<Value> = ResolvedProvider<Value>;

/** By what plugins there are: when that changes, others may declare something. */
const prepared = new WeakMap<ControlPlane, Map<string, ReturnType<Host["ensure"]>>>();

/**
 * Everything that plugins registered under a contract, in plugin order. Those that declare it are loaded before the first
 * answer; one that is registered later is in later answers.
 */
export async function surfaceEntries<Value>(
  contract: Contract<string, Value>,
  host: ServingHost,
): Promise<readonly SurfaceEntry<Value>[]> {
  const { controlPlane } = host;
  const loads = prepared.get(controlPlane) ?? new Map<string, ReturnType<Host["ensure"]>>();
  prepared.set(controlPlane, loads);
  const load = loads.get(contract.kind) ?? host.ensure({ kind: "capability", name: contract.kind });
  loads.set(contract.kind, load);
  const { entries } = await load;
  // Loaded for another request, it may not have been there when this one began; or it was unloaded since.
  const missing = entries.filter(({ plugin }) => !host.registry.instances.has(foldId(plugin)));
  if (missing.length > 0) await host.load(missing.map(({ plugin }) => plugin));
  return host.registry.entries(contract);
}

/** Higher priority first; plugin order breaks ties. */
export function byPriority<Value extends { readonly priority?: number }>(
  entries: readonly SurfaceEntry<Value>[],
): readonly SurfaceEntry<Value>[] {
  return entries.toSorted((one, other) => (other.value.priority ?? 0) - (one.value.priority ?? 0));
}
