import { buildRegistry, type Registry, type RegistryInput } from "./registry.js";

/** Who owns what by the manifests alone, as it is before anything is loaded. */
export function declaredRegistry(input: Pick<RegistryInput, "order" | "vocabulary" | "choices" | "slots">): Registry {
  return buildRegistry({ ...input, failed: new Set(), instances: new Map(), generation: 0 });
}
