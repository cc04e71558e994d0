import { textInference, type Contract } from "@mortise/sdk";
import { modelNotFound } from "../http/api-error.js";
import type { Serving, ServingHost } from "../serving.js";
import { knownModels, modelContracts, modelIds, type KnownModel } from "./known.js";

/** A model as OpenAI lists it, and what it can do. */
export interface ListedModel {
  /** `provider/model`, or the provider's id where it names no models. */
  readonly id: string;
  readonly object: "model";
  /** Nobody knows when a model was made: when the gateway was. */
  readonly created: number;
  /** The plugin. */
  readonly owned_by: string;
  /** Kinds of capabilities, for example `["text-inference"]`; not part of OpenAI's format. */
  readonly capabilities: readonly string[];
}

/** How long a provider may take to list its models, in milliseconds; what comes later is left out. */
const listDeadlineMs = 2_000;

/** The models by name: what manifests and loaded providers know, and what loaded providers find out now. */
export async function listModels({ host, madeAt }: Serving, signal?: AbortSignal): Promise<readonly ListedModel[]> {
  const asked = await askLoaded(host, signal);
  const models = new Map<string, ListedModel>();
  const add = ({ kind }: Contract, { provider, plugin, model }: KnownModel) => {
    const id = model === undefined ? provider : `${provider}/${model}`;
    const capabilities = [...new Set([...(models.get(id)?.capabilities ?? []), kind])];
    models.set(id, { id, object: "model", created: madeAt, owned_by: plugin, capabilities });
  };
  for (const contract of modelContracts) {
    const known = knownModels(contract, host);
    const further = contract === textInference ? asked : [];
    const isListed = ({ provider }: KnownModel) => further.some((model) => model.provider === provider);
    for (const model of known) if (model.model !== undefined || !isListed(model)) add(contract, model);
    for (const model of further) add(contract, model);
  }
  return [...models.values()];
}

/** One model by its name. Throws 404. */
export async function findModel(name: string, serving: Serving, signal?: AbortSignal): Promise<ListedModel> {
  const found = (await listModels(serving, signal)).find(({ id }) => id === name);
  if (!found) throw modelNotFound(`The model '${name}' does not exist. GET /v1/models lists what there is.`);
  return found;
}

/** Asks the providers that are loaded; one that fails or is slow has nothing to add. */
async function askLoaded(host: ServingHost, signal: AbortSignal | undefined): Promise<readonly KnownModel[]> {
  const lists = await Promise.all(
    host.registry.list(textInference).map(async ({ id, plugin }): Promise<readonly KnownModel[]> => {
      const found = host.registry.get(textInference, id);
      if (found?.status !== "active" || found.value.listModels === undefined) return [];
      const bounds = { ...(signal && { signal }), deadlineMs: listDeadlineMs };
      const models = await host.call(found, "listModels", {}, bounds).catch(() => []);
      return modelIds(models).map((model) => ({ provider: id, plugin, model }));
    }),
  );
  return lists.flat();
}
