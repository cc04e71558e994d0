import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { hostWith } from "../host-with.js";

/** A tool that answers when it is told to, and says which instance it belongs to. */
const gated = (more = "") => ({
  provides: { tools: ["t"], hooks: ["llm_input"], services: ["s"] },
  module: `
    let instances = 0;
    export default {
      id: "a",
      register(api) {
        const instance = (instances += 1);
        const wait = () => new Promise((resolve) => (globalThis.gates ??= []).push(resolve));
        api.registerTool({
          name: "t", description: "", parameters: {},
          async execute(args, { signal }) { await wait(); return { text: \`\${instance} \${api.signal.aborted} \${signal.aborted}\` }; },
        });
        api.on("llm_input", async () => { await wait(); api.logger.info("handled by " + instance); });
        api.onDispose(() => api.logger.info("gone " + instance));
        ${more}
      },
    };`,
});
const open = () => {
  const { gates = [] } = globalThis as { gates?: (() => void)[] };
  for (const go of gates.splice(0)) go();
};
const event = { requestId: "r", provider: "p", model: "m", messages: [] } as never;

describe("a call in flight [LIFE-3]", () => {
  it("ends on the instance that it began on, which is disposed then and not before", async () => {
    const { host, lines } = await hostWith({ a: gated() });
    const found = await host.resolve(tool, "t");
    if (!found) throw new Error("no tool");
    const call = () => host.call(found, "execute", {});
    const [first, second] = [call(), call()];
    await host.reload("a");
    expect(lines).toEqual([]);
    expect(host.registry.instances.get("a")?.use.calls).toBe(0);
    open();
    expect([await first, await second]).toEqual([{ text: "1 false false" }, { text: "1 false false" }]);
    await vi.waitFor(() => expect(lines).toEqual(["a: gone 1"]));
    const again = await host.resolve(tool, "t");
    const third = again && host.call(again, "execute", {});
    open();
    expect(await third).toEqual({ text: "2 false false" });
  });

  it("of a hook holds every instance that it will still call", async () => {
    const other = { ...gated(), module: gated().module.replaceAll('"a"', '"b"').replace("await wait(); api", "api") };
    const { host, lines } = await hostWith({ a: gated(), b: { ...other, manifest: { after: ["a"] } } });
    await host.load(["a", "b"]);
    const emitted = Promise.resolve(host.hooks.observe("llm_input", event));
    await host.reload("b");
    await host.unload("a");
    open();
    await emitted;
    await vi.waitFor(() => expect(lines.toSorted()).toContain("a: gone 1"));
    expect(lines).toContain("a: handled by 1");
    expect(lines.indexOf("b: handled by 1")).toBeLessThan(lines.indexOf("b: gone 1"));
  });

  it("is given up on when the grace period is over, and named", async () => {
    const { host, lines, codes } = await hostWith({ a: gated() }, { graceMs: 20 });
    const found = await host.resolve(tool, "t");
    const call = found && host.call(found, "execute", {});
    await host.reload("a");
    await vi.waitFor(() => expect(lines).toEqual(["a: gone 1"]));
    expect(codes("a")).toContain("CALLS_UNFINISHED");
    open();
    expect(await call).toEqual({ text: "1 true false" });
  });
});

describe("services [CALL-12]", () => {
  const serving = (start = "", stop = "") =>
    gated(`api.registerService({ id: "s",
      async start() { ${start} api.logger.info("+" + instance); },
      async stop() { ${stop} api.logger.info("-" + instance); } });`);

  it("are handed over: the old stops before the new starts", async () => {
    const { host, lines } = await hostWith({ a: serving() });
    await host.start();
    await host.reload("a");
    expect(lines).toEqual(["a: +1", "a: -1", "a: +2", "a: gone 1"]);
    expect(host.services).toEqual(["s"]);
  });

  it("the old starts again where the new does not", async () => {
    const { host, lines, codes } = await hostWith({ a: serving("if (instance > 1) throw new Error('no');") });
    await host.start();
    const { failed, reloaded } = await host.reload("a");
    expect(reloaded).toEqual([]);
    expect(failed).toMatchObject([{ plugin: "a" }]);
    expect(codes("a")).toEqual(expect.arrayContaining(["SERVICE_START_FAILED", "CHANGE_NOT_TAKEN"]));
    expect(lines).toEqual(["a: +1", "a: -1", "a: +1", "a: gone 2"]);
    expect(host.services).toEqual(["s"]);
  });

  it("of others are left alone", async () => {
    const { host, folder, lines } = await hostWith({
      a: serving(),
      b: {
        provides: { services: ["o"] },
        register:
          'api.registerService({ id: "o", async start() { api.logger.info("+"); }, async stop() { api.logger.info("-"); } });',
      },
    });
    await host.start();
    writeFileSync(join(folder, "a", "index.mjs"), "throw new Error('no');");
    await host.reload("a");
    expect(lines).toEqual(["a: +1", "b: +"]);
  });
});
