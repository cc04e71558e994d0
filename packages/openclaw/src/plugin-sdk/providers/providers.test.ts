import { describe, expect, it } from "vitest";
import { defineSingleProviderPluginEntry } from "./provider-entry.js";
import { buildPairedProviderApiKeyCatalog, readManifestProviderDefaultModelRef } from "./model-catalogue.js";

interface Registered {
  id: string;
  envVars?: string[];
  auth: { id: string; label: string; run(): Promise<unknown> }[];
  catalog: { run(context: object): Promise<unknown> };
  staticCatalog?: { run(): Promise<unknown> };
}

function register(options: object): Registered[] {
  const registered: Registered[] = [];
  const entry = defineSingleProviderPluginEntry({ id: "acme", name: "Acme", description: "", ...options }) as {
    register(api: object): void;
  };
  entry.register({ registerProvider: (provider: Registered) => void registered.push(provider) });
  return registered;
}

const manifest = {
  modelCatalog: {
    providers: {
      acme: {
        baseUrl: "https://api.acme.test/v1",
        api: "openai-completions",
        defaultModel: "large",
        models: [{ id: "large", contextWindow: 1000, maxTokens: 100 }],
      },
    },
  },
  providerAuthChoices: [{ provider: "acme", method: "api-key", choiceLabel: "Acme key" }],
  setup: { providers: [{ id: "acme", envVars: ["ACME_API_KEY"] }] },
};

const withKey = (apiKey?: string, config = {}) => ({ config, resolveProviderApiKey: () => ({ apiKey }) });

describe("the entry of a plugin that provides models of one vendor [OC-10]", () => {
  it("registers what its manifest says", async () => {
    const [provider] = register({ provider: { label: "Acme", catalog: {} }, manifest });
    expect(provider).toMatchObject({
      id: "acme",
      envVars: ["ACME_API_KEY"],
      auth: [{ id: "api-key", label: "Acme key" }],
    });
    expect(await provider?.catalog.run(withKey())).toBeNull();
    expect(await provider?.catalog.run(withKey("k"))).toEqual({
      provider: {
        baseUrl: "https://api.acme.test/v1",
        api: "openai-completions",
        apiKey: "k",
        models: [
          {
            id: "large",
            name: "large",
            contextWindow: 1000,
            maxTokens: 100,
            reasoning: false,
            input: ["text"],
            cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
          },
        ],
      },
    });
    expect(await provider?.staticCatalog?.run()).toMatchObject({ provider: { models: [{ id: "large" }] } });
    await expect(provider?.auth[0]?.run()).rejects.toThrow("ACME_API_KEY");
  });

  it("registers what its code says, and asks only for itself", async () => {
    const buildProvider = () => ({ baseUrl: "https://own.test", models: [] });
    const auth = [{ methodId: "key", label: "Key", envVar: "OWN_KEY" }];
    const [provider] = register({
      provider: { label: "Acme", auth, envVars: ["OTHER"], catalog: { buildProvider, allowExplicitBaseUrl: true } },
    });
    expect(provider).toMatchObject({ envVars: ["OTHER", "OWN_KEY"], auth: [{ id: "key" }] });
    expect(await provider?.catalog.run({ ...withKey("k"), providerIds: ["elsewhere"] })).toBeNull();
    const config = { models: { providers: { Acme: { baseUrl: "https://proxy.test" } } } };
    expect(await provider?.catalog.run(withKey("k", config))).toMatchObject({
      provider: { baseUrl: "https://proxy.test" },
    });
  });

  it("hands on a catalogue of its own, and registers nothing where there is no provider", async () => {
    const run = () => Promise.resolve({ provider: { baseUrl: "https://a.test" } });
    const [provider] = register({ provider: () => ({ label: "Acme", catalog: { run } }) });
    expect(await provider?.catalog.run({})).toEqual(await run());
    expect(register({ provider: () => undefined })).toEqual([]);
    expect(register({})).toEqual([]);
  });

  it("says what a manifest lacks", () => {
    expect(() => register({ provider: { label: "Acme", catalog: {} } })).toThrow("modelCatalog.providers.acme");
  });
});

it("a catalogue of several providers of one key is made with it [OC-10]", async () => {
  const buildProviders = () => ({ a: { baseUrl: "https://a.test" }, b: {} });
  const catalogue = (apiKey?: string) =>
    buildPairedProviderApiKeyCatalog({ ctx: withKey(apiKey) as never, providerId: "a", buildProviders });
  expect(await catalogue()).toBeNull();
  expect(await catalogue("k")).toEqual({
    providers: { a: { baseUrl: "https://a.test", apiKey: "k" }, b: { apiKey: "k" } },
  });
});

it("names the first model of a manifest with its provider [OC-10]", () => {
  expect(readManifestProviderDefaultModelRef(manifest, "acme")).toBe("acme/large");
  expect(readManifestProviderDefaultModelRef(manifest, "other")).toBeUndefined();
});
