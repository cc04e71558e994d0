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

/** All claims by kind, then by folded id. */
export type ClaimTable = ReadonlyMap<string, ReadonlyMap<string, readonly Claim[]>>;

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
    for (const registration of instance?.registrations ?? []) {
      const { contract, id, isDeclared } = registration;
      add({ plugin, contract, id, standing, isDeclared, registration });
    }
    if (instance || failed.has(foldId(plugin))) continue;
    for (const contract of vocabulary.byKey.values()) {
      for (const id of providedIds(candidate.manifest, contract.key)) {
        add({ plugin, contract, id, standing, isDeclared: true });
      }
    }
  }
  return table;
}
