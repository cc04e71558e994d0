import { MortiseError } from "@mortise/core";
import { describe, expect, it } from "vitest";
import { lendsModule, lentModule } from "./index.js";

type Namespace = Record<string, never>;
const open = (specifier: string) => lentModule(specifier) as Namespace;

describe("what is lent [OC-10]", () => {
  it.each([
    "openclaw",
    "openclaw/plugin-sdk",
    "openclaw/plugin-sdk/core",
    "@openclaw/plugin-sdk",
    "@openclaw/plugin-sdk/core",
  ])("%s is", (specifier) => expect(lendsModule(specifier)).toBe(true));

  it.each([
    "openclaw/package.json",
    "openclaw/dist/extensionAPI.js",
    "openclaw-mem0",
    "@openclaw/discord",
    "./openclaw",
    "zod",
  ])("%s is not", (specifier) => {
    expect(lendsModule(specifier)).toBe(false);
    expect(() => lentModule(specifier)).toThrow(TypeError);
  });

  it("is the same namespace each time, whichever way it is spelt", () => {
    expect(lentModule("openclaw/plugin-sdk/core")).toBe(lentModule("openclaw/plugin-sdk/core"));
    expect(lentModule("@openclaw/plugin-sdk/core.js")).toBe(lentModule("openclaw/plugin-sdk/core"));
  });

  it("has the same function wherever it is asked for", () => {
    const read = (path: string) => open(`openclaw/plugin-sdk${path}`)["normalizeAccountId"];
    expect(read("/account-id")).toBeTypeOf("function");
    expect(new Set(["", "/core", "/account-id", "/routing", "/setup"].map(read)).size).toBe(1);
  });
});

describe("a lent namespace [OC-10]", () => {
  const sdk = open("openclaw/plugin-sdk/core");

  it("can be awaited, as import() does", async () => {
    expect(await Promise.resolve(sdk)).toBe(sdk);
  });

  it("looks like the namespace of an ES module without a default", () => {
    expect(sdk["__esModule"]).toBe(true);
    expect(sdk["default"]).toBeUndefined();
    expect(Object.prototype.toString.call(sdk)).toBe("[object Module]");
  });

  it("can be copied and re-exported", () => {
    expect({ ...sdk }["definePluginEntry"]).toBe(sdk["definePluginEntry"]);
    expect(Object.keys(sdk)).toContain("definePluginEntry");
  });

  it("tells truly whether a name is there", () => {
    expect("definePluginEntry" in sdk).toBe(true);
    expect("startTheWholeGateway" in sdk).toBe(false);
    expect(Object.hasOwn(sdk, "startTheWholeGateway")).toBe(false);
  });

  it("cannot be changed", () => {
    expect(Reflect.set(sdk, "definePluginEntry", 1)).toBe(false);
    expect(Reflect.deleteProperty(sdk, "definePluginEntry")).toBe(false);
  });
});

describe("an export that is not there [OC-9]", () => {
  const missing = open("openclaw/plugin-sdk/infra-runtime")["startTheWholeGateway"] as unknown as {
    (): void;
    new (): object;
    member: { deep: unknown };
  };

  it("can be passed along, compared, derived from and awaited", async () => {
    expect(missing === open("openclaw/plugin-sdk/infra-runtime")["startTheWholeGateway"]).toBe(true);
    expect(typeof missing).toBe("function");
    expect(Boolean(missing)).toBe(true);
    expect([missing].includes(missing)).toBe(true);
    expect((await Promise.resolve(missing)) === missing).toBe(true);
    expect(JSON.stringify({ missing })).toBe("{}");
    expect({} instanceof missing).toBe(false);
    class Derived extends missing {}
    expect(() => new Derived()).toThrow(MortiseError);
  });

  it.each<[string, () => unknown]>([
    ["calling", () => missing()],
    ["constructing", () => new missing()],
    ["reading a member", () => missing.member.deep],
    ["writing a member", () => void Object.assign(missing, { member: 1 })],
    ["asking for a member", () => "member" in missing],
    ["spreading", () => ({ ...missing })],
    ["converting to a text", () => String(missing)],
    ["converting to a number", () => Number(missing)],
  ])("%s names the subpath and the export", (_, use) => {
    expect(use).toThrow(
      expect.objectContaining({
        code: "OPENCLAW_SDK_EXPORT_MISSING",
        message: expect.stringMatching(/"startTheWholeGateway" of "openclaw\/plugin-sdk\/infra-runtime"/),
      }) as Error,
    );
  });
});
