import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defineBundledChannelEntry } from "./bundled-entry.js";
import { buildChannelConfigSchema, buildPluginConfigSchema, type PluginConfigSchema } from "./config-schemas.js";
import { offerOwnModules } from "./own-modules.js";
import {
  defineChannelPluginEntry,
  definePluginEntry,
  defineToolPlugin,
  getToolPluginMetadata,
} from "./plugin-entry.js";

interface Entry {
  configSchema: unknown;
  register(api: object): void;
}

const folder = mkdtempSync(join(tmpdir(), "mortise-own-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fakeApi(registrationMode?: string) {
  return {
    ...(registrationMode !== undefined && { registrationMode }),
    runtime: { name: "runtime" },
    pluginConfig: { unit: "C" },
    registerChannel: vi.fn(),
    registerTool: vi.fn(),
  };
}

describe("the entry of a plugin [OC-10]", () => {
  it("makes its schema when it is asked for, once", () => {
    const make = vi.fn(() => ({ jsonSchema: {} }));
    const entry = definePluginEntry({ id: "a", name: "A", description: "", configSchema: make, register: () => {} });
    expect(make).not.toHaveBeenCalled();
    expect(entry.configSchema).toBe(entry.configSchema);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("has nothing to configure unless told", () => {
    const entry = definePluginEntry({ id: "a", name: "A", description: "", register: () => {} }) as unknown as {
      configSchema: PluginConfigSchema;
    };
    expect(entry.configSchema.jsonSchema).toMatchObject({ additionalProperties: false });
    expect(entry.configSchema.safeParse({}).success).toBe(true);
    expect(entry.configSchema.safeParse({ a: 1 }).success).toBe(false);
  });
});

describe("the entry of a channel [OC-10]", () => {
  it.each([
    ["full", ["channel", "runtime", "cli", "full", "capabilities"]],
    [undefined, ["channel", "runtime", "cli", "full", "capabilities"]],
    ["discovery", ["channel", "runtime", "cli", "capabilities"]],
    ["setup-runtime", ["channel", "runtime"]],
    ["tool-discovery", ["full", "capabilities"]],
    ["cli-metadata", ["cli"]],
  ])("registers in the mode %s what that asks for", (mode, expected) => {
    const done: string[] = [];
    const entry = defineChannelPluginEntry({
      id: "a",
      name: "A",
      description: "",
      plugin: { id: "a" },
      setRuntime: () => void done.push("runtime"),
      registerCliMetadata: () => void done.push("cli"),
      registerFull: () => void done.push("full"),
      registerCapabilities: () => void done.push("capabilities"),
    }) as Entry;
    const api = { ...fakeApi(mode), registerChannel: () => void done.push("channel") };
    entry.register(api);
    expect(done).toEqual(expected);
  });
});

describe("the entry of a tool plugin [OC-10]", () => {
  it("registers tools whose results are texts, with the value beside them", async () => {
    const entry = defineToolPlugin({
      id: "weather",
      name: "Weather",
      description: "",
      tools: (tool) => [
        tool({
          name: "now",
          description: "d",
          parameters: { type: "object" },
          optional: true,
          execute: (given, config) => ({ given, unit: config["unit"] }),
        }),
      ],
    });
    const api = fakeApi();
    (entry as Entry).register(api);
    const [tool, options] = api.registerTool.mock.calls[0] as [
      { execute(id: string, given: object): Promise<object> },
      object,
    ];
    expect(options).toEqual({ name: "now", optional: true });
    expect(await tool.execute("1", { city: "Bern" })).toMatchObject({
      content: [{ type: "text", text: expect.stringContaining('"unit": "C"') as string }],
      details: { given: { city: "Bern" }, unit: "C" },
    });
    expect(getToolPluginMetadata(entry)).toMatchObject({ id: "weather", tools: [{ name: "now", optional: true }] });
  });
});

describe("the entry of one of OpenClaw's own channels [OC-10]", () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const importMetaUrl = pathToFileURL(join(folder, "index.js")).href;
  const identity = { id: "own", name: "Own", description: "", importMetaUrl };

  it("evaluates its parts when it registers, not before", () => {
    write("channel.cjs", "module.exports = { plugin: { id: 'own' } };");
    write("runtime.cjs", "exports.kept = []; exports.setRuntime = (runtime) => exports.kept.push(runtime);");
    const evaluate = vi.fn(createRequire(importMetaUrl));
    offerOwnModules(folder, evaluate);
    const entry = defineBundledChannelEntry({
      ...identity,
      plugin: { specifier: "./channel.cjs", exportName: "plugin" },
      runtime: { specifier: "./runtime.cjs", exportName: "setRuntime" },
    }) as Entry;
    expect(evaluate).not.toHaveBeenCalled();
    const api = fakeApi("full");
    entry.register(api);
    expect(api.registerChannel).toHaveBeenCalledWith({ plugin: { id: "own" } });
    expect((evaluate(join(folder, "runtime.cjs")) as { kept: unknown[] }).kept).toEqual([api.runtime]);
  });

  it("says which export a part does not have", () => {
    write("empty.cjs", "");
    offerOwnModules(folder, createRequire(importMetaUrl));
    const entry = defineBundledChannelEntry({
      ...identity,
      plugin: { specifier: "./empty.cjs", exportName: "plugin" },
    });
    expect(() => (entry as Entry).register(fakeApi())).toThrow('./empty.cjs has no export "plugin"');
  });

  it("evaluates nothing that lies in no plugin's folder", () => {
    const elsewhere = pathToFileURL(join(tmpdir(), "elsewhere", "index.js")).href;
    const entry = defineBundledChannelEntry({ ...identity, importMetaUrl: elsewhere, plugin: { specifier: "./a.js" } });
    expect(() => (entry as Entry).register(fakeApi())).toThrow("lies in no plugin's folder");
  });
});

describe("config schemas made from Zod's [OC-10]", () => {
  const zod = {
    safeParse: (value: unknown) =>
      value === 1
        ? { success: true, data: 2 }
        : { success: false, error: { issues: [{ path: ["a", 0, Symbol("s")], message: "no" }] } },
  };

  it("parse as they do, with plain issues", () => {
    expect(buildPluginConfigSchema(zod).safeParse(1)).toEqual({ success: true, data: 2 });
    const issues = [{ path: ["a", 0], message: "no" }];
    expect(buildPluginConfigSchema(zod).safeParse(2)).toEqual({ success: false, error: { issues } });
    expect(buildChannelConfigSchema(zod).runtime.safeParse(2)).toEqual({ success: false, issues });
  });

  it("have the JSON Schema that Zod tells, or one for every object", () => {
    expect(buildChannelConfigSchema(zod).schema).toEqual({ type: "object", additionalProperties: true });
    const telling = { ...zod, toJSONSchema: () => ({ $schema: "x", type: "object", properties: {} }) };
    expect(buildPluginConfigSchema(telling).jsonSchema).toEqual({ type: "object", properties: {} });
  });
});
