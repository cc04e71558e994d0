import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const tick = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms));
const schema = { type: "object", properties: { level: { type: "number" } } };
const within = <Result>(promise: Promise<Result>) => Promise.race([promise, tick(3000).then(() => "hangs" as const)]);

describe("unload [LIFE-8]", () => {
  it("of what runs from the start keeps it out until it is needed", async () => {
    const { host } = await hostWith({ a: { manifest: { activation: { onStartup: true } } } });
    await host.start();
    expect((await host.unload("a")).unloaded).toEqual(["a"]);
    expect(host.registry.instances.has("a")).toBe(false);
  });

  it("takes in nothing of others that changed on the disk", async () => {
    const { host, folder } = await hostWith({ a: {}, b: { provides: { tools: ["t"] } } });
    await host.load(["a", "b"]);
    const b = host.registry.instances.get("b");
    writeFileSync(join(folder, "b", "mortise.plugin.json"), '{ "id": "b", "provides": { "tools": ["u"] } }');
    const { reloaded } = await host.unload("a");
    expect(reloaded).toEqual([]);
    expect(host.registry.instances.get("b")).toBe(b);
  });
});

describe("disable and enable", () => {
  it("take in nothing of others that changed on the disk", async () => {
    const { host, folder } = await hostWith({ a: {}, b: { provides: { tools: ["t"] } } });
    await host.load(["a", "b"]);
    writeFileSync(join(folder, "b", "mortise.plugin.json"), '{ "id": "b", "provides": { "tools": ["u"] } }');
    expect((await host.disable("a")).reloaded).toEqual([]);
    expect((await host.enable("a")).reloaded).toEqual([]);
    expect((await host.reload("b")).reloaded).toEqual(["b"]);
  });
});

describe("reload", () => {
  it("of another says nothing of one that runs on as it was", async () => {
    const { host, folder } = await hostWith({ a: { manifest: { configSchema: schema } }, b: {} });
    await host.load(["a", "b"]);
    await host.updateConfig({
      plugins: { load: { paths: [join(folder, "a"), join(folder, "b")] }, entries: { a: { config: { level: "x" } } } },
    });
    const { failed } = await host.reload("b");
    expect(failed).toEqual([]);
  });

  it("a tool may have its own plugin loaded anew", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => { await globalThis.theHost.reload("a"); return { text: "ok" }; } });`,
      },
    });
    Object.assign(globalThis, { theHost: host });
    const found = await host.resolve(tool, "t");
    expect(await within(host.call(found!, "execute", {}))).toEqual({ text: "ok" });
  });
});
