import { embedding, speech, textInference, type Contract } from "@mortise/sdk";
import type { Host } from "@mortise/core";

/** A model that is known without asking any vendor. */
export interface KnownModel {
  readonly provider: string;
  readonly plugin: string;
  /** Absent: the provider names no models, and is called by its own id. */
  readonly model?: string;
}

/** The capabilities whose models callers can name. */
export const modelContracts: readonly Contract[] = [textInference, embedding, speech];

/** The models under a contract: those that manifests declare, and those that loaded providers list. */
export function knownModels(contract: Contract, host: Pick<Host, "registry" | "controlPlane">): readonly KnownModel[] {
  return host.registry.list(contract).flatMap(({ id: provider, plugin }): readonly KnownModel[] => {
    const models = new Set([
      ...declaredModels(contract, provider, plugin, host),
      ...registeredModels(contract, provider, host),
    ]);
    return models.size === 0 ? [{ provider, plugin }] : [...models].map((model) => ({ provider, plugin, model }));
  });
}

function declaredModels(
  contract: Contract,
  provider: string,
  plugin: string,
  { controlPlane }: Pick<Host, "controlPlane">,
): readonly string[] {
  const provided = controlPlane.order.find(({ id }) => id === plugin)?.manifest.provides[contract.key] ?? {};
  const [, metadata] = Object.entries(provided).find(([id]) => id.toLowerCase() === provider.toLowerCase()) ?? [];
  return modelIds(metadata?.["models"]);
}

function registeredModels(
  contract: Contract,
  provider: string,
  { registry }: Pick<Host, "registry">,
): readonly string[] {
  const found = registry.get(contract, provider);
  return found?.status === "active" ? modelIds((found.value as { readonly models?: unknown }).models) : [];
}

/** Manifests and providers list models by id or as objects that have one. */
export function modelIds(models: unknown): readonly string[] {
  if (!Array.isArray(models)) return [];
  return models.flatMap((model: unknown) => {
    const id = typeof model === "object" && model !== null && "id" in model ? model.id : model;
    return typeof id === "string" ? [id] : [];
  });
}
