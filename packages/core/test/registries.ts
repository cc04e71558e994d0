import { foldId, type ReadyCandidate } from "../src/catalog/candidate.js";
import type { PluginInstance } from "../src/loading/instance.js";
import { ownerChoices } from "../src/registry/ownership.js";
import { buildRegistry, type Registry, type RegistryInput } from "../src/registry/registry.js";
import { vocabulary } from "./discovery.js";

/** What a registry of a test is built from; everything else is plain. */
export interface RegistryTraits extends Partial<Omit<RegistryInput, "order" | "instances" | "failed" | "choices">> {
  readonly instances?: readonly PluginInstance[];
  readonly failed?: readonly string[];
  /** The operator's `plugins.owners`. */
  readonly owners?: Parameters<typeof ownerChoices>[0];
  /** Where the config has them. */
  readonly place?: Parameters<typeof ownerChoices>[1];
}

/** What a registry of these plugins, in load order, is built from. */
export function registryInput(order: readonly ReadyCandidate[], traits: RegistryTraits = {}): RegistryInput {
  const { instances = [], failed = [], owners, place, ...others } = traits;
  return {
    order,
    vocabulary,
    choices: ownerChoices(owners, place),
    failed: new Set(failed.map(foldId)),
    instances: new Map(instances.map((instance) => [foldId(instance.id), instance])),
    generation: 0,
    ...others,
  };
}

/** The registry of these plugins, in load order. */
export function registryOf(order: readonly ReadyCandidate[], traits?: RegistryTraits): Registry {
  return buildRegistry(registryInput(order, traits));
}
