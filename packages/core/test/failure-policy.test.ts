// What the operator wants to follow when a plugin fails, and what users set, in whole hosts.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "./folder.js";
import { hostIn, hostWith, pluginFiles } from "./host-with.js";

const throwing = { register: 'throw new Error("not today");' };
const startup = { activation: { onStartup: true } };

describe("a plugin that is to be put into quarantine [START-2, POL-10]", () => {
  const settings = { entries: { Frail: { onFailure: "quarantine" } } };

  it("is tried once, by no later host until it changes, and beside it the others run", async () => {
    const frail = { ...throwing, manifest: startup };
    const folder = folderWith(pluginFiles({ frail, sound: { manifest: startup } }));
    const start = async () => {
      const { host } = await hostIn(folder, { settings, paths: ["frail", "sound"] });
      const { plugins } = await host.start();
      const codes = host.diagnostics.all.map(({ code }) => code);
      await host.close();
      return [plugins.map(({ plugin, status }) => `${plugin} ${status}`).toSorted(), codes];
    };
    const quarantined = ["frail quarantined", "sound loaded"];
    expect(await start()).toEqual([quarantined, ["REGISTER_THREW"]]);
    expect(await start()).toEqual([quarantined, ["PLUGIN_QUARANTINED"]]);
    writeFileSync(join(folder, "frail", "index.mjs"), 'export default { id: "frail", register() {} };');
    expect(await start()).toEqual([["frail loaded", "sound loaded"], []]);
  });

  it("keeps the gate shut that it was to guard, at later starts too, unless the operator does without it [HOOK-9]", async () => {
    const guard = { ...throwing, provides: { hooks: ["before_tool_call"] } };
    const folder = folderWith(pluginFiles({ guard }));
    const entries = { guard: { onFailure: "quarantine" } };
    const askGate = async (settings: object) => {
      const { host } = await hostIn(folder, { settings: { entries, ...settings }, paths: ["guard"] });
      await host.start();
      await host.prepareHook("before_tool_call");
      const outcome = await host.hooks.gate("before_tool_call", { name: "rm", arguments: {} } as never);
      await host.close();
      return outcome;
    };
    const shut = { blocked: true, plugin: "guard", reason: expect.stringContaining("not today") };
    expect(await askGate({})).toMatchObject(shut);
    expect(await askGate({})).toMatchObject(shut);
    const waived = { hooks: { before_tool_call: { waive: ["guard"] } } };
    expect(await askGate(waived)).toMatchObject({ blocked: false });
  });

  it("is not held responsible for its config, nor for a plugin that it requires", async () => {
    const configSchema = { type: "object", properties: { port: { type: "number" } } };
    const plugins = {
      frail: { manifest: { ...startup, configSchema } },
      leaning: { manifest: { ...startup, requires: { fallen: "*" } } },
      fallen: throwing,
    };
    const entries = {
      frail: { onFailure: "quarantine", config: { port: "high" } },
      leaning: { onFailure: "quarantine" },
    };
    const { host, folder, codes } = await hostWith(plugins, { settings: { entries } });
    await host.start();
    expect([codes("frail"), codes("leaning")]).toEqual([["PLUGIN_CONFIG_INVALID"], ["LOAD_REQUIREMENT_FAILED"]]);
    expect(existsSync(join(folder, ".state", "quarantine"))).toBe(false);
  });
});

it("a plugin whose failure is to abort keeps the host from starting, though nobody requires it", async () => {
  const plugins = { a: { ...throwing, manifest: startup }, b: { manifest: startup } };
  const { host } = await hostWith(plugins, { settings: { entries: { a: { onFailure: "abort" } } } });
  await expect(host.start()).rejects.toMatchObject({
    code: "PLUGIN_REQUIRED",
    message: expect.stringContaining('not today. Its onFailure is "abort". The host does not start.'),
  });
});

it("what a plugin is required for loads it, and is refused where it fails; the rest is served [START-1]", async () => {
  const entries = { a: { requiredFor: ["tool:x"] }, b: { requiredFor: ["tool:y"] } };
  const { host } = await hostWith({ a: {}, b: throwing }, { settings: { entries } });
  expect((await host.start()).waiting).toEqual(["a", "b"]);
  await host.ensure("tool:x");
  expect([...host.registry.instances.keys()]).toEqual(["a"]);
  await expect(host.ensure({ kind: "tool", name: "y" })).rejects.toMatchObject({ code: "PLUGIN_REQUIRED" });
  await host.ensure("tool:z");
});

it("the report says how long each stage of a plugin took", async () => {
  const members = "async onLoad() {}";
  const { host } = await hostWith({ a: { manifest: startup, members } });
  const { plugins } = await host.start();
  const time = expect.any(Number) as number;
  expect(plugins).toEqual([{ plugin: "a", status: "loaded", importMs: time, registerMs: time, onLoadMs: time }]);
});

it("each call sees what its own user set, however many are made at once [VAL-6]", async () => {
  const userConfigSchema = {
    type: "object",
    properties: { city: { type: "string" }, unit: { type: "string", default: "celsius" } },
    required: ["city"],
  };
  const register = `api.on("before_model_resolve", async (event, context) => {
    const before = JSON.stringify(context.userConfig);
    await new Promise((resolve) => setImmediate(resolve));
    return { model: before + JSON.stringify(context.userConfig) };
  });`;
  const weather = { provides: { hooks: ["before_model_resolve"] }, manifest: { userConfigSchema }, register };
  const { host } = await hostWith(
    { weather },
    { userConfig: async (plugin, { id }) => ({ city: `${plugin} of ${id}` }) },
  );
  await host.prepareHook("before_model_resolve");
  const ask = async (id?: string) =>
    host.hooks.modify(
      "before_model_resolve",
      { model: "m", messages: [] } as never,
      id === undefined ? {} : { user: { id } },
    );
  const users = Array.from({ length: 50 }, (_, index) => `user-${index}`);
  const answers = await Promise.all(users.map(ask));
  const seen = (id: string) => JSON.stringify({ city: `weather of ${id}`, unit: "celsius" });
  expect(answers).toEqual(users.map((id) => ({ model: seen(id) + seen(id) })));
  expect(await ask()).toEqual({ model: "{}{}" });
});

it("what one user set wrongly is refused with what to correct, and is no fault of the plugin's", async () => {
  const userConfigSchema = { type: "object", properties: { city: { type: "string" } } };
  const provides = { hooks: ["before_model_resolve"] };
  const register = 'api.on("before_model_resolve", (event, { userConfig }) => ({ model: userConfig.city }));';
  const { host } = await hostWith(
    { weather: { provides, manifest: { userConfigSchema }, register } },
    { userConfig: (_plugin, { id }) => ({ city: id === "bad" ? 7 : id }) },
  );
  await host.prepareHook("before_model_resolve");
  const ask = async (id: string) => host.hooks.modify("before_model_resolve", {} as never, { user: { id } });
  for (let call = 0; call < 8; call += 1) expect(await ask("bad")).toBeUndefined();
  const said = host.diagnostics.all.map(({ message }) => message);
  expect(said[0]).toContain("city: expected a string, found the number 7");
  expect(await ask("good")).toEqual({ model: "good" });
});
