import { readFileSync } from "node:fs";
import { speech, textInference } from "@mortise/sdk";
import { callContext, createTestHost, startVendorServer } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import { connect } from "./connection.js";
import { createSpeechProvider } from "./speech.js";

const client = vi.hoisted(() => ({ isImported: false }));
vi.mock("openai", async (importOriginal) => {
  client.isImported = true;
  return importOriginal();
});

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8"));
const context = callContext();
const openaiHost = (settings: object = { apiKey: "test-key" }) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { openai: settings } });

describe("the plugin [VEND-3]", () => {
  it("brings what its manifest declares", async () => {
    await using testHost = await openaiHost();
    expect(await testHost.report("openai")).toMatchObject({
      status: "active",
      shape: { value: "hybrid-capability", basis: "registered" },
      contributions: [
        { kind: "text-inference", category: "capability", ids: ["openai"] },
        { kind: "speech", category: "capability", ids: ["openai"] },
        { kind: "media-understanding", category: "capability", ids: ["openai"] },
        { kind: "embedding", category: "capability", ids: ["openai"] },
      ],
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
  });

  it("names the same models in the manifest and in the provider", async () => {
    await using testHost = await openaiHost();
    const { models } = await testHost.provider(textInference, "openai");
    expect(models?.map(({ id }) => id)).toEqual(manifest.provides["text-inference"].openai.models);
  });

  it("is kept out without a key, and the variable that would supply it is named", async () => {
    await using testHost = await openaiHost({});
    const { status, diagnostics } = await testHost.report("openai");
    expect([status, diagnostics[0]?.code]).toEqual(["kept-out", "PLUGIN_CONFIG_MISSING"]);
    expect(diagnostics[0]?.help).toContain("OPENAI_API_KEY");
  });

  it("reaches the vendor through the host, with the key and nothing left when the host is closed", async () => {
    await using server = await startVendorServer({ "POST /v1/audio/speech": { bytes: Uint8Array.of(1) } });
    const testHost = await openaiHost({ apiKey: "test-key", baseUrl: `${server.url}/v1` });
    const result = await testHost.host.runtime.speech.synthesize({ text: "Hello" });
    expect(result.audio).toEqual(Uint8Array.of(1));
    expect(server.requests[0]?.headers["authorization"]).toBe("Bearer test-key");
    await testHost.close();
    expect(testHost.host.registry.instances.size).toBe(0);
    expect(testHost.host.registry.get(speech, "openai")?.status).toBe("declared");
  });

  it("imports the vendor's client with the first call, not before", async () => {
    await using server = await startVendorServer({ "POST /v1/audio/speech": { bytes: Uint8Array.of(1) } });
    const provider = createSpeechProvider(connect({ apiKey: "k", baseUrl: `${server.url}/v1` }));
    expect(client.isImported).toBe(false);
    await provider.synthesize({ text: "Hello" }, context);
    expect(client.isImported).toBe(true);
  });
});
