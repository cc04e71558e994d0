import type { Contract } from "@mortise/sdk";
import { foldContributionId } from "../catalog/contribution-id.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginInstance } from "../loading/instance.js";
import type { SlotHolders } from "../policy/slots.js";
import type { HookRegistration, Registration } from "../loading/registration.js";
import { inPluginOrder, type Claim } from "./claims.js";
import { collectFailed, lookupOf, statusOf, type Lookup, type OwnedId } from "./lookup.js";
import { overruledDiagnostics, unmetChoices, type Ownership } from "./ownership.js";
import { firstOf, type DecidedId, type KindPart, type RegistryInput } from "./parts.js";
import { hookKind } from "./shape.js";
import { slotDiagnostic } from "./slots.js";
import { nextState, type RegistryState } from "./state.js";

export type { Lookup, OwnedId, RegistryInput };

/** Something registered that may be called now. */
export interface ActiveEntry<Value> {
  readonly id: string;
  readonly plugin: string;
  readonly value: Value;
  readonly registration: Registration;
}

/** One thing that one plugin brings: an id under a contract, or its handlers of a hook. */
export interface OwnedContribution {
  /** `hook` for handlers. */
  readonly kind: string;
  readonly id: string;
  readonly plugin: string;
  readonly status: OwnedId["status"];
  /** Other plugins may bring the same. */
  readonly isShared: boolean;
  /** Empty while the plugin is not loaded. */
  readonly registered: readonly (Registration | HookRegistration)[];
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
  /** Everything that is owned, declared or registered, hooks among it. */
  contributions(): Iterable<OwnedContribution>;
  /** Ids that more than one plugin wants. */
  readonly conflicts: readonly Ownership[];
  readonly diagnostics: readonly Diagnostic[];
}

const states = new WeakMap<Registry, { readonly state: RegistryState; readonly from: WeakRef<Registry> | undefined }>();

/** A generation that another is built from, and folded ids of the plugins of which something changed since. */
export interface Since {
  readonly before: Registry;
  readonly changed: Iterable<string>;
}

/**
 * Builds a generation. The same input gives the same registry, whatever was loaded first, and whether it was built from
 * the generation before or from nothing; from the one before, it costs what the change costs.
 */
export function buildRegistry(input: RegistryInput, since?: Since): Registry {
  const known = since && states.get(since.before)?.state;
  const state = nextState(input, known, since?.changed);
  const registry = registryOf(state);
  // Weakly: else each generation would keep all before it.
  states.set(registry, { state, from: known && since && new WeakRef(since.before) });
  return registry;
}

function registryOf({ input, kinds, hooks, disputed, circles }: RegistryState): Registry {
  const { slots = noSlots, choices } = input;
  const ownershipOf = (kind: string, id: string) => kinds.get(kind)?.ids.get(id)?.ownership;
  const find = (contract: Contract, id: string): DecidedId | undefined => {
    const kind = kinds.get(contract.kind);
    // As it is folded already, which it is nearly always.
    const exact = kind?.ids.get(id);
    if (exact?.ownership) return exact;
    const folded = foldContributionId(contract, id);
    const decided = kind?.ids.get(folded);
    if (decided?.ownership) return decided;
    const meant = kind?.aliases.ids.get(folded);
    return meant && kind?.ids.get(foldContributionId(contract, meant.id));
  };
  const inOrder = [...disputed.values()].toSorted((one, other) => inPluginOrder(firstOf(one), firstOf(other)));
  const conflicts = inOrder.flatMap(({ ownership }) =>
    ownership && ownership.overruled.length > 0 ? [ownership] : [],
  );
  let failedOwners: ReadonlyMap<string, Lookup<never>> | undefined;
  return {
    generation: input.generation,
    instances: input.instances,
    conflicts,
    diagnostics: [
      ...conflicts.flatMap((conflict) => overruledDiagnostics(conflict, choices)),
      ...byName([...kinds].map(([kind, { aliases }]) => [kind, aliases.diagnostics])),
      ...inOrder.flatMap(({ unheld }) => unheld.map((claim) => slotDiagnostic(claim, slots))),
      ...byName([...circles]),
      ...unmetChoices(choices, ownershipOf, input),
    ],
    get<Value>(contract: Contract<string, Value>, id: string) {
      // Nearly always it was asked for before, by the id as it is folded: then this is all.
      const known = kinds.get(contract.kind)?.ids.get(id)?.lookup;
      if (known) return known as Lookup<Value>;
      const found = find(contract, id);
      if (found?.ownership) return (found.lookup ??= lookupOf(found.ownership)) as Lookup<Value>;
      failedOwners ??= collectFailed(input);
      return failedOwners.get(`${contract.kind} ${foldContributionId(contract, id)}`);
    },
    list: ({ kind }) => listsOf(kinds.get(kind)).list,
    entries: <Value>({ kind }: Contract<string, Value>) =>
      listsOf(kinds.get(kind)).entries as readonly ActiveEntry<Value>[],
    handlers: (hook) => hooks.get(hook)?.handlers ?? noHandlers,
    *contributions() {
      for (const [kind, { ids }] of kinds) for (const decided of ids.values()) yield* contributionsAt(kind, decided);
      for (const [hook, { handlers }] of hooks) yield* handlersByPlugin(hook, handlers);
    },
    isActive: (registration) => {
      const sharers = find(registration.contract, registration.id)?.ownership?.sharers ?? [];
      return sharers.some((claim) => claim.registration === registration && claim.isDisabled !== true);
    },
  };
}

