import type { Contract } from "@mortise/sdk";
import { foldId } from "../../src/catalog/candidate.js";
import { origins } from "../../src/catalog/roots.js";
import type { PluginShape } from "../../src/registry/shape.js";
import { nameOf, type Contribution, type Fate, type RandomPlugin, type RandomSet } from "./random-set.js";
import { isLoaded, type RunningSet } from "./run-set.js";

/** A plugin that wants an id, as the description of the set says. */
export interface Wish {
  readonly plugin: string;
  readonly root: string;
  readonly contribution: Contribution;
  readonly isActive: boolean;
  /** Where it stands among those who want the same: smaller goes first, the first number counts most. */
  readonly rank: readonly number[];
}

/** What stays of what a plugin tries to register: what is named by its manifest or may go unnamed, and each name once. */
export function keptOf({ contributions, isStrict, fate }: RandomPlugin): readonly Contribution[] {
  const kept = new Map<string, Contribution>();
  for (const one of contributions) {
    const isDeclared = contributions.some((other) => other.isDeclared && nameOf(other) === nameOf(one));
    if (!one.isRegistered || kept.has(nameOf(one)) || (isStrict && !isDeclared)) continue;
    kept.set(nameOf(one), { ...one, isDeclared });
  }
  return fate === "takes back" ? [] : [...kept.values()];
}

/** What a plugin's manifest names, each name once. */
export function declaredBy({ contributions }: RandomPlugin): readonly Contribution[] {
  const declared = contributions.filter(({ isDeclared }) => isDeclared);
  return [...new Map(declared.map((one) => [nameOf(one), one])).values()];
}

/** Folded ids of the plugins that fail when all are loaded: for what their own code does, or for what they require. */
export function failingIn({ host, pluginAt }: RunningSet): ReadonlySet<string> {
  const { order } = host.controlPlane;
  const failing = new Set<string>();
  // As often as a failure can be handed on.
  for (const { id, root } of order.flatMap(() => order)) {
    const { fate, requires } = pluginAt(root);
    if (isFaulty(fate) || requires.some((required) => failing.has(foldId(required)))) failing.add(foldId(id));
  }
  return failing;
}

/** Whether a plugin fails for what its own code does. */
export function isFaulty(fate: Fate): boolean {
  return fate === "throws" || fate === "promises" || fate === "malformed";
}

/** Who wants what, by name, in the order of the rule: the operator's word, then declared, then origin, then order. */
export function wishesOf(running: RunningSet, { settings }: RandomSet): ReadonlyMap<string, readonly Wish[]> {
  const wishes = new Map<string, Wish[]>();
  const chosen = new Map(Object.entries(settings.owners).map(([what, id]) => [foldName(what), id]));
  for (const [index, { id, root, origin }] of running.host.controlPlane.order.entries()) {
    if (running.host.failureOf(id)) continue;
    const isActive = isLoaded(running, id);
    const plugin = running.pluginAt(root);
    for (const contribution of isActive ? keptOf(plugin) : declaredBy(plugin)) {
      if (!holds(running, id, contribution.contract)) continue;
      const name = nameOf(contribution);
      const rank = [Number(chosen.get(name) !== id), Number(!contribution.isDeclared), origins.indexOf(origin), index];
      wishes.set(name, [...(wishes.get(name) ?? []), { plugin: id, root, contribution, isActive, rank }]);
    }
  }
  return new Map([...wishes].map(([name, all]) => [name, all.toSorted((one, other) => compare(one.rank, other.rank))]));
}

/** Paths keep their case. */
function foldName(what: string): string {
  return what.includes(":/") ? what : what.toLowerCase();
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((value, index) => value - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** Whether a plugin holds the contract's slot or a role of it; also where nobody was given any. */
function holds({ host }: RunningSet, plugin: string, { slot }: Contract): boolean {
  if (!slot) return true;
  const roles = Object.keys(slot.roles ?? {}).map((role) => `${slot.name}.${role}`);
  const holders = [slot.name, ...roles].flatMap((place) => host.controlPlane.slots.get(place) ?? []);
  const isGiven = [slot.name, ...roles].some((place) => host.controlPlane.slots.has(place));
  return !isGiven || holders.includes(foldId(plugin));
}

/** The shape that follows from what is brought. */
export function shapeOfAll(brought: readonly Contribution[], listens: boolean): PluginShape {
  const capabilities = brought.filter(({ contract }) => contract.category === "capability");
  const kinds = new Set(capabilities.map(({ contract }) => contract.kind));
  if (kinds.size > 1) return "hybrid-capability";
  if (kinds.size === 1) return "plain-capability";
  return listens && brought.length === 0 ? "hook-only" : "non-capability";
}
