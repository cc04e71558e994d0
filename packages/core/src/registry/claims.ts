import type { Contract } from "@mortise/sdk";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { providedIds } from "../catalog/manifest.js";
import { origins } from "../catalog/roots.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
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
}

/** What claims are collected from. */
export interface ClaimSources {
  /** The plugins that may run, in load order. */
  readonly order: readonly ReadyCandidate[];
  readonly vocabulary: Vocabulary;
  readonly instances: ReadonlyMap<string, PluginInstance>;
  /** Folded ids of plugins that were tried and failed. */
  readonly failed: ReadonlySet<string>;
}

/** What a manifest brings without code is there as soon as its plugin may run. */
function resourceClaims(candidate: ReadyCandidate, standing: Standing, { byKey }: Vocabulary): readonly Claim[] {
  const { id: plugin, root, manifest } = candidate;
  return Object.entries(manifest.provides).flatMap(([key, ids]) => {
    const contract = byKey.get(key);
    if (contract?.declaredBy !== "manifest") return [];
    return Object.entries(ids).map(([id, metadata]): Claim => {
      const registration = { plugin, contract, id, value: { id, root, metadata }, isDeclared: true };
      return { plugin, contract, id, standing, isDeclared: true, registration };
    });
  });
}

/** All claims by kind, then by folded id. */
export type ClaimTable = ReadonlyMap<string, Map<string, readonly Claim[]>>;

/** Collects who wants what. A plugin that is loaded claims what it registered; one that is not, what it declares. */
export function collectClaims({ order, vocabulary, instances, failed }: ClaimSources): ClaimTable {
  const table = new Map<string, Map<string, Claim[]>>();
  const add = (claim: Claim) => {
    const { contract, id } = claim;
    const ids = table.get(contract.kind) ?? new Map<string, Claim[]>();
    table.set(contract.kind, ids);
    const folded = foldContributionId(contract, id);
    const claims = ids.get(folded);
    if (!claims) ids.set(folded, [claim]);
    // A manifest may write one id in two ways.
    else if (claims.at(-1)?.plugin !== claim.plugin) claims.push(claim);
  };
  for (const [index, candidate] of order.entries()) {
    const standing = { candidate, origin: origins.indexOf(candidate.origin), order: index };
    const plugin = candidate.id;
    const instance = instances.get(foldId(plugin));
    if (!failed.has(foldId(plugin))) for (const claim of resourceClaims(candidate, standing, vocabulary)) add(claim);
    for (const registration of instance?.registrations ?? []) {
      const { contract, id, isDeclared } = registration;
      add({ plugin, contract, id, standing, isDeclared, registration });
    }
    if (instance || failed.has(foldId(plugin))) continue;
    for (const key of Object.keys(candidate.manifest.provides)) {
      const contract = vocabulary.byKey.get(key);
      if (contract?.declaredBy !== "code") continue;
      for (const id of providedIds(candidate.manifest, key)) add({ plugin, contract, id, standing, isDeclared: true });
    }
  }
  return table;
}
