import { channel, gatewayContracts, speech, textInference, webSearch, type Contract } from "@mortise/sdk";
import { afterAll, describe, expect, it } from "vitest";
import { pluginFolder } from "../test/plugin-folder.js";
import { callContext, checkConformance, createTestHost, fakeProvider } from "./index.js";

const { plugin, close } = pluginFolder();
afterAll(close);

const capabilities = Object.values(gatewayContracts).filter(({ category }) => category === "capability");

describe("fakeProvider [KIT-5]", () => {
  it.each(capabilities.map((contract) => [contract.kind, contract as Contract] as const))(
    "of %s keeps the contract, and remembers each call",
    async (_kind, contract) => {
      const { value, calls } = fakeProvider(contract);
      expect(await checkConformance(contract, value)).toEqual([]);
      expect(new Set(calls.map(({ operation }) => operation))).toEqual(new Set(Object.keys(contract.operations)));
    },
  );

  it("answers what it is told to, functions of members among it, and keeps the rest", async () => {
    const voice = fakeProvider(speech, { id: "mine", listVoices: async () => [{ id: "a", label: "A" }] });
    expect(await voice.value.listVoices?.({}, callContext())).toEqual([{ id: "a", label: "A" }]);
    expect(await voice.value.synthesize({ text: "Hi" }, callContext())).toMatchObject({
      audio: expect.any(Uint8Array),
    });
    expect(voice.value.id).toBe("mine");
    expect(voice.calls).toEqual([
      { operation: "listVoices", request: {} },
      { operation: "synthesize", request: { text: "Hi" } },
    ]);
    const { value } = fakeProvider(channel);
    expect(value.id).toBe("fake");
  });

  it("is called by a plugin through the host that it is given to", async () => {
    const register = `api.registerTool({ name: "look", description: "Looks.", parameters: { type: "object" },
      async execute({ query }) {
        const { hits } = await api.runtime.webSearch.search({ query });
        return { text: hits[0].title };
      } });`;
    const root = plugin({ manifest: { provides: { tools: ["look"] } }, register });
    const web = fakeProvider(webSearch, {
      search: async () => ({ hits: [{ title: "Tenon", url: "https://x.example/" }] }),
    });
    const model = fakeProvider(textInference);
    await using testHost = await createTestHost({ plugins: [root], fakes: [web, model] });
    const look = await testHost.provider(gatewayContracts.registerTool, "look");
    expect("execute" in look && (await look.execute({ query: "wood" }, callContext()))).toEqual({ text: "Tenon" });
    expect(web.calls).toEqual([{ operation: "search", request: { query: "wood" } }]);
    expect(model.calls).toEqual([]);
  });
});
