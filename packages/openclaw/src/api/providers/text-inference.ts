import { CapabilityError, type ModelDescription, type TextInferenceProvider } from "@mortise/sdk";
import { isMembers, membersOf, methodOf, numberOf, textOf, textsOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { askForCompletion, type ModelServer } from "./chat-completions.js";
import { labelled } from "./provider-members.js";

/** Registers a provider of language models of theirs: what its catalogue names is asked over OpenAI's API. */
export function registerModelProvider(scope: PluginScope, provider: Members): void {
  const id = scope.id("registerProvider", provider["id"]);
  if (id === undefined) return scope.leaveOut("registerProvider", "a provider needs an id.");
  const find = async () => serverOf(id, await catalogueOf(scope, provider, id));
  const registration: TextInferenceProvider = {
    id,
    ...labelled(provider),
    complete: async (request, { signal }) => askForCompletion(await find(), request, signal),
    listModels: async () => toModels(await catalogueOf(scope, provider, id)),
  };
  scope.enter("registerProvider", "registerProvider", registration);
}

/** What a provider's catalogue says of its server; nothing where it has none, or has no credentials. */
async function catalogueOf(scope: PluginScope, provider: Members, id: string): Promise<Members> {
  const run = ["catalog", "discovery", "staticCatalog"]
    .map((name) => methodOf(provider[name], "run"))
    .find((each) => each !== undefined);
  const apiKey = keyOf(scope, provider);
  const auth = { apiKey, discoveryApiKey: apiKey, mode: apiKey === undefined ? "none" : "api_key", source: "env" };
  const result = membersOf(
    await run?.({
      config: scope.settings.current(),
      agentDir: scope.folders.state(),
      env: process.env,
      resolveProviderApiKey: () => auth,
      resolveProviderAuth: () => auth,
    }),
  );
  const found = isMembers(result["provider"]) ? result["provider"] : membersOf(membersOf(result["providers"])[id]);
  return apiKey === undefined || found["apiKey"] !== undefined ? found : { ...found, apiKey };
}

/** The plugin's own config goes before the variables that the provider names. */
function keyOf({ settings }: PluginScope, provider: Members): string | undefined {
  const named = textsOf(provider["envVars"]).map((name) => process.env[name]);
  return textsOf([settings.own()["apiKey"], ...named])[0];
}

function serverOf(id: string, { baseUrl, api, apiKey, headers }: Members): ModelServer {
  const url = textOf(baseUrl);
  if (url === undefined) {
    throw new CapabilityError(`the provider "${id}" has no credentials, or names no server`, {
      code: "authentication",
    });
  }
  if (api !== undefined && api !== "openai-completions") {
    throw new CapabilityError(
      `the provider "${id}" speaks ${textOf(api) ?? "another language"}, which is not spoken here`,
      {
        code: "unsupported",
      },
    );
  }
  const key = textOf(apiKey);
  const named = Object.entries(membersOf(headers)).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return {
    url: url.replace(/\/+$/, ""),
    headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...Object.fromEntries(named) },
  };
}

function toModels({ models }: Members): readonly ModelDescription[] {
  const list: readonly unknown[] = Array.isArray(models) ? models : [];
  return list.flatMap((model) => {
    const { id, name, contextWindow } = membersOf(model);
    if (typeof id !== "string") return [];
    const title = textOf(name);
    const window = numberOf(contextWindow);
    return [
      { id, ...(title !== undefined && { name: title }), ...(window !== undefined && { contextWindow: window }) },
    ];
  });
}
