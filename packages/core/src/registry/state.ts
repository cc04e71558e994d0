import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Claim } from "./claims.js";
import { Layers } from "./layers.js";
import {
  aliasesOfKind,
  decideId,
  hookPart,
  pluginPart,
  type DecidedId,
  type HookPart,
  type KindPart,
  type PluginPart,
  type RegistryInput,
} from "./parts.js";

/**
 * All that a generation consists of. Plugins, ids and hooks that did not change since the generation
 * before are the same objects in both.
 */
export interface RegistryState {
  readonly input: RegistryInput;
  /** By folded id. */
  readonly plugins: Layers<PluginPart>;
  readonly kinds: ReadonlyMap<string, KindPart>;
  readonly hooks: Layers<HookPart>;
  /** The ids that somebody wants and does not have, by kind and id. */
  readonly disputed: ReadonlyMap<string, DecidedId>;
  /** The hooks at which what handlers ask for goes round in a circle. */
  readonly circles: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Everything was decided anew. */
  readonly isAnew: boolean;
  /** What was decided anew. */
  readonly touched: Touched;
}

/** Ids by kind, and hooks. */
export interface Touched {
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly hooks: readonly string[];
}

/**
 * The next state. Only what the plugins that changed want, wanted, hear or heard is decided anew; where rules changed,
 * all of it. `told`: folded ids of plugins of which something changed that cannot be seen: what an instance brings. Of
 * the others `input` may differ in any way, but for the instances of plugins that are not told while the order is the same.
 */
export function nextState(input: RegistryInput, before?: RegistryState, told: Iterable<string> = []): RegistryState {
  const base = before && hasSameRules(before.input, input) ? before : emptyState(input);
  const changed = changedPlugins(base, input, told);
  const parts = new Map<string, PluginPart | undefined>();
  for (const id of changed) parts.set(id, partOf(id, input));
  const plugins = base.plugins.with(parts);
  const wanted = gatherClaims(base, parts);
  const listening = gatherListeners(base, parts);
  const decided = decideIds(wanted, input);
  const heard = new Map([...listening].map(([hook, ids]) => [hook, orderHook(hook, ids, plugins, input)] as const));
  return {
    input,
    plugins,
    kinds: withKinds(base.kinds, decided, input),
    hooks: base.hooks.with(heard),
    disputed: withDisputed(base.disputed, decided),
    circles: withCircles(base.circles, heard),
    isAnew: base !== before,
    touched: { ids: new Map([...decided].map(([kind, ids]) => [kind, [...ids.keys()]])), hooks: [...listening.keys()] },
  };
}

function hasSameRules(one: RegistryInput, other: RegistryInput): boolean {
  return (
    one.vocabulary === other.vocabulary &&
    one.choices === other.choices &&
    one.slots === other.slots &&
    one.handlerPolicy === other.handlerPolicy
  );
}

/** What the next state is made from. */
type Base = Omit<RegistryState, "isAnew" | "touched">;

function emptyState(input: RegistryInput): Base {
  const maps = { kinds: new Map(), disputed: new Map(), circles: new Map() };
  const layers = { plugins: new Layers<PluginPart>(), hooks: new Layers<HookPart>() };
  return { input: { ...input, order: [] }, ...maps, ...layers };
}

const positions = new WeakMap<readonly ReadyCandidate[], ReadonlyMap<string, number>>();

/** Index in load order by folded id. */
export function positionsIn(order: readonly ReadyCandidate[]): ReadonlyMap<string, number> {
  const known = positions.get(order) ?? new Map(order.map(({ id }, index) => [foldId(id), index]));
  positions.set(order, known);
  return known;
}

/** In load order; those that are gone come last. */
function changedPlugins(base: Base, input: RegistryInput, told: Iterable<string>): ReadonlySet<string> {
  const changed = new Set([...told, ...differences(base.input.failed, input.failed)]);
  const at = positionsIn(input.order);
  if (base.input.order !== input.order) {
    for (const [id, order] of at) if (isOtherwise(base.plugins.get(id), id, order, input)) changed.add(id);
    for (const id of base.plugins.keys()) if (!at.has(id)) changed.add(id);
  }
  const rank = (id: string) => at.get(id) ?? at.size;
  return changed.size < 2 ? changed : new Set([...changed].toSorted((one, other) => rank(one) - rank(other)));
}

function differences(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...[...one].filter((id) => !other.has(id)), ...[...other].filter((id) => !one.has(id))];
}

function isOtherwise(known: PluginPart | undefined, id: string, order: number, input: RegistryInput): boolean {
  return (
    known === undefined ||
    known.candidate !== input.order[order] ||
    known.order !== order ||
    known.instance !== input.instances.get(id)
  );
}

