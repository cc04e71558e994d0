import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { providedIds } from "../catalog/manifest.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginInstance } from "../loading/instance.js";
import type { HookRegistration, Registration } from "../loading/registration.js";
import { collectClaims, type ClaimSources, type ClaimTable } from "./claims.js";
import { decideOwnership, overruledDiagnostics, unmetChoices, type OwnerChoices, type Ownership } from "./ownership.js";

/**
 * What the registry knows of an id.
 *
 * - `active`: its owner is loaded, `value` is there
 * - `declared`: its owner may run and is not loaded yet
 * - `failed`: who declares it was tried and failed
 */
export type Lookup<Value> =
  | {
      readonly status: "active";
      readonly plugin: string;
      readonly value: Value;
      /** Plugins that wanted it too. */
      readonly overruled: readonly string[];
    }
  | { readonly status: "declared" | "failed"; readonly plugin: string; readonly overruled: readonly string[] };

/** One id that somebody owns. */
export interface OwnedId {
  readonly id: string;
  readonly plugin: string;
  readonly status: "active" | "declared";
}

/** Who owns what, at one moment. Never changes: a commit makes a new one. */
export interface Registry {
  /** Counts commits. */
  readonly generation: number;
  /** What is known of an id under a contract. Never loads anything. */
  get<Value>(contract: Contract<string, Value>, id: string): Lookup<Value> | undefined;
  /** Every id that is owned under a contract, in plugin order. */
  list(contract: Contract): readonly OwnedId[];
  /** The loaded plugins, in load order. */
  readonly instances: ReadonlyMap<string, PluginInstance>;
  /** A hook's handlers in the order in which they are called. */
  handlers(hook: string): readonly HookRegistration[];
  /** Whether a plugin owns what it registered. */
  isActive(registration: Registration): boolean;
  /** Ids that more than one plugin wants. */
  readonly conflicts: readonly Ownership[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a generation is built from. */
export interface RegistryInput extends ClaimSources {
  readonly choices: OwnerChoices;
  readonly generation: number;
}

/** Builds a generation. The same input gives the same registry, whatever was loaded first. */
export function buildRegistry(input: RegistryInput): Registry {
  const ownership = decideAll(collectClaims(input), input.choices);
  const handlers = orderHandlers(input);
  const failedOwners = collectFailed(input);
  const conflicts = [...ownership.values()].flatMap((ids) =>
    [...ids.values()].filter(({ overruled }) => overruled.length > 0),
  );
  const find = (contract: Contract, id: string) => {
    const ids = ownership.get(contract.kind);
    return ids?.get(id) ?? ids?.get(foldContributionId(contract, id));
  };
  const lookups = new WeakMap<Ownership, Lookup<unknown>>();
  const lists = new Map<string, readonly OwnedId[]>();
  return {
    generation: input.generation,
    instances: input.instances,
    conflicts,
    diagnostics: [
      ...conflicts.flatMap((conflict) => overruledDiagnostics(conflict, input.choices)),
      ...unmetChoices(input.choices, ownership, input),
    ],
    get<Value>(contract: Contract<string, Value>, id: string) {
      const found = find(contract, id);
      if (!found) return failedOwners.get(`${contract.kind} ${foldContributionId(contract, id)}`);
      const lookup = lookups.get(found) ?? toLookup(found);
      lookups.set(found, lookup);
      return lookup as Lookup<Value>;
    },
    list({ kind }) {
      const list = lists.get(kind) ?? toList(ownership.get(kind));
      lists.set(kind, list);
      return list;
    },
    handlers: (hook) => handlers.get(hook) ?? noHandlers,
    isActive: (registration) => {
      const sharers = find(registration.contract, registration.id)?.sharers ?? [];
      return sharers.some((claim) => claim.registration === registration);
    },
  };
}

const noHandlers: readonly HookRegistration[] = Object.freeze([]);

function toLookup({ owner, overruled }: Ownership): Lookup<unknown> {
  const { plugin, registration } = owner;
  const others = overruled.map((claim) => claim.plugin);
  return registration
    ? { status: "active", plugin, value: registration.value, overruled: others }
    : { status: "declared", plugin, overruled: others };
}

function toList(ids: ReadonlyMap<string, Ownership> | undefined): readonly OwnedId[] {
  const owners = [...(ids?.values() ?? [])].flatMap(({ sharers }) => sharers);
  const inOrder = owners.toSorted((one, other) => one.standing.order - other.standing.order);
  return Object.freeze(
    inOrder.map(
      ({ id, plugin, registration }) => ({ id, plugin, status: registration ? "active" : "declared" }) as const,
    ),
  );
}

function decideAll(claims: ClaimTable, choices: OwnerChoices): ReadonlyMap<string, ReadonlyMap<string, Ownership>> {
  return new Map(
    [...claims].map(([kind, ids]) => [
      kind,
      new Map([...ids].map(([id, wanted]) => [id, decideOwnership(kind, id, wanted, choices)])),
    ]),
  );
}

/** Ids that only failed plugins declare, so that asking for one says what became of it. */
function collectFailed({ order, failed, vocabulary }: RegistryInput): ReadonlyMap<string, Lookup<never>> {
  const ids = new Map<string, Lookup<never>>();
  for (const { id: plugin, manifest } of order) {
    if (!failed.has(foldId(plugin))) continue;
    for (const contract of vocabulary.byKey.values()) {
      for (const id of providedIds(manifest, contract.key)) {
        const name = `${contract.kind} ${foldContributionId(contract, id)}`;
        if (!ids.has(name)) ids.set(name, { status: "failed", plugin, overruled: [] });
      }
    }
  }
  return ids;
}

/** By priority, higher first, then by plugin order, then in the order of registration. */
function orderHandlers({ order, instances }: RegistryInput): ReadonlyMap<string, readonly HookRegistration[]> {
  const handlers = new Map<string, HookRegistration[]>();
  for (const { id } of order) {
    for (const registration of instances.get(foldId(id))?.hooks ?? []) {
      const known = handlers.get(registration.hook);
      if (known) known.push(registration);
      else handlers.set(registration.hook, [registration]);
    }
  }
  for (const known of handlers.values()) Object.freeze(known.sort((one, other) => other.priority - one.priority));
  return handlers;
}
