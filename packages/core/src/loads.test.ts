import { command, service, speech, tool } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { folderWith } from "../test/folder.js";
import { hostIn, hostWith, pluginFiles } from "../test/host-with.js";

const voice = (id: string, answer = `({ audio: new Uint8Array(), mediaType: "${id}" })`) =>
  `api.registerSpeechProvider({ id: "${id}", synthesize: async (request, context) => ${answer} });`;
const serviceOf = (id: string, start = "") =>
  `api.registerService({ id: "${id}", async start() { api.logger.info("+${id}"); ${start} }, async stop() { api.logger.info("-${id}") } });`;
const speaking = { provides: { speech: ["v"] }, register: `api.logger.info("registered"); ${voice("v")}` };

describe("a plugin is loaded when it is needed, once [LOAD-7]", () => {
  it("by resolve, however many ask at a time", async () => {
    const { host, lines } = await hostWith({ a: speaking });
    expect(host.registry.get(speech, "v")?.status).toBe("declared");
    const found = await Promise.all([1, 2, 3].map(() => host.resolve(speech, "V")));
    expect(found.map((provider) => provider?.plugin)).toEqual(["a", "a", "a"]);
    expect(lines).toEqual(["a: registered"]);
  });

  it("by a call through the runtime, by a trigger, by name", async () => {
    const { host, lines } = await hostWith({ a: speaking });
    expect((await host.runtime.speech.synthesize({ text: "" })).mediaType).toBe("v");
    expect((await host.ensure("provider:v")).entries.map(({ plugin }) => plugin)).toEqual(["a"]);
    await host.load(["A", "nobody"]);
    expect(lines).toEqual(["a: registered"]);
  });

  it("for a hook, with its handlers there when it is prepared", async () => {
    const { host, lines } = await hostWith({
      a: {
        provides: { hooks: ["llm_output"] },
        register: 'api.on("llm_output", ({ model }) => api.logger.info(model));',
      },
    });
    const event = { requestId: "r", provider: "p", model: "m", durationMs: 1 };
    await host.hooks.observe("llm_output", event);
    await Promise.all([host.prepareHook("llm_output"), host.prepareHook("llm_output")]);
    await host.hooks.observe("llm_output", event);
    expect(lines).toEqual(["a: m"]);
    expect(host.prepareHook("llm_output")).toBe(host.prepareHook("llm_output"));
  });

  it("and one that failed is not tried again: the next in line has the id", async () => {
    const folder = folderWith(
      pluginFiles({ a: { provides: { speech: ["v"] }, register: 'throw new Error("no")' }, b: speaking }),
    );
    const { host, codes } = await hostIn(folder, { paths: ["a", "b"] });
    expect((await host.resolve(speech, "v"))?.plugin).toBe("b");
    expect((await host.resolve(speech, "v"))?.plugin).toBe("b");
    expect(codes("a")).toEqual(["REGISTER_THREW"]);
    expect(await host.resolve(speech, "nobody")).toBeUndefined();
  });

  it("and a trigger that means nothing is refused", async () => {
    const { host } = await hostWith({});
    await expect(host.ensure("providr:x")).rejects.toMatchObject({ code: "TRIGGER_INVALID" });
  });

  it("in whatever order: the registry is the same, and so are the diagnostics [OWN-3]", async () => {
    const plugins = {
      a: { provides: { speech: ["v", "a"] }, register: voice("v", "({ mediaType: 'a' })") + voice("a") },
      b: { provides: { speech: ["v"] }, register: voice("v") },
      c: { provides: { tools: ["t"] }, register: 'throw new Error("no")' },
    };
    const told = async (paths: readonly string[], load: readonly string[]) => {
      const { host, folder } = await hostWith(plugins, { paths });
      for (const id of load) await host.load([id]);
      const { registry } = host;
      const said = registry.diagnostics.map(({ message }) => message.replaceAll(folder, ""));
      return [
        registry.list(speech),
        registry.get(speech, "v"),
        registry.get(tool, "t"),
        [...registry.instances.keys()],
        said,
      ].map((one) => JSON.stringify(one));
    };
    const expected = await told(["a", "b", "c"], ["a", "b", "c"]);
    expect(expected[1]).toContain('"plugin":"a"');
    for (const order of [
      ["c", "b", "a"],
      ["b", "a", "c"],
      ["b", "c", "a"],
    ]) {
      expect(await told(order, order)).toEqual(expected);
      expect(await told(["a", "b", "c"], order)).toEqual(expected);
    }
  });
});

