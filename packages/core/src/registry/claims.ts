import type { Contract } from "@mortise/sdk";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { providedIds } from "../catalog/manifest.js";
import { origins } from "../catalog/roots.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import type { InstanceUse } from "../loading/instance-use.js";
import type { PluginInstance } from "../loading/instance.js";
import type { Registration } from "../loading/registration.js";

/** Where a plugin stands when two want the same id; all of it is known before anything runs. */
export interface Standing {
  readonly candidate: ReadyCandidate;
  /** Index of its origin in the order of precedence. */
  readonly origin: number;
  /** Index in load order, which keeps `before`, `after` and `requires`, then ids. */
  readonly order: number;
}

/** One plugin that wants an id: it registered it, or it may run and declares it. */
export interface Claim {
  readonly plugin: string;
  readonly contract: Contract;
  /** As the plugin writes it. */
  readonly id: string;
  readonly standing: Standing;
  readonly isDeclared: boolean;
  /** Absent while the plugin is not loaded. */
  readonly registration?: Registration;
  /** Whether its plugin had taken it out of use when the generation was made. */
  readonly isDisabled?: boolean;
  /** Index among what its plugin wants. */
  readonly place: number;
}

/** What a plugin wants before it is said where among the rest it stands. */
type Wish = Omit<Claim, "plugin" | "standing" | "place">;

/** What claims are collected from. */
export interface ClaimSources {
  /** The plugins that may run, in load order. */
  readonly order: readonly ReadyCandidate[];
  readonly vocabulary: Vocabulary;
  readonly instances: ReadonlyMap<string, PluginInstance>;
  /** Folded ids of plugins that were tried and failed. */
  readonly failed: ReadonlySet<string>;
}

/** Nothing of what has no code is ever called; the control plane makes these, and it does not reach the class. */
function unused(candidate: ReadyCandidate): InstanceUse {
  const none = { breakers: new Map(), isFailing: false, isOver: false, leave: () => {}, idle: () => Promise.resolve() };
  const shown = { toJSON: () => candidate.id };
  const use = { plugin: candidate.id, candidate, calls: 0, config: Object.freeze({}), ...none, ...shown };
  return use satisfies Pick<InstanceUse, keyof InstanceUse> as unknown as InstanceUse;
}

/** Made once for each reading of a manifest, so that what did not change is the same in every generation. */
const resources = new WeakMap<ReadyCandidate, { readonly vocabulary: Vocabulary; readonly wishes: readonly Wish[] }>();

/** What a manifest brings without code is there as soon as its plugin may run. */
function resourcesOf(candidate: ReadyCandidate, vocabulary: Vocabulary): readonly Wish[] {
  const known = resources.get(candidate);
  if (known?.vocabulary === vocabulary) return known.wishes;
  const wishes = readResources(candidate, vocabulary);
  resources.set(candidate, { vocabulary, wishes });
  return wishes;
}

function readResources(candidate: ReadyCandidate, { byKey }: Vocabulary): readonly Wish[] {
  const { id: plugin, root, manifest } = candidate;
  let use: InstanceUse | undefined;
  return Object.keys(manifest.provides).flatMap((key) => {
    const contract = byKey.get(key);
    if (contract?.declaredBy !== "manifest") return [];
    const own = {
      plugin,
      contract,
      isDeclared: true,
      use: (use ??= unused(candidate)),
      isDisabled: false,
    };
    return Object.entries(manifest.provides[key] ?? {}).map(([id, metadata]): Wish => {
      return { contract, id, isDeclared: true, registration: { ...own, id, value: { id, root, metadata } } };
    });
  });
}

function declarationsOf({ manifest }: ReadyCandidate, { byKey }: Vocabulary): readonly Wish[] {
  return Object.keys(manifest.provides).flatMap((key) => {
    const contract = byKey.get(key);
    if (contract?.declaredBy !== "code") return [];
    return providedIds(manifest, key).map((id): Wish => ({ contract, id, isDeclared: true }));
  });
}

function registrationsOf({ registrations }: PluginInstance): readonly Wish[] {
  return [...registrations].map((registration): Wish => {
    const { contract, id, isDeclared, isDisabled } = registration;
    return { contract, id, isDeclared, registration, isDisabled };
  });
}

/** What one plugin wants: what it registered; while it is not loaded, what it declares; nothing once it failed. */
export function claimsOf(
  candidate: ReadyCandidate,
  order: number,
  { vocabulary, instances, failed }: Omit<ClaimSources, "order">,
): readonly Claim[] {
  const plugin = candidate.id;
  const folded = foldId(plugin);
  const instance = instances.get(folded);
  const hasFailed = failed.has(folded);
  const wishes = hasFailed ? [] : [...resourcesOf(candidate, vocabulary)];
  if (instance) wishes.push(...registrationsOf(instance));
  else if (!hasFailed) wishes.push(...declarationsOf(candidate, vocabulary));
  const standing = { candidate, origin: origins.indexOf(candidate.origin), order };
  // Most plugins bring one thing, and there are thousands of them.
  if (wishes.length === 1) return wishes.map((wish) => ({ plugin, standing, place: 0, ...wish }));
  const claims = new Map<string, Claim>();
  for (const [place, wish] of wishes.entries()) {
    const name = `${wish.contract.kind} ${foldContributionId(wish.contract, wish.id)}`;
    // A manifest may write one id in two ways.
    if (!claims.has(name)) claims.set(name, { plugin, standing, place, ...wish });
  }
  return [...claims.values()];
}

/** Which of two claims stands first: that of the plugin that goes first; of one plugin's, the one that it made first. */
export function inPluginOrder(one: Claim, other: Claim): number {
  return one.standing.order - other.standing.order || one.place - other.place;
}
