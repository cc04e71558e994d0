import type { Contract } from "@mortise/sdk";
import { isReady, providedIds, reasonTexts, type ResolvedProvider } from "@mortise/core";
import { badRequest, modelNotFound, pluginFailed } from "../http/api-error.js";
import { knownModels } from "./known.js";
import type { ServingHost } from "../serving.js";

/** Who is to be called for a model's name. */
export interface Target<Value> {
  readonly provider: ResolvedProvider<Value>;
  /** The model's id within the provider; absent where the name was the provider's alone. */
  readonly model?: string;
}

interface Named {
  readonly provider: string;
  readonly model?: string;
}

/**
 * Finds the provider for `provider/model`, for a provider's name alone, or for a model's id that exactly one known
 * provider lists, and loads it. Throws 404 `model_not_found`, 400 `ambiguous_model`, and 503 where its plugin failed.
 */
export async function findTarget<Value extends { readonly id: string }>(
  contract: Contract<string, Value>,
  name: string,
  host: ServingHost,
): Promise<Target<Value>> {
  const named = byProvider(contract, name, host) ?? byModel(contract, name, host);
  if (!named)
    throw modelNotFound(
      `The model '${name}' does not exist.${whyNot(contract, name, host)} GET /v1/models lists what there is.`,
    );
  const provider = await host.resolve(contract, named.provider);
  // Its own spelling of its id, whatever the case of what was asked for.
  if (provider)
    return {
      provider: { ...provider, id: provider.value.id },
      ...(named.model !== undefined && { model: named.model }),
    };
  const plugin = host.registry.get(contract, named.provider)?.plugin ?? named.provider;
  throw pluginFailed(`The model '${name}' cannot be used`, plugin, "model");
}

/** Every way to cut a name into a provider's id and the rest, longest id first: both may have slashes. */
function cuts(name: string): readonly Named[] {
  const segments = name.split("/");
  return segments.map((_, index) => {
    const end = segments.length - index;
    const model = segments.slice(end).join("/");
    return { provider: segments.slice(0, end).join("/"), ...(model !== "" && { model }) };
  });
}

function byProvider(contract: Contract, name: string, { registry }: ServingHost): Named | undefined {
  return cuts(name).find(({ provider }) => registry.get(contract, provider) !== undefined);
}

function byModel(contract: Contract, name: string, host: ServingHost): Named | undefined {
  const found = knownModels(contract, host).filter(({ model }) => model === name);
  if (found.length > 1) {
    const names = found.map(({ provider }) => `'${provider}/${name}'`).join(", ");
    throw badRequest(`Several providers have the model '${name}'; name one of ${names}.`, "ambiguous_model", "model");
  }
  return found[0];
}

/** Tells who would provide it, where that plugin may not run: most often a key is missing. */
function whyNot({ key }: Contract, name: string, { controlPlane }: ServingHost): string {
  const ids = new Set(cuts(name).map(({ provider }) => provider.toLowerCase()));
  const found = controlPlane.plugins.find(({ decision: { candidate, enabled } }) => {
    if (enabled || !isReady(candidate)) return false;
    return providedIds(candidate.manifest, key).some((id) => ids.has(id.toLowerCase()));
  });
  if (!found) return "";
  const { candidate, reason } = found.decision;
  return ` The plugin "${candidate.id}" would provide it, and does not run: ${reasonTexts[reason]}.`;
}

/** Whether a model's name leads to a provider that is declared or loaded. */
export function isKnownModel(contract: Contract, name: string, host: ServingHost): boolean {
  return (
    byProvider(contract, name, host) !== undefined || knownModels(contract, host).some(({ model }) => model === name)
  );
}
