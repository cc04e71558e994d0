// What others import is a promise to them: a name that goes, or turns from a value into a type, breaks their code.
import { describe, expect, it } from "vitest";
import { codeEntries, exportedNames, exportTable, publicPackages } from "./entries.js";

const entries = publicPackages.flatMap((folder) =>
  [...codeEntries(folder)].map(([entry, file]) => ({ folder, entry, file })),
);

describe("the packages [API-1]", () => {
  it("have these entries", () => {
    expect(entries.map(({ entry }) => entry)).toEqual([
      "@mortise/sdk",
      "@mortise/sdk/typebox",
      "@mortise/core",
      "@mortise/core/catalog",
      "@mortise/testing",
      "@mortise/testing/vitest",
      "@mortise/testing/node",
      "@mortise/openclaw",
      "@mortise/gateway",
    ]);
    for (const folder of publicPackages) {
      expect(Object.keys(exportTable(folder))).toEqual([...codeEntries(folder).keys()]);
    }
  });

  it.each(entries)(
    "$entry exports what its table marks stable or evolving, and nothing else",
    ({ folder, entry, file }) => {
      expect(exportedNames(file)).toEqual(Object.keys(exportTable(folder)[entry] ?? {}).toSorted());
      for (const mark of Object.values(exportTable(folder)[entry] ?? {}))
        expect(["stable", "evolving"]).toContain(mark);
    },
  );

  it.each(entries)("$entry has the values that its source names", async ({ file }) => {
    const values = exportedNames(file).filter((name) => !name.startsWith("type "));
    expect(Object.keys((await import(file)) as object).toSorted()).toEqual(values);
  });
});

describe("what the SDK exports [API-2]", () => {
  const vendors = ["openai", "mistral", "elevenlabs", "espeak", "anthropic", "google", "gemini", "azure", "openclaw"];

  it("names no vendor", () => {
    const named = [...codeEntries("sdk").values()].flatMap(exportedNames).map((name) => name.toLowerCase());
    expect(named.filter((name) => vendors.some((vendor) => name.includes(vendor)))).toEqual([]);
  });

  it("has these values besides contracts: what defines them, what tries them, errors and the gateway's lists", async () => {
    const sdk = (await import("../../packages/sdk/src/index.js")) as Readonly<Record<string, unknown>>;
    const contracts = new Set<unknown>(Object.values(sdk["gatewayContracts"] as object));
    const others = Object.keys(sdk).filter((name) => !contracts.has(sdk[name]));
    expect(others.toSorted()).toEqual([
      "CapabilityError",
      "apiVersion",
      "bytes",
      "defaultHookDeadlineMs",
      "defineCapability",
      "defineHook",
      "definePlugin",
      "defineResource",
      "defineSdk",
      "defineSurface",
      "gatewayContracts",
      "gatewayHooks",
      "gatewayResources",
      "gatewaySdk",
      "idPattern",
      "leftOutHooks",
      "medium",
      "members",
      "usage",
    ]);
  });

  it("marks each contract as the contract itself does [API-5]", async () => {
    const sdk = (await import("../../packages/sdk/src/index.js")) as Readonly<Record<string, unknown>>;
    const contracts = new Set<unknown>(Object.values(sdk["gatewayContracts"] as object));
    const table = exportTable("sdk")["@mortise/sdk"] ?? {};
    for (const name of Object.keys(sdk).filter((each) => contracts.has(sdk[each]))) {
      expect([name, table[name]]).toEqual([name, (sdk[name] as { readonly stability: string }).stability]);
    }
  });
});