function partOf(id: string, input: RegistryInput): PluginPart | undefined {
  const order = positionsIn(input.order).get(id) ?? -1;
  const candidate = input.order[order];
  return candidate && pluginPart(candidate, order, id, input);
}

type Wanted = ReadonlyMap<string, ReadonlyMap<string, readonly Claim[]>>;

/** Every id that one of these plugins wants or wanted, with all who want it now. */
function gatherClaims(base: Base, parts: ReadonlyMap<string, PluginPart | undefined>): Wanted {
  const wanted = new Map<string, Map<string, Claim[]>>();
  const at = ({ contract, id }: Claim): Claim[] => {
    const folded = foldContributionId(contract, id);
    let ids = wanted.get(contract.kind);
    if (ids === undefined) wanted.set(contract.kind, (ids = new Map<string, Claim[]>()));
    const known = ids.get(folded);
    if (known) return known;
    const before = base.kinds.get(contract.kind)?.ids.get(folded)?.claims ?? [];
    const claims = before.filter(({ plugin }) => !parts.has(foldId(plugin)));
    ids.set(folded, claims);
    return claims;
  };
  for (const id of parts.keys()) base.plugins.get(id)?.claims.forEach(at);
  for (const part of parts.values()) for (const claim of part?.claims ?? []) at(claim).push(claim);
  return wanted;
}

/** Every hook that one of these plugins hears or heard, with all who hear it now. */
function gatherListeners(
  base: Base,
  parts: ReadonlyMap<string, PluginPart | undefined>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const listening = new Map<string, Set<string>>();
  const at = (hook: string): Set<string> => {
    const plugins = listening.get(hook) ?? new Set(base.hooks.get(hook)?.plugins);
    listening.set(hook, plugins);
    return plugins;
  };
  for (const id of parts.keys()) for (const hook of base.plugins.get(id)?.hooks ?? []) at(hook).delete(id);
  for (const [id, part] of parts) for (const hook of part?.hooks ?? []) at(hook).add(id);
  return listening;
}

type DecidedIds = ReadonlyMap<string, ReadonlyMap<string, DecidedId | undefined>>;

function decideIds(wanted: Wanted, input: RegistryInput): DecidedIds {
  const decided = new Map<string, ReadonlyMap<string, DecidedId | undefined>>();
  for (const [kind, ids] of wanted) {
    const ofKind = new Map<string, DecidedId | undefined>();
    for (const [id, claims] of ids) ofKind.set(id, claims.length === 0 ? undefined : decideId(kind, id, claims, input));
    decided.set(kind, ofKind);
  }
  return decided;
}

function withKinds(
  before: RegistryState["kinds"],
  decided: DecidedIds,
  input: RegistryInput,
): ReadonlyMap<string, KindPart> {
  const kinds = new Map(before);
  for (const [kind, changes] of decided) {
    const ids = (kinds.get(kind)?.ids ?? new Layers<DecidedId>()).with(changes);
    kinds.set(kind, { ids, aliases: aliasesOfKind(kind, ids, input) });
  }
  return kinds;
}

function withDisputed(before: RegistryState["disputed"], decided: DecidedIds): ReadonlyMap<string, DecidedId> {
  let disputed: Map<string, DecidedId> | undefined;
  for (const [kind, ids] of decided) {
    for (const [id, now] of ids) {
      if ((disputed ?? before).size === 0 && !(now && isDisputed(now))) continue;
      const name = `${kind} ${id}`;
      if (now && isDisputed(now)) (disputed ??= new Map(before)).set(name, now);
      else if ((disputed ?? before).has(name)) (disputed ??= new Map(before)).delete(name);
    }
  }
  return disputed ?? before;
}

function isDisputed({ ownership, unheld }: DecidedId): boolean {
  // Where nobody has it, nobody holds its slot.
  return unheld.length > 0 || ownership?.overruled.length !== 0;
}

function withCircles(
  before: RegistryState["circles"],
  heard: ReadonlyMap<string, HookPart | undefined>,
): RegistryState["circles"] {
  const circles = new Map(before);
  for (const [hook, part] of heard) {
    if (part && part.diagnostics.length > 0) circles.set(hook, part.diagnostics);
    else circles.delete(hook);
  }
  return circles;
}

function orderHook(
  hook: string,
  ids: ReadonlySet<string>,
  plugins: Layers<PluginPart>,
  input: RegistryInput,
): HookPart | undefined {
  if (ids.size === 0) return undefined;
  const parts = [...ids].map((id) => [id, plugins.get(id) as PluginPart] as const);
  return hookPart(
    hook,
    parts.toSorted(([, one], [, other]) => one.order - other.order),
    input,
  );
}