/** Which name was the first in which generation must not be seen. */
function byName(told: readonly (readonly [name: string, found: readonly Diagnostic[]])[]): readonly Diagnostic[] {
  const some = told.filter(([, found]) => found.length > 0);
  return some.toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, found]) => found);
}

/**
 * What may be otherwise in a generation than in the one that it was built from: as it was, and as it is. Nothing where it
 * was not built from that one, or rules changed.
 */
export function changesSince(
  before: Registry,
  after: Registry,
): { readonly was: readonly OwnedContribution[]; readonly is: readonly OwnedContribution[] } | undefined {
  const [old, now] = [states.get(before), states.get(after)];
  if (!old || !now || now.from?.deref() !== before || now.state.isAnew) return undefined;
  const { touched } = now.state;
  const touchedIn = ({ kinds, hooks }: RegistryState): readonly OwnedContribution[] => {
    const found: OwnedContribution[] = [];
    for (const [kind, ids] of touched.ids) {
      const part = kinds.get(kind)?.ids;
      for (const id of ids) found.push(...contributionsAt(kind, part?.get(id)));
    }
    for (const hook of touched.hooks) found.push(...handlersByPlugin(hook, hooks.get(hook)?.handlers ?? noHandlers));
    return found;
  };
  return { was: touchedIn(old.state), is: touchedIn(now.state) };
}

const noSlots: SlotHolders = new Map();
const noHandlers: readonly HookRegistration[] = Object.freeze([]);
/** What there is of a kind, in plugin order. */
interface KindLists {
  readonly list: readonly OwnedId[];
  readonly entries: readonly ActiveEntry<unknown>[];
}

const noLists: KindLists = { list: Object.freeze([]), entries: Object.freeze([]) };
const lists = new WeakMap<KindPart, KindLists>();

/** Made when they are first asked for, and kept for as long as nothing of the kind changes. */
function listsOf(kind: KindPart | undefined): KindLists {
  if (!kind) return noLists;
  const known = lists.get(kind);
  if (known) return known;
  const made = toLists(kind);
  lists.set(kind, made);
  return made;
}

function toLists({ ids }: KindPart): KindLists {
  const owners = [...ids.values()].flatMap(({ ownership }) => ownership?.sharers ?? []).toSorted(inPluginOrder);
  return {
    list: Object.freeze(owners.map((claim) => ({ id: claim.id, plugin: claim.plugin, status: statusOf(claim) }))),
    entries: Object.freeze(owners.flatMap(toEntries)),
  };
}

function contributionsAt(kind: string, decided: DecidedId | undefined): readonly OwnedContribution[] {
  return (decided?.ownership?.sharers ?? []).map((claim) => toContribution(kind, claim));
}

function toContribution(kind: string, claim: Claim): OwnedContribution {
  const { id, plugin, registration, contract } = claim;
  const isShared = contract.ownership === "shared";
  return { kind, id, plugin, status: statusOf(claim), isShared, registered: registration ? [registration] : [] };
}

function handlersByPlugin(id: string, handlers: readonly HookRegistration[]): readonly OwnedContribution[] {
  const plugins = [...new Set(handlers.map(({ plugin }) => plugin))];
  return plugins.map((plugin) => {
    const registered = handlers.filter((handler) => handler.plugin === plugin);
    return { kind: hookKind, id, plugin, status: "active", isShared: true, registered };
  });
}

function toEntries({ id, plugin, registration, isDisabled }: Claim): readonly ActiveEntry<unknown>[] {
  return registration && isDisabled !== true ? [{ id, plugin, value: registration.value, registration }] : [];
}
