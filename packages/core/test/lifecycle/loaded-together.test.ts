import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { speech, tool } from "@mortise/sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import type { RegistryDelta } from "../../src/registry/delta.js";
import { hostWith, type WrittenHost } from "../host-with.js";

const voice = `api.registerSpeechProvider({ id: "v", synthesize: async () => ({ audio: new Uint8Array(), mediaType: "v" }) });`;
const toolNamed = (name: string) =>
  `api.registerTool({ name: "${name}", description: "", parameters: {}, execute: async () => ({ text: "${name}" }) });`;
const requiring = (...ids: string[]) => ({ manifest: { requires: Object.fromEntries(ids.map((id) => [id, "*"])) } });
const synthesize = 'await api.runtime.speech.synthesize({ text: "" });';

function deltasOf({ host }: WrittenHost): readonly RegistryDelta[] {
  const deltas: RegistryDelta[] = [];
  host.onChange((delta) => void deltas.push(delta));
  return deltas;
}

const failureOf = ({ host }: WrittenHost, plugin: string) => host.failureOf(plugin)?.[0];

/** Lets a plugin's code wait for the test: `await globalThis.gates.name`. */
function gate(name: string): () => void {
  const gates = ((globalThis as { gates?: Record<string, Promise<void>> }).gates ??= {});
  let open = () => {};
  gates[name] = new Promise((resolve) => (open = resolve));
  onTestFinished(open);
  return open;
}

