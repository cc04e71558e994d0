import type { Contract } from "@mortise/sdk";
import type { Registration } from "../loading/registration.js";
import type { Lookup, Registry } from "../registry/registry.js";

/** A provider that can be called now. */
export interface ReadyProvider {
  readonly id: string;
  readonly plugin: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly registration: Registration;
}

/** The provider, its owner loaded when it was not; nothing where there is none. */
export type ResolveProvider = (contract: Contract, id: string) => Promise<ReadyProvider | undefined>;

/** What resolving needs. */
export interface ResolverOptions {
  /** The current generation. */
  registry(): Registry;
  /** Loads plugins by id. Rejects when the host is closed. */
  load(plugins: readonly string[]): Promise<void>;
}

/** Makes the resolver. A plugin that fails leaves the id to the next in line, so it asks anew until that is settled. */
export function createResolver({ registry, load }: ResolverOptions): ResolveProvider {
  return async (contract, id) => {
    for (;;) {
      const seen = registry();
      const found = seen.get(contract, id);
      if (found?.status === "active") return readyProvider(found as Active);
      if (found?.status !== "declared") return undefined;
      await load([found.plugin]);
      // Loading changes something, or there is nothing to wait for.
      if (registry() === seen) return undefined;
    }
  };
}

type Active = Extract<Lookup<ReadyProvider["value"]>, { readonly status: "active" }>;

function readyProvider({ id, plugin, value, registration }: Active): ReadyProvider {
  return { id, plugin, value, registration };
}

/** An operation by its name, and what it is a member of: `outbound.send` is a member of `outbound`. */
export function operationOf(
  value: Readonly<Record<string, unknown>>,
  name: string,
): { readonly run: unknown; readonly self: unknown } {
  const dot = name.indexOf(".");
  if (dot < 0) return { run: value[name], self: value };
  const group = value[name.slice(0, dot)];
  const member = name.slice(dot + 1);
  const isThere = typeof group === "object" && group !== null && Object.hasOwn(group, member);
  return { run: isThere ? Reflect.get(group, member) : undefined, self: group };
}

/** The ids under a contract as they are to be asked: the operator's order, then whatever else there is in plugin order. */
export function providerOrder(
  { kind }: Contract,
  owned: readonly { readonly id: string }[],
  wanted: ProviderOrders,
): readonly string[] {
  const ids = owned.map(({ id }) => id);
  const first = (wanted[kind] ?? []).flatMap((name) => ids.find((id) => id.toLowerCase() === name.toLowerCase()) ?? []);
  return [...new Set([...first, ...ids])];
}

/** The operator's orders by capability kind. */
export type ProviderOrders = Readonly<Record<string, readonly string[]>>;
