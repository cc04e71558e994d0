import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { speech, tool } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { hostWith } from "../host-with.js";

const voice = (label: string) =>
  `api.registerSpeechProvider({ id: "v", label: ${label}, synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/wav" }) });`;

const withHelper = {
  provides: { speech: ["v"] },
  module: `
    import { label } from "./helper.mjs";
    let runs = 0;
    export default {
      id: "a",
      register(api) {
        runs += 1;
        ${voice("`${label} ${runs}`")}
        api.onDispose(() => api.logger.info("gone"));
      },
    };`,
  files: { "helper.mjs": 'export const label = "first";' },
};

const labelIn = (host: { readonly registry: Awaited<ReturnType<typeof hostWith>>["host"]["registry"] }) => {
  const found = host.registry.get(speech, "v");
  return found?.status === "active" ? found.value.label : found?.status;
};

describe("reload [LOAD-6]", () => {
  it("of what did not change runs register again, on the same module", async () => {
    const { host, lines } = await hostWith({ a: withHelper });
    await host.load(["a"]);
    expect(labelIn(host)).toBe("first 1");
    const { reloaded, failed, delta } = await host.reload("A");
    expect({ reloaded, failed }).toEqual({ reloaded: ["a"], failed: [] });
    expect(delta.changed.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["speech v"]);
    expect(labelIn(host)).toBe("first 2");
    expect(lines).toEqual(["a: gone"]);
  });

  it("takes in edited files, those that the entry names among them", async () => {
    const { host, folder } = await hostWith({ a: withHelper });
    await host.load(["a"]);
    writeFileSync(join(folder, "a", "helper.mjs"), 'export const label = "second";');
    await host.reload("a");
    expect(labelIn(host)).toBe("second 1");
  });

  it("takes in an edited manifest", async () => {
    const { host, folder } = await hostWith({ a: withHelper });
    await host.load(["a"]);
    const manifest = { id: "a", configSchema: { type: "object" }, provides: { speech: ["v", "w"] } };
    writeFileSync(join(folder, "a", "mortise.plugin.json"), JSON.stringify(manifest));
    const { delta } = await host.reload("a");
    expect(delta.changed.map(({ id }) => id)).toEqual(["v"]);
    expect(host.controlPlane.order[0]?.manifest.provides["speech"]).toHaveProperty("w");
  });

  it.each([
    ["a syntax error", "export const label = ;", "helper.mjs"],
    ["a module that throws", "throw new Error('no'); export const label = 1;", "helper.mjs"],
    ["a half-written manifest", '{ "id": "a", "prov', "mortise.plugin.json"],
    ["a manifest for another engine", '{ "id": "a", "engines": { "mortise": "^9" } }', "mortise.plugin.json"],
    ["a register that throws", "export default { id: 'a', register() { throw new Error('no'); } }", "index.mjs"],
    ["an onLoad that rejects", "export default { id: 'a', register() {}, async onLoad() { throw 1; } }", "index.mjs"],
  ])("with %s leaves the old running and says so [LIFE-4]", async (_, text, file) => {
    const { host, folder, lines, codes } = await hostWith({ a: withHelper, b: { provides: { tools: ["t"] } } });
    await host.load(["a", "b"]);
    const before = host.registry.get(speech, "v");
    const mended = JSON.stringify({ id: "a", configSchema: { type: "object" }, provides: { speech: ["v"] } });
    writeFileSync(join(folder, "a", file), text);
    const { failed, reloaded, unloaded } = await host.reload("a");
    expect(failed.map(({ plugin }) => plugin)).toEqual(["a"]);
    expect(failed[0]?.diagnostics.length).toBeGreaterThan(1);
    expect({ reloaded, unloaded }).toEqual({ reloaded: [], unloaded: [] });
    expect(host.registry.get(speech, "v")).toEqual(before);
    expect(lines).toEqual([]);
    expect(codes("a")).toContain("CHANGE_NOT_TAKEN");
    expect(host.registry.instances.has("b")).toBe(true);

    writeFileSync(join(folder, "a", "helper.mjs"), 'export const label = "mended";');
    writeFileSync(join(folder, "a", "mortise.plugin.json"), mended);
    writeFileSync(join(folder, "a", "index.mjs"), withHelper.module);
    expect((await host.reload("a")).failed).toEqual([]);
    expect(labelIn(host)).toBe("mended 1");
    expect(lines).toEqual(["a: gone"]);
  });

  it("of one that had failed tries it again", async () => {
    const { host, folder } = await hostWith({ a: { ...withHelper, module: "throw new Error('no');" } });
    await host.load(["a"]);
    expect(host.failureOf("a")).toBeDefined();
    expect((await host.reload("a")).failed).toMatchObject([{ plugin: "a" }]);
    writeFileSync(join(folder, "a", "index.mjs"), withHelper.module);
    const { loaded, failed } = await host.reload("a");
    expect({ loaded, failed }).toEqual({ loaded: ["a"], failed: [] });
    expect(labelIn(host)).toBe("first 1");
  });

  it("of nobody is refused, with the nearest name", async () => {
    const { host } = await hostWith({ alpha: withHelper });
    await expect(host.reload("alpa")).rejects.toThrow(/alpha/);
    await expect(host.reload("alpa")).rejects.toMatchObject({ code: "PLUGIN_NOT_FOUND" });
  });

  it("takes along what requires it, all or none [LIFE-5]", async () => {
    const requires = { requires: { a: "*" } };
    const logging = `export default { id: "b", register(api) { api.logger.info("b again"); api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) }); } }`;
    const { host, folder, lines } = await hostWith({
      a: withHelper,
      b: { provides: { tools: ["t"] }, manifest: requires, module: logging },
    });
    await host.load(["b"]);
    expect((await host.reload("a")).reloaded).toEqual(["a", "b"]);
    expect(lines).toEqual(["b: b again", "b: b again", "a: gone"]);
    writeFileSync(join(folder, "b", "index.mjs"), "throw new Error('no');");
    const [before, tools] = [labelIn(host), host.registry.get(tool, "t")];
    const { failed, reloaded } = await host.reload("a");
    expect(reloaded).toEqual([]);
    expect(failed.map(({ plugin }) => plugin)).toEqual(["a", "b"]);
    expect(labelIn(host)).toBe(before);
    expect(host.registry.get(tool, "t")).toEqual(tools);
  });

  it("takes in nothing of others that changed on the disk", async () => {
    const { host, folder } = await hostWith({ a: withHelper, b: { provides: { tools: ["t"] } } });
    await host.load(["a", "b"]);
    const b = host.registry.instances.get("b");
    writeFileSync(join(folder, "b", "mortise.plugin.json"), '{ "id": "b", "provides": { "tools": ["u"] } }');
    await host.reload("a");
    expect(host.registry.instances.get("b")).toBe(b);
    expect(host.registry.get(tool, "u")).toBeUndefined();
  });
});

