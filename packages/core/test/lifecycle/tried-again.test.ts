import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const schema = { type: "object", properties: { level: { type: "number" } } };
const aTool = (name: string) =>
  `api.registerTool({ name: "${name}", description: "", parameters: {}, execute: async () => ({ text: "x" }) });`;

describe("a plugin [LIFE-8]", () => {
  it("one that failed, was kept out and mended is loaded when it is let in", async () => {
    const good = `export default { id: "a", register(api) { ${aTool("t")} } };`;
    const { host, folder } = await hostWith({ a: { provides: { tools: ["t"] }, module: "throw new Error('no');" } });
    await host.load(["a"]);
    await host.disable("a");
    writeFileSync(join(folder, "a", "index.mjs"), good);
    await host.enable("a");
    expect(await host.resolve(tool, "t")).toMatchObject({ plugin: "a" });
  });

  it("what requires one that failed is tried again with it", async () => {
    const { host, folder } = await hostWith({
      a: { module: "throw new Error('no');" },
      b: { provides: { tools: ["t"] }, register: aTool("t"), manifest: { requires: { a: "*" } } },
    });
    await host.load(["b"]);
    expect(host.failureOf("b")).toMatchObject([{ code: "LOAD_REQUIREMENT_FAILED" }]);
    writeFileSync(join(folder, "a", "index.mjs"), "export default { id: 'a', register() {} };");
    await host.reload("a");
    expect(host.failureOf("b")).toBeUndefined();
    expect(await host.resolve(tool, "t")).toMatchObject({ plugin: "b" });
  });

  it("one that failed on its config is tried again with another", async () => {
    const { host, folder } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        manifest: { configSchema: schema },
        register: `if (api.config.level === 1) throw new Error("no"); ${aTool("t")}`,
      },
    });
    const config = (level: number) => ({
      plugins: { load: { paths: [join(folder, "a")] }, entries: { a: { config: { level } } } },
    });
    await host.updateConfig(config(1));
    await host.load(["a"]);
    expect(host.failureOf("a")).toBeDefined();
    await host.updateConfig(config(2));
    expect(await host.resolve(tool, "t")).toMatchObject({ plugin: "a" });
  });

  it("one that was edited while it was not loaded is loaded as it is now", async () => {
    const module = (n: number) => `export default { id: "a", register(api) { api.logger.info("${n}"); } };`;
    const { host, folder, lines } = await hostWith({ a: { module: module(1) } });
    await host.load(["a"]);
    await host.unload("a");
    writeFileSync(join(folder, "a", "index.mjs"), module(2));
    await host.load(["a"]);
    expect(lines).toEqual(["a: 1", "a: 2"]);
  });

  it("one whose helper failed is loaded when that is mended", async () => {
    const { host, folder } = await hostWith({
      a: {
        module: `import "./h.mjs"; export default { id: "a", register() {} };`,
        files: { "h.mjs": "throw new Error('no');" },
      },
    });
    await host.load(["a"]);
    expect(host.failureOf("a")).toBeDefined();
    writeFileSync(join(folder, "a", "h.mjs"), "export {};");
    expect((await host.reload("a")).loaded).toEqual(["a"]);
  });
});
