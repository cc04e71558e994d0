import { CapabilityError, type Contract } from "@mortise/sdk";
import type { Registry } from "../registry/registry.js";
import { callBounded } from "./bounded.js";
import type { CallBounds } from "./context.js";

/** A provider that can be called now. */
export interface ReadyProvider {
  readonly id: string;
  readonly plugin: string;
  readonly value: Readonly<Record<string, unknown>>;
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
      const found = registry().get(contract, id);
      if (!found || found.status === "failed") return undefined;
      const { plugin } = found;
      if (found.status === "active") return { id: found.id, plugin, value: found.value as ReadyProvider["value"] };
      await load([plugin]);
    }
  };
}

/** An operation by its name, and what it is a member of: `outbound.send` is a member of `outbound`. */
export function operationOf(
  value: Readonly<Record<string, unknown>>,
  name: string,
): { readonly run: unknown; readonly self: unknown } {
  const dot = name.indexOf(".");
  if (dot < 0) return { run: value[name], self: value };
  const group = value[name.slice(0, dot)];
  if (typeof group !== "object" || group === null) return { run: undefined, self: group };
  const member = name.slice(dot + 1);
  return { run: Object.hasOwn(group, member) ? Reflect.get(group, member) : undefined, self: group };
}

/** Calls one operation of something that a plugin registered, bounded. Throws `unsupported` where it has no such one. */
export function invokeOperation(
  { id, plugin, value }: ReadyProvider,
  operation: string,
  request: unknown,
  bounds: CallBounds,
): unknown {
  const { run, self } = operationOf(value, operation);
  if (typeof run !== "function") {
    throw new CapabilityError(`${id} (${plugin}) has no operation ${operation}`, { code: "unsupported" });
  }
  const what = () => `${operation} of ${id} (${plugin})`;
  return callBounded(what, (context) => Reflect.apply(run, self, [request, context]) as unknown, bounds);
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
