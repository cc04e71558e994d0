import { readFileSync } from "node:fs";
import type { PluginApi, SpeechProvider } from "@mortise/sdk";
import { startVendorServer } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import { config, type Config } from "./config.js";
import plugin from "./index.js";

const client = vi.hoisted(() => ({ isImported: false }));
vi.mock("@elevenlabs/elevenlabs-js", async (importOriginal) => {
  client.isImported = true;
  return importOriginal();
});

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8"));

/** Runs `register` and keeps what it registers; anything but a speech provider is an error, as the method is missing. */
function registered(settings: Config): readonly SpeechProvider[] {
  const kept: SpeechProvider[] = [];
  const api: Partial<PluginApi<Config>> = {
    config: settings,
    registerSpeechProvider(provider) {
      kept.push(provider);
      return { dispose: () => {} };
    },
  };
  plugin.register(api as PluginApi<Config>);
  return kept;
}

describe("the plugin", () => {
  it("registers what its manifest declares", () => {
    const speech = registered({ apiKey: "k" }).map(({ id }) => id);
    expect({ speech }).toEqual(manifest.provides);
    expect(plugin.id).toBe(manifest.id);
  });

  it("has the config schema that its manifest publishes", () => {
    expect(manifest.configSchema).toEqual(JSON.parse(JSON.stringify(config)));
  });

  it("imports the vendor's client with the first call, not before", async () => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/v": { bytes: Uint8Array.of(1) } });
    const [speech] = registered({ apiKey: "k", baseUrl: server.url, voice: "v" });
    expect(client.isImported).toBe(false);
    await speech?.synthesize({ text: "Hello" }, { signal: new AbortController().signal });
    expect(client.isImported).toBe(true);
  });
});
