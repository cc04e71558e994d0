import { readFileSync } from "node:fs";
import type { PluginApi, SpeechProvider } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { config, type Config } from "./config.js";
import plugin from "./index.js";

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8")) as {
  id: string;
  provides: Record<string, string[]>;
  configSchema: unknown;
};

describe("the espeak plugin", () => {
  it("registers what its manifest provides", () => {
    const registered: Record<string, string[]> = {};
    const api = {
      config: {},
      signal: new AbortController().signal,
      registerSpeechProvider: ({ id }: SpeechProvider) => {
        (registered["speech"] ??= []).push(id);
        return { dispose: () => undefined };
      },
    } as unknown as PluginApi<Config>;

    plugin.register(api);

    expect(registered).toEqual(manifest.provides);
    expect(plugin.id).toBe(manifest.id);
  });

  it("has the config schema of its manifest", () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual(manifest.configSchema);
  });

  it("ships the licence that its package names", () => {
    const { license } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      license: string;
    };
    const text = readFileSync(new URL("../LICENSE", import.meta.url), "utf8");

    expect(license).toBe("GPL-3.0-or-later");
    expect(text).toMatch(/GNU GENERAL PUBLIC LICENSE\s+Version 3/);
    expect(text).toContain("END OF TERMS AND CONDITIONS");
  });
});
