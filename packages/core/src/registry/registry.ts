import type { Contract } from "@mortise/sdk";
import { foldId } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginInstance } from "../loading/instance.js";
import type { SlotHolders } from "../policy/slots.js";
import type { HookRegistration, Registration } from "../loading/registration.js";
import { aliasesIn, decideAliases } from "./aliases.js";
import { collectClaims, type Claim, type ClaimSources, type ClaimTable } from "./claims.js";
import { holdsSlot, slotDiagnostic } from "./slots.js";
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
      /** As its owner writes it, whatever case or alias was asked for. */
      readonly id: string;
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

/** Something registered that may be called now. */
export interface ActiveEntry<Value> {
  readonly id: string;
  readonly plugin: string;
  readonly value: Value;
}

/** Who owns what, at one moment. Never changes: a commit makes a new one. */
export interface Registry {
  /** Counts commits. */
  readonly generation: number;
  /** What is known of an id under a contract. Never loads anything. */
  get<Value>(contract: Contract<string, Value>, id: string): Lookup<Value> | undefined;
  /** Every id that is owned under a contract, in plugin order. */
  list(contract: Contract): readonly OwnedId[];
  /** Everything that is active under a contract, in plugin order; of a shared contract, everybody's. */
  entries<Value>(contract: Contract<string, Value>): readonly ActiveEntry<Value>[];
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
  /** Nobody holds any unless given. */
  readonly slots?: SlotHolders;
  readonly generation: number;
}

/** Builds a generation. The same input gives the same registry, whatever was loaded first. */
export function buildRegistry(input: RegistryInput): Registry {
  const { slots = noSlots } = input;
  const claims = collectClaims(input);
  const unheld = takeUnheld(claims, slots);
  const ownership = decideAll(claims, input.choices);
  const aliases = new Map([...ownership].map(([kind, ids]) => [kind, decideAliases(ids, input.choices)]));
  const handlers = orderHandlers(input);
  const failedOwners = collectFailed(input);
  const conflicts = [...ownership.values()].flatMap((ids) =>
    [...ids.values()].filter(({ overruled }) => overruled.length > 0),
  );
  const find = (contract: Contract, id: string) => {
    const ids = ownership.get(contract.kind);
    const folded = foldContributionId(contract, id);
    return ids?.get(id) ?? ids?.get(folded) ?? aliases.get(contract.kind)?.ids.get(folded);
  };
  const lookups = new WeakMap<Ownership, Lookup<unknown>>();
  const lists = new Map<string, readonly OwnedId[]>();
  const entries = new Map<string, readonly ActiveEntry<unknown>[]>();
  return {
    generation: input.generation,
    instances: input.instances,
    conflicts,
    diagnostics: [
      ...conflicts.flatMap((conflict) => overruledDiagnostics(conflict, input.choices)),
      ...[...aliases.values()].flatMap((decided) => decided.diagnostics),
      ...unheld.map((claim) => slotDiagnostic(claim, slots)),
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
    entries<Value>({ kind }: Contract<string, Value>) {
      const known = entries.get(kind) ?? toEntries(ownership.get(kind));
      entries.set(kind, known);
      return known as readonly ActiveEntry<Value>[];
    },
    handlers: (hook) => handlers.get(hook) ?? noHandlers,
    isActive: (registration) => {
      const sharers = find(registration.contract, registration.id)?.sharers ?? [];
      return sharers.some((claim) => claim.registration === registration);
    },
  };
}

const noSlots: SlotHolders = new Map();
const noHandlers: readonly HookRegistration[] = Object.freeze([]);

function toLookup({ owner, overruled }: Ownership): Lookup<unknown> {
  const { plugin, registration } = owner;
  const others = overruled.map((claim) => claim.plugin);
  return registration
    ? { status: "active", id: owner.id, plugin, value: registration.value, overruled: others }
    : { status: "declared", plugin, overruled: others };
}

function inPluginOrder(ids: ReadonlyMap<string, Ownership> | undefined): readonly Claim[] {
  const owners = [...(ids?.values() ?? [])].flatMap(({ sharers }) => sharers);
  return owners.toSorted((one, other) => one.standing.order - other.standing.order);
}

function toEntries(ids: ReadonlyMap<string, Ownership> | undefined): readonly ActiveEntry<unknown>[] {
  return Object.freeze(
    inPluginOrder(ids).flatMap(({ id, plugin, registration }) =>
      registration ? [{ id, plugin, value: registration.value }] : [],
    ),
  );
}

/** Takes out of the claims what belongs to a slot that its plugin does not hold. */
function takeUnheld(claims: ClaimTable, slots: SlotHolders): readonly Claim[] {
  const unheld: Claim[] = [];
  if (slots.size === 0) return unheld;
  for (const ids of claims.values()) {
    for (const [id, wanted] of ids) {
      if (!wanted[0]?.contract.slot) break;
      const kept = wanted.filter((claim) => holdsSlot(claim.plugin, claim.contract, slots));
      unheld.push(...wanted.filter((claim) => !kept.includes(claim)));
      if (kept.length === 0) ids.delete(id);
      else ids.set(id, kept);
    }
  }
  return unheld;
}

function toList(ids: ReadonlyMap<string, Ownership> | undefined): readonly OwnedId[] {
  return Object.freeze(
    inPluginOrder(ids).map(
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
    for (const key of Object.keys(manifest.provides)) {
      const contract = vocabulary.byKey.get(key);
      if (contract?.declaredBy !== "code") continue;
      for (const [id, metadata] of Object.entries(manifest.provides[key] ?? {})) {
        for (const known of [id, ...aliasesIn(metadata, contract)]) {
          const name = `${contract.kind} ${foldContributionId(contract, known)}`;
          if (!ids.has(name)) ids.set(name, { status: "failed", plugin, overruled: [] });
        }
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