describe("what a plugin requires [LOAD-9]", () => {
  const b = { manifest: { requires: { a: "*" } }, ...speaking };

  it("is loaded with it, before it, whatever asks for it", async () => {
    const { host, lines } = await hostWith({ b, a: { register: 'api.logger.info("first")' } });
    await host.resolve(speech, "v");
    expect(lines).toEqual(["a: first", "b: registered"]);
  });

  it("fails it too, in one batch or in two", async () => {
    for (const load of [["b"], ["a", "b"]]) {
      const { host, lines } = await hostWith({ a: { register: 'throw new Error("no")' }, b });
      for (const id of load) await host.load([id]);
      expect(host.failureOf("b")).toEqual([
        expect.objectContaining({
          code: "LOAD_REQUIREMENT_FAILED",
          plugin: "b",
          message: expect.stringContaining('"a"'),
        }),
      ]);
      expect(lines).toEqual([]);
    }
  });

  it("fails it too in a circle, where it may have registered before", async () => {
    const requiring = (id: string) => ({ manifest: { requires: { [id]: "*" } } });
    for (const load of [["b"], ["c", "a"], ["a", "b", "c"]]) {
      const { host, lines } = await hostWith({
        a: { ...requiring("b"), register: 'throw new Error("no")' },
        b: requiring("c"),
        c: { ...requiring("a"), register: 'api.onDispose(() => api.logger.info("gone"));' },
      });
      for (const id of load) await host.load([id]);
      expect([...host.registry.instances.keys()]).toEqual([]);
      expect(["a", "b", "c"].map((id) => host.failureOf(id)?.[0]?.code)).toEqual([
        "REGISTER_THREW",
        "LOAD_REQUIREMENT_FAILED",
        "LOAD_REQUIREMENT_FAILED",
      ]);
      expect(lines).toEqual(["c: gone"]);
    }
  });
});

describe("services [CALL-12]", () => {
  it("run with their plugins, stop in reverse at close", async () => {
    const { host, lines } = await hostWith({
      a: { provides: { services: ["a"] }, register: serviceOf("a") },
      b: { provides: { services: ["b"] }, manifest: { after: ["a"] }, register: serviceOf("b") },
    });
    await host.start();
    await host.close();
    expect(lines).toEqual(["a: +a", "b: +b", "b: -b", "a: -a"]);
  });

  it("may need another plugin to start, which is loaded meanwhile", async () => {
    const { host, lines } = await hostWith({
      a: {
        provides: { services: ["a"] },
        register: serviceOf("a", 'api.logger.info((await api.runtime.speech.synthesize({ text: "" })).mediaType)'),
      },
      b: { provides: { speech: ["v"], services: ["b"] }, register: voice("v") + serviceOf("b") },
      lazy: speaking,
    });
    await host.start();
    expect(lines).toEqual(["a: +a", "a: v", "b: +b"]);
  });

  it("run only for who owns them, and pass to the next when a plugin takes its own back", async () => {
    const taking = `const handle = ${serviceOf("s")} api.registerCommand({ name: "drop", description: "", execute: async () => (handle.dispose(), { text: "" }) });`;
    const { host, lines, codes } = await hostWith({
      a: { provides: { services: ["s"], commands: ["drop"] }, register: taking },
      b: { provides: { services: ["s"] }, register: serviceOf("s") },
    });
    await host.start();
    expect([lines, codes("b")]).toEqual([["a: +s"], ["OWNER_OVERRULED"]]);
    const drop = await host.resolve(command, "drop");
    if (drop) await host.call(drop, "execute", { args: "" });
    await vi.waitFor(() => expect(lines).toEqual(["a: +s", "a: -s", "b: +s"]));
    expect([host.services, host.registry.get(service, "s")?.plugin]).toEqual([["s"], "b"]);
  });

  it("are left alone by a host that only looks", async () => {
    const { host, lines } = await hostWith(
      { a: { provides: { services: ["s"] }, register: serviceOf("s") } },
      { services: "leave" },
    );
    await host.start();
    await host.close();
    expect([lines, host.registry.get(service, "s")?.status]).toEqual([[], "declared"]);
  });
});
