import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const schema = { type: "object", properties: { level: { type: "number" } }, additionalProperties: false };
const hearing = (id: string, members: string) => `
  export default {
    id: "${id}",
    register(api) {
      api.on("llm_input", (event, { config }) => api.logger.info(\`\${api.config.level} \${config.level}\`));
      api.onDispose(() => api.logger.info("gone"));
    },
    ${members}
  };`;
const plugin = (id: string, members = "") => ({
  manifest: { configSchema: schema },
  provides: { hooks: ["llm_input"] },
  module: hearing(id, members),
});
const configOf = (folder: string, level: unknown, others: object = {}) => ({
  plugins: { load: { paths: [join(folder, "a"), join(folder, "b")] }, entries: { a: { config: { level } } } },
  ...others,
});
const event = { requestId: "r", provider: "p", model: "m", messages: [] } as never;

describe("updateConfig [LIFE-6]", () => {
  it("loads a plugin anew that does not take it over, and no other", async () => {
    const { host, folder, lines } = await hostWith({ a: plugin("a"), b: plugin("b") });
    await host.updateConfig(configOf(folder, 1));
    await host.load(["a", "b"]);
    const b = host.registry.instances.get("b");
    const { reloaded, updated } = await host.updateConfig(configOf(folder, 2));
    expect({ reloaded, updated }).toEqual({ reloaded: ["a"], updated: [] });
    expect(host.registry.instances.get("b")).toBe(b);
    await host.hooks.observe("llm_input", event);
    expect(lines).toEqual(["a: gone", "a: 2 2", "b: undefined undefined"]);
  });

  it("tells a plugin that takes it over, and its calls see it", async () => {
    const taking =
      "onConfigUpdate: (scope, config, version) => console.assert(version > 0) ?? heard.push([scope, config]),";
    const module = `const heard = (globalThis.heard = []);${hearing("a", taking)}`;
    const { host, folder, lines } = await hostWith({ a: { ...plugin("a"), module }, b: plugin("b") });
    await host.updateConfig(configOf(folder, 1));
    await host.load(["a"]);
    const before = host.registry.instances.get("a");
    const { reloaded, updated } = await host.updateConfig(configOf(folder, 2));
    expect({ reloaded, updated }).toEqual({ reloaded: [], updated: ["a"] });
    expect(host.registry.instances.get("a")).toBe(before);
    expect((globalThis as { heard?: unknown }).heard).toEqual([["self", { level: 2 }]]);
    await host.hooks.observe("llm_input", event);
    expect(lines).toEqual(["a: 1 2"]);
    expect((await host.updateConfig(configOf(folder, 2))).updated).toEqual([]);
  });

  it.each(["throw new Error('no')", "return false", "return Promise.reject(new Error('no'))"])(
    "loads a plugin anew that fails to take it over: %s",
    async (body) => {
      const { host, folder } = await hostWith({ a: plugin("a", `onConfigUpdate() { ${body} },`), b: plugin("b") });
      await host.updateConfig(configOf(folder, 1));
      await host.load(["a"]);
      const { reloaded, failed } = await host.updateConfig(configOf(folder, 2));
      expect({ reloaded, failed }).toEqual({ reloaded: ["a"], failed: [] });
    },
  );

  it("leaves a plugin as it was whose config is not valid now, and changes the others [LIFE-4]", async () => {
    const { host, folder, lines, codes } = await hostWith({ a: plugin("a"), b: plugin("b") });
    await host.updateConfig(configOf(folder, 1));
    await host.load(["a", "b"]);
    const entries = { a: { config: { level: "high" } }, b: { config: { level: 5 } } };
    const both = { plugins: { load: { paths: [join(folder, "a"), join(folder, "b")] }, entries } };
    const { reloaded, failed, unloaded } = await host.updateConfig(both);
    expect({ reloaded, unloaded, failed: failed.map(({ plugin: id }) => id) }).toEqual({
      reloaded: ["b"],
      unloaded: [],
      failed: ["a"],
    });
    expect(codes("a")).toEqual(expect.arrayContaining(["CHANGE_NOT_TAKEN", "PLUGIN_CONFIG_INVALID"]));
    await host.hooks.observe("llm_input", event);
    expect(lines).toEqual(["b: gone", "a: 1 1", "b: 5 5"]);
    expect((await host.updateConfig(configOf(folder, 3))).reloaded.toSorted()).toEqual(["a", "b"]);
  });

  it("leaves a plugin as it was that cannot be loaded with the new config", async () => {
    const throwing = `export default { id: "a", register(api) { if (api.config.level > 1) throw new Error("too high"); } };`;
    const { host, folder } = await hostWith({ a: { ...plugin("a"), module: throwing }, b: plugin("b") });
    await host.updateConfig(configOf(folder, 1));
    await host.load(["a"]);
    const before = host.registry.instances.get("a");
    const { failed } = await host.updateConfig(configOf(folder, 2));
    expect(failed).toMatchObject([
      { plugin: "a", diagnostics: [{ code: "CHANGE_NOT_TAKEN" }, { code: "REGISTER_THREW" }] },
    ]);
    expect(host.registry.instances.get("a")).toBe(before);
  });

  it("reads the file again; one that cannot be read is not taken, and said", async () => {
    const { host: first, folder } = await hostWith({ a: plugin("a"), b: plugin("b") });
    await first.close();
    const file = join(folder, "mortise.json");
    writeFileSync(file, JSON.stringify(configOf(folder, 1)));
    const { host, lines } = await hostWith({ a: plugin("a"), b: plugin("b") }, { config: file });
    await host.load(["a"]);
    writeFileSync(file, '{ "plugins": { "entries": ');
    const broken = await host.updateConfig();
    expect(broken.config).toMatchObject([{ code: "CONFIG_NOT_TAKEN" }, { code: "CONFIG_SYNTAX", path: file }]);
    expect(broken.reloaded).toEqual([]);
    writeFileSync(file, JSON.stringify(configOf(folder, 4)));
    expect((await host.updateConfig()).reloaded).toEqual(["a"]);
    await host.hooks.observe("llm_input", event);
    expect(lines).toEqual(["a: gone", "a: 4 4"]);
  });

  it("lets plugins in and takes them out", async () => {
    const { host, folder } = await hostWith({ a: plugin("a"), b: plugin("b") });
    await host.load(["a", "b"]);
    const change = await host.updateConfig({ plugins: { load: { paths: [join(folder, "a")] } } });
    expect(change.unloaded).toEqual(["b"]);
    await host.updateConfig(configOf(folder, 1));
    await host.prepareHook("llm_input");
    expect([...host.registry.instances.keys()]).toEqual(["a", "b"]);
  });
});

