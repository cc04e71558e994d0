import { readdirSync, readFileSync } from "node:fs";
import type { EmbeddingProvider, MediaUnderstandingProvider, PluginApi, TextInferenceProvider } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { config, type Config } from "./config.js";
import plugin from "./index.js";

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8")) as {
  id: string;
  provides: Record<string, unknown>;
  configSchema: unknown;
};

/** Registers the plugin and answers with what it registered, in the manifest's words, and what it wants run at unload. */
function register(settings: Config) {
  const provides: Record<string, unknown> = {};
  const disposers: (() => void | Promise<void>)[] = [];
  const handle = { dispose: () => undefined };
  const api = {
    config: settings,
    onDispose: (dispose: () => void | Promise<void>) => void disposers.push(dispose),
    registerProvider: ({ id, models }: TextInferenceProvider) => {
      provides["text-inference"] = { [id]: { models: models?.map((model) => model.id) } };
      return handle;
    },
    registerMediaUnderstandingProvider: ({ id, accepts }: MediaUnderstandingProvider) => {
      provides["media-understanding"] = { [id]: { accepts } };
      return handle;
    },
    registerEmbeddingProvider: ({ id, models }: EmbeddingProvider) => {
      provides["embedding"] = {
        [id]: { models: models?.map((model) => model.id), dimensions: models?.[0]?.dimensions },
      };
      return handle;
    },
  } as unknown as PluginApi<Config>;
  plugin.register(api);
  return { provides, disposers };
}

describe("the offline plugin", () => {
  it("registers what its manifest provides, models included", () => {
    expect(register({}).provides).toEqual(manifest.provides);
    expect(plugin.id).toBe(manifest.id);
  });

  it("has the config schema of its manifest", () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual(manifest.configSchema);
  });

  it("ends both threads at unload, started or not", async () => {
    const { disposers } = register({});
    expect(disposers).toHaveLength(2);
    for (const dispose of disposers) await dispose();
  });

  it("refuses a time zone that does not exist, and says which key to mend", () => {
    expect(() => register({ timeZone: "Mars/Base" })).toThrow(/config\.timeZone "Mars\/Base"/);
    expect(register({ timeZone: "Europe/Berlin" }).provides).toEqual(manifest.provides);
  });

  it("imports none of the heavy libraries: only the threads' files do", () => {
    const source = new URL("./", import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
      /(?<!\.test)\.ts$/.test(file),
    );
    const specifiers = files.flatMap((file) =>
      Array.from(
        readFileSync(new URL(file, source), "utf8").matchAll(/(?:from|import\(?|require\()\s*"([^"]+)"/g),
        ([, name]) => name,
      ),
    );
    const outside = new Set(specifiers.filter((name) => name?.startsWith(".") === false));

    expect(outside).toEqual(
      new Set([
        "@mortise/sdk",
        "@mortise/sdk/typebox",
        "node:crypto",
        "node:events",
        "node:timers/promises",
        "node:worker_threads",
      ]),
    );
  });
});
