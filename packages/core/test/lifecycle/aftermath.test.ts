import { join } from "node:path";
import { tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const tick = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms));
const provider = `api.registerSpeechProvider({ id: "v", synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/wav" }) });`;
const within = <Result>(promise: Promise<Result>) => Promise.race([promise, tick(3000).then(() => "hangs" as const)]);

describe("a call [LIFE-3]", () => {
  it("of what was replaced since reaches what is there now", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: String(api.signal.aborted) }) });`,
      },
    });
    const found = await host.resolve(tool, "t");
    await host.reload("a");
    expect(await host.call(found!, "execute", {})).toEqual({ text: "false" });
  });

  it("a thenable that throws leaves no call behind", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: () => ({ then() { throw new Error("no"); } }) });`,
      },
    });
    const found = await host.resolve(tool, "t");
    await within(host.call(found!, "execute", {}).catch(() => {}));
    expect(host.registry.instances.get("a")?.use.calls).toBe(0);
  });
});

it("what is told of breakers shows no secrets [SEC-3]", async () => {
  const { host } = await hostWith(
    {
      a: {
        provides: { tools: ["t"] },
        manifest: { configSchema: { type: "object", properties: { key: { type: "string" } } } },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => { throw new Error("bad key " + api.config.key); } });`,
      },
    },
    { env: { KEY: "sesame-open" }, settings: { entries: { a: { config: { key: { $env: "KEY" } } } } } },
  );
  const found = await host.resolve(tool, "t");
  for (let i = 0; i < 10; i += 1) await host.call(found!, "execute", {}).catch(() => {});
  expect(JSON.stringify(host.breakersOf("a"))).not.toContain("sesame-open");
  expect(JSON.stringify(host.diagnostics.all)).not.toContain("sesame-open");
});

it("onUnload reaches what its plugin requires, also when the host is closed", async () => {
  const { host, lines } = await hostWith({
    b: { provides: { speech: ["v"] }, register: provider },
    a: {
      manifest: { requires: { b: "*" } },
      module: `let api; export default { id: "a", register(given) { api = given; }, async onUnload() { const r = await api.runtime.speech.synthesize({ text: "x" }).catch((e) => e); api.logger.info(String(r.mediaType ?? r)); } };`,
    },
  });
  await host.load(["a"]);
  await host.close();
  expect(lines).toEqual(["a: audio/wav"]);
});

it("a userConfigSchema that is none stops nobody else", async () => {
  const { host } = await hostWith(
    {
      a: { manifest: { userConfigSchema: { type: "object", properties: { x: { type: "nonsense", pattern: "(" } } } } },
      b: {},
    },
    { userConfig: () => ({}) },
  );
  await host.load(["a", "b"]);
  expect(host.registry.instances.has("b")).toBe(true);
});

it("one that took over config and runs on as it was hears of what it had", async () => {
  const { host, folder, lines } = await hostWith(
    {
      a: {
        manifest: { configSchema: { type: "object" }, configSubscriptions: ["bot"] },
        module: `let l; export default { id: "a", register(api) { l = api.logger; if (api.config.n === 2) throw new Error("no"); }, onConfigUpdate(scope, config) { l.info(scope + JSON.stringify(config)); return scope === "self"; } };`,
      },
    },
    { sections: ["bot"] },
  );
  const config = (n: number) => ({
    bot: { n },
    plugins: { load: { paths: [join(folder, "a")] }, entries: { a: { config: { n } } } },
  });
  await host.updateConfig(config(1));
  await host.load(["a"]);
  const change = await host.updateConfig(config(2));
  expect(change.failed.map(({ plugin }) => plugin)).toEqual(["a"]);
  expect(lines.findLast((line) => line.includes("self"))).toBe('a: self{"n":1}');
});

it("a transform that two handlers give is taken once, and nothing stays in use", async () => {
  const { host, codes } = await hostWith({
    a: {
      provides: { hooks: ["reply_stream"] },
      register: `const one = new TransformStream(); api.on("reply_stream", () => one); api.on("reply_stream", () => one);`,
    },
  });
  await host.load(["a"]);
  const stream = await host.hooks.stream("reply_stream", {} as never, new ReadableStream());
  expect(codes("a")).toEqual(["HOOK_RESULT_INVALID"]);
  await stream.cancel();
  expect(host.registry.instances.get("a")?.use.calls).toBe(0);
});