describe("scopes of the application [LIFE-6]", () => {
  const listening = (id: string) =>
    plugin(id, "onConfigUpdate: (scope, config) => void (globalThis.scopes ??= []).push([scope, config]),");
  const subscribing = (configSubscriptions: unknown, id = "a") => ({
    ...listening(id),
    manifest: { configSchema: schema, configSubscriptions },
  });

  it("are told to those who subscribe, when they change", async () => {
    const { host, folder } = await hostWith(
      { a: subscribing(["model"]), b: listening("b") },
      { sections: ["bot", "model"] },
    );
    await host.load(["a", "b"]);
    await host.updateConfig(configOf(folder, undefined, { bot: { name: "x" } }));
    await host.updateConfig(configOf(folder, undefined, { bot: { name: "x" }, model: { size: 1 } }));
    await host.updateConfig(configOf(folder, undefined, { bot: { name: "y" }, model: { size: 1 } }));
    expect((globalThis as { scopes?: unknown }).scopes).toEqual([["model", { size: 1 }]]);
  });

  it.each([
    [["modl"], "CONFIG_SCOPE_UNKNOWN", /model/],
    [["self"], "CONFIG_SCOPE_SELF", /self/],
    ["model", "MANIFEST_INVALID", /configSubscriptions/],
  ])("%j is refused with a code", async (subscriptions, code, text) => {
    const { host } = await hostWith({ a: subscribing(subscriptions) }, { sections: ["bot", "model"] });
    const found = host.diagnostics.all.find((diagnostic) => diagnostic.code === code);
    expect(found?.level).toBe("error");
    expect(`${found?.message} ${found?.pointer}`).toMatch(text);
    expect(host.controlPlane.order).toEqual([]);
  });
});
