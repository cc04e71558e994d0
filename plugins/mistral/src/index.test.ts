import { readFileSync } from "node:fs";
import { textInference } from "@mortise/sdk";
import { callContext, createTestHost, startVendorServer } from "@mortise/testing";
import { describe, expect, it, vi } from "vitest";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

const client = vi.hoisted(() => ({ isImported: false }));
vi.mock("@mistralai/mistralai", async (importOriginal) => {
  client.isImported = true;
  return importOriginal();
});

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8"));
const context = callContext();
const mistralHost = (settings: object = { apiKey: "test-key" }) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { mistral: settings } });

describe("the plugin [VEND-3]", () => {
  it("brings what its manifest declares", async () => {
    await using testHost = await mistralHost();
    expect(await testHost.report("mistral")).toMatchObject({
      status: "active",
      shape: { value: "plain-capability", basis: "registered" },
      contributions: [{ kind: "text-inference", category: "capability", ids: ["mistral"] }],
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
  });

  it("names the same models in the manifest and in the provider", async () => {
    await using testHost = await mistralHost();
    const { models } = await testHost.provider(textInference, "mistral");
    expect(models?.map(({ id }) => id)).toEqual(manifest.provides["text-inference"].mistral.models);
  });

  it("is kept out without a key, and the variable that would supply it is named", async () => {
    await using testHost = await mistralHost({});
    const { status, diagnostics } = await testHost.report("mistral");
    expect([status, diagnostics[0]?.code]).toEqual(["kept-out", "PLUGIN_CONFIG_MISSING"]);
    expect(diagnostics[0]?.help).toContain("MISTRAL_API_KEY");
  });

  it("reaches the vendor through the host, with the key and nothing left when the host is closed", async () => {
    await using server = await startVendorServer({ "GET /v1/models": { json: { data: [] } } });
    const testHost = await mistralHost({ apiKey: "test-key", baseUrl: server.url });
    expect(await testHost.host.runtime.textInference.listModels({})).toEqual([]);
    expect(server.requests[0]?.headers["authorization"]).toBe("Bearer test-key");
    await testHost.close();
    expect(testHost.host.registry.instances.size).toBe(0);
    expect(testHost.host.registry.get(textInference, "mistral")?.status).toBe("declared");
  });

  it("imports the vendor's client with the first call, not before", async () => {
    await using server = await startVendorServer({ "GET /v1/models": { json: { data: [] } } });
    const provider = createTextProvider(connect({ apiKey: "k", baseUrl: server.url }));
    expect(client.isImported).toBe(false);
    await provider.listModels?.({}, context);
    expect(client.isImported).toBe(true);
  });
});
