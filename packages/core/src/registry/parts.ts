import type { ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginInstance } from "../loading/instance.js";
import type { HookRegistration } from "../loading/registration.js";
import type { SlotHolders } from "../policy/slots.js";
import { decideAliases, type Aliases } from "./aliases.js";
import { claimsOf, inPluginOrder, type Claim, type ClaimSources } from "./claims.js";
import { orderHandlers, type HandlerPolicy } from "./handlers.js";
import type { Layers } from "./layers.js";
import type { Lookup } from "./lookup.js";
import { decideOwnership, type OwnerChoices, type Ownership } from "./ownership.js";
import { holdsSlot } from "./slots.js";

/** What a generation is built from. */
export interface RegistryInput extends ClaimSources {
  readonly choices: OwnerChoices;
  /** Nobody holds any unless given. */
  readonly slots?: SlotHolders;
  /** Every handler is on and has its own priority unless given. */
  readonly handlerPolicy?: HandlerPolicy;
  readonly generation: number;
}

/** What one plugin puts into a generation. */
export interface PluginPart {
  readonly candidate: ReadyCandidate;
  /** Index in load order. */
  readonly order: number;
  readonly instance: PluginInstance | undefined;
  readonly claims: readonly Claim[];
  /** The hooks that it has handlers of. */
  readonly hooks: readonly string[];
}

/** One id that somebody wants, and what was decided. */
export interface DecidedId {
  /** All who want it, in plugin order. */
  readonly claims: readonly Claim[];
  /** Absent where nobody who wants it may have it. */
  readonly ownership: Ownership | undefined;
  /** Those that do not hold the slot to which it belongs. */
  readonly unheld: readonly Claim[];
  /** What is answered to who asks for it; made when first asked for, and kept here, where it is found with no further look. */
  lookup: Lookup<unknown> | undefined;
}

/** All ids of one kind, by folded id, and the further names that they have. */
export interface KindPart {
  readonly ids: Layers<DecidedId>;
  readonly aliases: Aliases;
}

/** One hook's handlers in the order in which they are called. */
export interface HookPart {
  /** Folded ids of the plugins that have handlers of it. */
  readonly plugins: ReadonlySet<string>;
  readonly handlers: readonly HookRegistration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What one plugin puts in now. What it has may change later, which others must be told of. */
export function pluginPart(candidate: ReadyCandidate, order: number, id: string, input: RegistryInput): PluginPart {
  const instance = input.instances.get(id);
  const hooks = instance && instance.hooks.size > 0 ? [...new Set([...instance.hooks].map(({ hook }) => hook))] : none;
  const claims = claimsOf(candidate, order, input);
  return { candidate, order, instance, claims, hooks };
}

const none: readonly never[] = Object.freeze([]);
const noSlots: SlotHolders = new Map();

/** Decides one id; `wanting` in any order. */
export function decideId(
  kind: string,
  id: string,
  wanting: readonly Claim[],
  { slots = noSlots, choices }: RegistryInput,
): DecidedId {
  const claims = wanting.length === 1 ? wanting : wanting.toSorted(inPluginOrder);
  const isFree = claims[0]?.contract.slot === undefined;
  const held = isFree ? claims : claims.filter(({ plugin, contract }) => holdsSlot(plugin, contract, slots));
  const unheld = held.length === claims.length ? none : claims.filter((claim) => !held.includes(claim));
  const ownership = held.length === 0 ? undefined : decideOwnership(kind, id, held, choices);
  return { claims, unheld, ownership, lookup: undefined };
}

const noAliases: Aliases = { ids: new Map(), diagnostics: none };

/** Gives the further names of a kind away; most kinds have none. */
export function aliasesOfKind(kind: string, ids: Layers<DecidedId>, { vocabulary, choices }: RegistryInput): Aliases {
  const contract = vocabulary.byKind.get(kind);
  if (contract?.aliasField === undefined) return noAliases;
  const decided = [...ids.values()].toSorted((one, other) => inPluginOrder(firstOf(one), firstOf(other)));
  const owned = decided.flatMap(({ ownership }) => (ownership ? [ownership] : []));
  const byId = new Map(owned.map((ownership) => [foldContributionId(contract, ownership.id), ownership]));
  return decideAliases(contract, byId, choices);
}

/** The claim of the plugin that goes first. */
export function firstOf({ claims }: DecidedId): Claim {
  return claims[0] as Claim;
}

/** Orders the handlers of one hook; `plugins`: in load order, those that have any, and so are loaded. */
export function hookPart(
  hook: string,
  plugins: readonly (readonly [id: string, part: PluginPart])[],
  { handlerPolicy }: RegistryInput,
): HookPart {
  const ofHook = plugins.map(([id, part]) => {
    const instance = part.instance as PluginInstance;
    return [id, { ...instance, hooks: new Set([...instance.hooks].filter((each) => each.hook === hook)) }] as const;
  });
  const { byHook, diagnostics } = orderHandlers({
    order: plugins.map(([, { candidate }]) => candidate),
    instances: new Map(ofHook),
    ...(handlerPolicy && { handlerPolicy }),
  });
  return { plugins: new Set(plugins.map(([id]) => id)), handlers: byHook.get(hook) ?? none, diagnostics };
}
