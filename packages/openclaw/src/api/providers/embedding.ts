import { CapabilityError, type EmbeddingProvider } from "@mortise/sdk";
import { membersOf, methodOf, present, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { labelled, modelOf, required } from "./provider-members.js";

/** Registers a provider of embeddings of theirs: it makes one provider for each model, which is kept. */
export function registerEmbedding(scope: PluginScope, adapter: Members): void {
  const method = "registerEmbeddingProvider";
  const id = scope.id(method, adapter["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  const create = required(adapter, "create");
  const made = new Map<string, Promise<unknown>>();
  const makeFor = async (model: string, dimensions: number | undefined): Promise<unknown> => {
    const { apiKey, baseUrl, headers } = scope.settings.own();
    const remote = present({ apiKey, baseUrl, headers });
    const config = scope.settings.current();
    const options = {
      config,
      provider: id,
      model,
      remote,
      agentDir: scope.folders.state(),
      ...present({ dimensions }),
    };
    const { provider } = membersOf(await create(options));
    if (!provider) throw new CapabilityError(`${id} is not configured`, { code: "authentication" });
    return provider;
  };
  const providerFor = (model: string, dimensions: number | undefined): Promise<unknown> => {
    const key = `${model} ${dimensions ?? ""}`;
    const known = made.get(key) ?? makeFor(model, dimensions);
    made.set(key, known);
    // One that could not be made is tried anew.
    known.catch(() => made.delete(key));
    return known;
  };
  scope.native.onDispose(async () => {
    const open = await Promise.allSettled(made.values());
    for (const each of open) if (each.status === "fulfilled") await methodOf(each.value, "close")?.();
  });
  const registration: EmbeddingProvider = {
    id,
    ...labelled(adapter),
    async embed({ inputs, model: asked, dimensions }, { signal }) {
      const provider = await providerFor(modelOf(adapter, asked), dimensions);
      const all = methodOf(provider, "embedBatch");
      const one = required(provider, "embed");
      const vectors = all
        ? await all([...inputs], { signal })
        : await Promise.all(inputs.map((input) => one(input, { signal })));
      const model = textOf(membersOf(provider)["model"]) ?? modelOf(adapter, asked);
      return { embeddings: vectors as readonly (readonly number[])[], model };
    },
  };
  scope.enter(method, method, registration);
}