describe("plugins that are loaded together come in one swap [LIFE-1]", () => {
  it("with all that they require, and are told once", async () => {
    const written = await hostWith({
      a: { provides: { tools: ["a"] }, register: toolNamed("a"), members: "async onLoad() {}" },
      b: { ...requiring("a"), provides: { tools: ["b"] }, register: toolNamed("b") },
      c: { ...requiring("b"), provides: { tools: ["c"] }, register: toolNamed("c") },
    });
    const deltas = deltasOf(written);
    const before = written.host.registry.generation;
    const { delta, loaded } = await written.host.load(["c"]);
    expect(loaded).toEqual(["a", "b", "c"]);
    expect(written.host.registry.generation).toBe(before + 1);
    expect(deltas.map(({ changed }) => changed.map(({ id }) => id))).toEqual([["a", "b", "c"]]);
    expect(delta.changed.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("but one whose onLoad may use what it requires comes after that, which is whole by then", async () => {
    const service = `api.registerService({ id: "s", async start() { api.logger.info("started"); } });`;
    const written = await hostWith({
      a: { provides: { speech: ["v"], services: ["s"] }, register: voice + service },
      b: {
        ...requiring("a"),
        provides: { tools: ["b"] },
        register: toolNamed("b"),
        members: `async onLoad(api) { ${synthesize} api.logger.info("used it"); }`,
      },
      c: { ...requiring("b"), provides: { tools: ["c"] }, register: toolNamed("c") },
    });
    const deltas = deltasOf(written);
    const { delta } = await written.host.load(["c"]);
    expect(written.lines).toEqual(["a: started", "b: used it"]);
    expect(deltas.map(({ changed }) => changed.map(({ id }) => id))).toEqual([
      ["v", "s"],
      ["b", "c"],
    ]);
    expect(delta.changed.map(({ id }) => id).toSorted()).toEqual(["b", "c", "s", "v"]);
  });

  it("and nobody else waits for that onLoad", async () => {
    const open = gate("slow");
    const written = await hostWith({
      a: { provides: { speech: ["v"] }, register: voice },
      b: { ...requiring("a"), members: "async onLoad() { await globalThis.gates.slow; }" },
      c: { provides: { tools: ["c"] }, register: toolNamed("c") },
    });
    const { host } = written;
    const loading = host.load(["b", "c"]);
    expect((await host.resolve(tool, "c"))?.plugin).toBe("c");
    expect((await host.resolve(speech, "v"))?.plugin).toBe("a");
    await host.load(["a", "c"]);
    expect([...host.registry.instances.keys()]).toEqual(["a", "c"]);
    open();
    await loading;
    expect([...host.registry.instances.keys()]).toEqual(["a", "b", "c"]);
  });

  it("and what fails takes what requires it along, whatever it registered", async () => {
    const written = await hostWith({
      a: { members: "async onLoad() { throw new Error('no'); }" },
      b: { ...requiring("a"), register: 'api.onDispose(() => api.logger.info("undone"));' },
      c: { ...requiring("b"), members: "async onLoad(api) { api.logger.info('never'); }" },
    });
    await written.host.load(["c"]);
    expect(["a", "b", "c"].map((id) => failureOf(written, id)?.code)).toEqual([
      "ON_LOAD_FAILED",
      "LOAD_REQUIREMENT_FAILED",
      "LOAD_REQUIREMENT_FAILED",
    ]);
    expect([...written.host.registry.instances.keys()]).toEqual([]);
    expect(written.lines).toEqual(["b: undone"]);
  });
});

describe("an onLoad that waits for itself is refused at once [LIFE-6]", () => {
  const own = { provides: { speech: ["v"] }, register: voice, members: `async onLoad(api) { ${synthesize} }` };

  it("when it calls what its own plugin brings", async () => {
    const written = await hostWith({ a: own });
    await written.host.load(["a"]);
    expect(failureOf(written, "a")).toMatchObject({
      code: "RUNTIME_NOT_READY",
      plugin: "a",
      path: expect.stringContaining("index.mjs"),
      help: expect.stringMatching(/handler.*start of a service.*requires/),
    });
  });

  it("when what it calls is loaded together with it, and not when that is there or comes alone", async () => {
    const b = { provides: { speech: ["v"] }, register: voice };
    const a = { members: `async onLoad(api) { ${synthesize} }` };
    const together = await hostWith({ a, b });
    await together.host.load(["a", "b"]);
    expect(failureOf(together, "a")).toMatchObject({
      code: "RUNTIME_NOT_READY",
      message: expect.stringContaining("what b brings"),
    });
    expect([...together.host.registry.instances.keys()]).toEqual(["b"]);
    for (const load of [["a"], ["b", "a"]]) {
      const apart = await hostWith({ a, b });
      for (const id of load) await apart.host.load([id]);
      expect([...apart.host.registry.instances.keys()].toSorted()).toEqual(["a", "b"]);
    }
    const required = await hostWith({ a: { ...a, ...requiring("b") }, b });
    await required.host.load(["a", "b"]);
    expect([...required.host.registry.instances.keys()].toSorted()).toEqual(["a", "b"]);
  });

  it("when two wait for one another, each having asked for the other", async () => {
    const waiting = (id: string, other: string) => ({
      provides: { tools: [id], methods: [] },
      register: toolNamed(id),
      members: `async onLoad(api) { await api.emit("${id}:ready", {}); }`,
      manifest: {
        provides: {
          tools: [id],
          customHooks: { [`${id}:ready`]: { kind: "observe" } },
          hooks: [`${other}:ready`],
        },
      },
    });
    const written = await hostWith({ a: waiting("a", "b"), b: waiting("b", "a") });
    await Promise.all([written.host.load(["a"]), written.host.load(["b"])]);
    const codes = ["a", "b"].map((id) => failureOf(written, id)?.code);
    expect(codes).toContain("RUNTIME_NOT_READY");
    expect(codes.filter((code) => code === "RUNTIME_NOT_READY").length + written.host.registry.instances.size).toBe(2);
  });

  it("when it emits a hook that it hears itself, also while others wait for that hook", async () => {
    const open = gate("emit");
    const written = await hostWith({
      a: {
        provides: { customHooks: { "a:ready": { kind: "observe" } }, hooks: ["a:ready"] },
        register: 'api.on("a:ready", () => api.logger.info("heard"));',
        members: 'async onLoad(api) { await globalThis.gates.emit; await api.emit("a:ready", {}); }',
      },
    });
    const { host } = written;
    const loading = host.load(["a"]);
    const emitted = host.emit("a:ready", {});
    open();
    await loading;
    await emitted;
    expect(failureOf(written, "a")?.code).toBe("RUNTIME_NOT_READY");
  });

  it("when it uses its own API, and can go on without the answer", async () => {
    const written = await hostWith({
      a: {
        provides: { apis: ["orders@1.0.0"] },
        register: 'api.registerApi({ id: "orders@1.0.0", description: "", methods: { list: async () => [] } });',
        members: `async onLoad(api) {
          await api.use("orders@1").call("list", {}).catch(({ code }) => api.logger.info(code));
        }`,
      },
    });
    await written.host.load(["a"]);
    expect(written.lines).toEqual(["a: RUNTIME_NOT_READY"]);
    expect([...written.host.registry.instances.keys()]).toEqual(["a"]);
  });

  it("and not when that waits only for what is there by then, though others came with it", async () => {
    const [openModule, openLoad] = [gate("module"), gate("load")];
    const written = await hostWith({
      first: {},
      asking: {
        ...requiring("first"),
        members: `async onLoad(api) { await globalThis.gates.load; ${synthesize} }`,
      },
      slow: {
        ...requiring("first"),
        provides: { speech: ["v"] },
        module: `await globalThis.gates.module; export default { id: "slow", register(api) { ${voice} } };`,
      },
    });
    const { host } = written;
    const loading = Promise.all([host.load(["asking"]), host.load(["slow"])]);
    await expect.poll(() => host.registry.instances.has("first")).toBe(true);
    openLoad();
    await new Promise(setImmediate);
    openModule();
    await loading;
    expect(failureOf(written, "asking")).toBeUndefined();
    expect(host.registry.instances.size).toBe(3);
  });

  it("and not for a circle among others that come with it; who is in one comes with it whole", async () => {
    const written = await hostWith({
      x: { ...requiring("y"), members: "async onLoad() {}" },
      y: { manifest: { requires: { x: "*", a: "*" } }, members: `async onLoad(api) { ${synthesize} }` },
      a: { provides: { speech: ["v"] }, register: voice },
      b: { ...requiring("a"), members: `async onLoad(api) { ${synthesize} }` },
      z: { ...requiring("x") },
    });
    const deltas: string[][] = [];
    written.host.onChange(() => void deltas.push([...written.host.registry.instances.keys()]));
    await written.host.load(["x", "b", "z"]);
    expect(["b", "x", "y", "z"].map((id) => failureOf(written, id))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect([...written.host.registry.instances.keys()].toSorted()).toEqual(["a", "b", "x", "y", "z"]);
    expect(deltas).toEqual([["a"]]);
  });

  it("and never once onLoad is done, or before it began", async () => {
    const written = await hostWith({
      a: {
        provides: { speech: ["v"], tools: ["t"] },
        register: `${voice}
          const ask = async () => { ${synthesize} };
          void ask().then(() => api.logger.info("answered"));
          api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => (await ask(), { text: "ok" }) });`,
        members: "async onLoad() {}",
      },
    });
    const found = await written.host.resolve(tool, "t");
    expect(found && (await written.host.call(found, "execute", {}))).toEqual({ text: "ok" });
    expect(written.lines).toEqual(["a: answered"]);
  });

  it("and not in a change for what its plugin has come to require, which is loaded first, once", async () => {
    const a = { provides: { speech: ["v"] }, register: `api.logger.info("registered"); ${voice}` };
    const written = await hostWith({ a, b: { members: `async onLoad(api) { api.logger.info("before"); }` } });
    const { host, folder } = written;
    await host.load(["b"]);
    const manifest = { id: "b", configSchema: { type: "object" }, requires: { a: "*" } };
    writeFileSync(join(folder, "b/mortise.plugin.json"), JSON.stringify(manifest));
    writeFileSync(
      join(folder, "b/index.mjs"),
      `export default { id: "b", register() {}, async onLoad(api) { ${synthesize} api.logger.info("used it"); } };`,
    );
    const { failed, loaded, reloaded, delta } = await host.reload("b");
    expect([failed, loaded, reloaded, delta.changed.map(({ id }) => id)]).toEqual([[], ["a"], ["b"], ["v"]]);
    expect(written.lines).toEqual(["b: before", "a: registered", "b: used it"]);
  });

  it("in a change too, where it comes with what was not loaded before", async () => {
    const { host, folder } = await hostWith({ a: own, b: {} });
    await host.load(["b"]);
    const manifest = { id: "b", configSchema: { type: "object" }, requires: { a: "*" } };
    writeFileSync(join(folder, "b/mortise.plugin.json"), JSON.stringify(manifest));
    const { failed } = await host.reload("b");
    expect(failed.map(({ plugin, diagnostics }) => [plugin, ...diagnostics.map(({ code }) => code)])).toEqual([
      ["b", "CHANGE_NOT_TAKEN", "RUNTIME_NOT_READY"],
    ]);
    expect(failed[0]?.diagnostics[0]?.message).toContain("onLoad of a waits for what a brings");
  });
});
