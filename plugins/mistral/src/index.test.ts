import { readFileSync } from "node:fs";
import type { PluginApi, TextInferenceProvider } from "@mortise/sdk";
import { startVendorServer } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import { config, type Config } from "./config.js";
import plugin from "./index.js";

const client = vi.hoisted(() => ({ isImported: false }));
vi.mock("@mistralai/mistralai", async (importOriginal) => {
  client.isImported = true;
  return importOriginal();
});

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8"));

/** Runs `register` and keeps what it registers, by the key of its kind in a manifest. */
function registered(settings: Config) {
  const kept: Record<string, { readonly id: string }> = {};
  const keep = (key: string) => (registration: { readonly id: string }) => {
    kept[key] = registration;
    return { dispose: () => {} };
  };
  const api: Partial<PluginApi<Config>> = {
    config: settings,
    registerProvider: keep("text-inference"),
  };
  plugin.register(api as PluginApi<Config>);
  return kept;
}

describe("the plugin", () => {
  it("registers what its manifest declares", () => {
    const ids = Object.entries(registered({ apiKey: "k" })).map(([key, { id }]) => [key, [id]]);
    const declared = Object.entries(manifest.provides).map(([key, value]) => [
      key,
      Array.isArray(value) ? value : Object.keys(value as object),
    ]);
    expect(ids).toEqual(declared);
    expect(plugin.id).toBe(manifest.id);
  });

  it("names the same models in the manifest and in the provider", () => {
    const { models } = registered({ apiKey: "k" })["text-inference"] as TextInferenceProvider;
    expect(models?.map(({ id }) => id)).toEqual(manifest.provides["text-inference"].mistral.models);
  });

  it("has the config schema that its manifest publishes", () => {
    expect(manifest.configSchema).toEqual(JSON.parse(JSON.stringify(config)));
  });

  it("imports the vendor's client with the first call, not before", async () => {
    await using server = await startVendorServer({ "GET /v1/models": { json: { data: [] } } });
    const provider = registered({ apiKey: "k", baseUrl: server.url })["text-inference"] as TextInferenceProvider;
    expect(client.isImported).toBe(false);
    await provider.listModels?.({}, { signal: new AbortController().signal });
    expect(client.isImported).toBe(true);
  });
});