it("what is loaded while a change is prepared is as it should be when that is done [LIFE-9]", async () => {
  const slow = {
    ...withHelper,
    module: withHelper.module.replace(
      "register(api)",
      "onLoad(api) { api.logger.info('loading'); return globalThis.gate; }, register(api)",
    ),
  };
  const { host, folder, lines } = await hostWith({ a: slow, b: { provides: { tools: ["t"] } } });
  await host.load(["a"]);
  let open = () => {};
  Object.assign(globalThis, { gate: new Promise<void>((resolve) => (open = resolve)) });
  writeFileSync(join(folder, "b", "mortise.plugin.json"), '{ "id": "b", "provides": { "tools": ["u"] } }');
  const paths = [join(folder, "a"), join(folder, "b")];
  const changing = host.updateConfig({ plugins: { load: { paths }, entries: { a: { config: { level: 1 } } } } });
  await vi.waitFor(() => expect(lines).toEqual(["a: loading", "a: loading"]));
  await host.load(["b"]);
  expect(host.registry.instances.get("b")?.candidate.manifest.provides).toEqual({ tools: { t: {} } });
  open();
  expect((await changing).reloaded.toSorted()).toEqual(["a", "b"]);
  expect(host.registry.instances.get("b")?.candidate.manifest.provides).toEqual({ tools: { u: {} } });
});

describe("unload [LIFE-8]", () => {
  it("takes a plugin out with what requires it; a call brings it back", async () => {
    const { host, lines } = await hostWith({
      a: withHelper,
      b: { manifest: { requires: { a: "*" } }, register: 'api.onDispose(() => api.logger.info("b gone"));' },
    });
    await host.load(["b"]);
    expect((await host.unload("a")).unloaded.toSorted()).toEqual(["a", "b"]);
    expect(lines).toEqual(["b: b gone", "a: gone"]);
    expect(labelIn(host)).toBe("declared");
    expect(await host.resolve(speech, "v")).toMatchObject({ value: { label: "first 2" } });
  });
});

describe("disable and enable [LIFE-8]", () => {
  it("keep a plugin out and let it in again, with what requires it", async () => {
    const { host } = await hostWith({ a: withHelper, b: { manifest: { requires: { a: "*" } } } });
    await host.load(["b"]);
    const off = await host.disable("a");
    expect(off.unloaded.toSorted()).toEqual(["a", "b"]);
    expect(off.delta.removed.map(({ id }) => id)).toEqual(["v"]);
    expect(await host.resolve(speech, "v")).toBeUndefined();
    const on = await host.enable("a");
    expect(on.delta.added).toMatchObject([{ kind: "speech", id: "v", status: "declared" }]);
    expect(on.failed).toEqual([]);
    expect(await host.resolve(speech, "v")).toMatchObject({ plugin: "a" });
  });

  it("a denial wins, and is named", async () => {
    const { host } = await hostWith({ a: withHelper }, { settings: { deny: ["a"] } });
    const { failed } = await host.enable("a");
    expect(failed).toMatchObject([{ plugin: "a", diagnostics: [{ code: "PLUGIN_KEPT_OUT" }] }]);
  });

  it("what runs from the start is loaded when it is let in", async () => {
    const { host } = await hostWith(
      { a: { ...withHelper, manifest: { activation: { onStartup: true } } } },
      { settings: { entries: { a: { enabled: false } } } },
    );
    await host.start();
    expect((await host.enable("a")).loaded).toEqual(["a"]);
  });
});
