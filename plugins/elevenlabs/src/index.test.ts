import { speech } from "@mortise/sdk";
import { callContext, createTestHost, startVendorServer } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import { createSpeechProvider } from "./speech.js";

const client = vi.hoisted(() => ({ isImported: false }));
vi.mock("@elevenlabs/elevenlabs-js", async (importOriginal) => {
  client.isImported = true;
  return importOriginal();
});

const context = callContext();
const elevenlabsHost = (settings: object = { apiKey: "test-key" }) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { elevenlabs: settings } });

describe("the plugin [VEND-3]", () => {
  it("brings what its manifest declares", async () => {
    await using testHost = await elevenlabsHost();
    expect(await testHost.report("elevenlabs")).toMatchObject({
      status: "active",
      shape: { value: "plain-capability", basis: "registered" },
      contributions: [{ kind: "speech", category: "capability", ids: ["elevenlabs"] }],
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
  });

  it("is kept out without a key, and the variable that would supply it is named", async () => {
    await using testHost = await elevenlabsHost({});
    const { status, diagnostics } = await testHost.report("elevenlabs");
    expect([status, diagnostics[0]?.code]).toEqual(["kept-out", "PLUGIN_CONFIG_MISSING"]);
    expect(diagnostics[0]?.help).toContain("ELEVENLABS_API_KEY");
  });

  it("reaches the vendor through the host, with the key and nothing left when the host is closed", async () => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/v": { bytes: Uint8Array.of(1) } });
    const testHost = await elevenlabsHost({ apiKey: "test-key", baseUrl: server.url, voice: "v" });
    const result = await testHost.host.runtime.speech.synthesize({ text: "Hello" });
    expect(result.audio).toEqual(Uint8Array.of(1));
    expect(server.requests[0]?.headers["xi-api-key"]).toBe("test-key");
    await testHost.close();
    expect(testHost.host.registry.instances.size).toBe(0);
    expect(testHost.host.registry.get(speech, "elevenlabs")?.status).toBe("declared");
  });

  it("imports the vendor's client with the first call, not before", async () => {
    await using server = await startVendorServer({ "POST /v1/text-to-speech/v": { bytes: Uint8Array.of(1) } });
    const provider = createSpeechProvider({ apiKey: "k", baseUrl: server.url, voice: "v" });
    expect(client.isImported).toBe(false);
    await provider.synthesize({ text: "Hello" }, context);
    expect(client.isImported).toBe(true);
  });
});
