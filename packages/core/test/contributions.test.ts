import { gatewayResources, memory, speech, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith, type WrittenHost } from "./host-with.js";
import { lenient, lenientFormat } from "./matrix/matrix-host.js";

const skill = gatewayResources[0];

describe("a resource [OWN-8]", () => {
  const skills = {
    provides: { skills: { baking: { path: "skills/baking", description: "Bread." } } },
    module: "throw new Error('ran')",
  };

  it("is there as soon as its plugin may run, and nothing is loaded for it", async () => {
    const { host, folder } = await hostWith({ a: skills });
    expect(host.registry.get(skill, "Baking")).toMatchObject({
      status: "active",
      id: "baking",
      plugin: "a",
      value: { id: "baking", root: `${folder}/a`, metadata: { path: "skills/baking", description: "Bread." } },
      overruled: [],
    });
    expect(host.registry.entries(skill).map(({ id }) => id)).toEqual(["baking"]);
    expect(host.registry.instances.size).toBe(0);
  });

  it("of a plugin without code needs none", async () => {
    const { host } = await hostWith({
      a: { provides: { skills: ["baking"] }, files: { "package.json": {}, "index.mjs": undefined } },
    });
    await host.start();
    expect(host.registry.get(skill, "baking")).toMatchObject({ status: "active" });
    expect(host.failureOf("a")).toBeUndefined();
    expect(host.controlPlane.order).toMatchObject([{ id: "a", isCodeless: true }]);
  });

  it("belongs to one plugin, by the rule for ids", async () => {
    const { host, codes } = await hostWith({ a: skills, b: skills });
    expect(host.registry.get(skill, "baking")).toMatchObject({ plugin: "a", overruled: ["b"] });
    expect(codes("b")).toEqual(["OWNER_OVERRULED"]);
  });

  it("is not missed when its plugin has registered", async () => {
    const { host, codes } = await hostWith({ a: { provides: { skills: ["baking"] } } });
    await host.load(["a"]);
    expect(codes("a")).toEqual([]);
  });
});

describe("plugins.conflicts is fail [POL-12]", () => {
  const aTool = (id: string) => ({
    provides: { tools: ["t"], speech: [id] },
    register: `api.onDispose(() => api.logger.info("undone"));
      api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) });
      api.registerSpeechProvider({ id: "${id}", synthesize: async () => ({}) });`,
  });

  const settings = { conflicts: "fail" };
  const keptOut = (host: WrittenHost["host"]) =>
    Object.fromEntries(
      host.controlPlane.plugins.flatMap(({ decision: { candidate, enabled, reason } }) =>
        enabled ? [] : [[candidate.id, reason]],
      ),
    );

  it("and a plugin whose manifest wants what another owns is kept out", async () => {
    const { host, codes, lines } = await hostWith({ a: aTool("x"), b: aTool("y") }, { settings });
    expect(keptOut(host)).toEqual({ b: "owner-conflict" });
    await host.load(["b"]);
    await host.load(["a", "b"]);
    expect(codes("b")).toEqual(["OWNER_CONFLICT"]);
    expect(host.diagnostics.all[0]).toMatchObject({ level: "error", message: expect.stringContaining("a") as string });
    expect(host.registry.get(tool, "t")).toMatchObject({ status: "active", plugin: "a", overruled: [] });
    expect(host.registry.get(speech, "y")).toBeUndefined();
    await host.close();
    expect(lines).toEqual(["a: undone"]);
  });

  it("and one that wants it undeclared fails, whichever was loaded first", async () => {
    for (const first of ["a", "b"]) {
      const undeclared = (id: string, name: string) => lenient(id, { ...aTool(name), provides: { speech: [name] } });
      const plugins = { a: undeclared("a", "x"), b: undeclared("b", "y") };
      const { host, lines } = await hostWith(plugins, { settings, formats: [lenientFormat] });
      expect(keptOut(host)).toEqual({});
      await host.load([first]);
      await host.load(["a", "b"]);
      expect(host.failureOf("b")).toMatchObject([{ code: "OWNER_CONFLICT", plugin: "b" }]);
      expect(host.failureOf("b")?.[0]?.message).toContain("a");
      expect(host.registry.get(tool, "t")).toMatchObject({ status: "active", plugin: "a", overruled: [] });
      expect(host.registry.get(speech, "y")).toMatchObject({ status: "failed" });
      await host.close();
      expect(lines.toSorted()).toEqual(["a: undone", "b: undone"]);
    }
  });

  it("and it does not matter whether the owner can be loaded", async () => {
    const broken = { ...aTool("x"), register: "throw new Error('broken')" };
    const { host } = await hostWith({ a: broken, b: aTool("y") }, { settings });
    await host.load(["a", "b"]);
    expect(host.failureOf("a")).toMatchObject([{ code: "REGISTER_THREW" }]);
    expect(keptOut(host)).toEqual({ b: "owner-conflict" });
    expect(host.registry.instances.size).toBe(0);
  });

  it("and a plugin without code that loses an id brings nothing", async () => {
    const baking = { provides: { skills: ["baking"] }, files: { "package.json": {}, "index.mjs": undefined } };
    const { host } = await hostWith({ a: baking, b: baking }, { settings });
    expect(keptOut(host)).toEqual({ b: "owner-conflict" });
    expect(host.registry.get(skill, "baking")).toMatchObject({ plugin: "a", overruled: [] });
  });

  it("and the operator's choice decides who that is", async () => {
    const chosen = { ...settings, owners: { "tool:t": "b" } };
    const { host } = await hostWith({ a: aTool("x"), b: aTool("y") }, { settings: chosen });
    await host.load(["a", "b"]);
    expect(keptOut(host)).toEqual({ a: "owner-conflict" });
    expect(host.registry.get(tool, "t")).toMatchObject({ plugin: "b" });
  });

  it("and what one leaves may settle the next", async () => {
    const both = {
      provides: { tools: ["t", "u"] },
      register: aTool("x").register.replace(/api\.registerSpeech.*$/m, ""),
    };
    const only = (name: string) => ({
      provides: { tools: [name] },
      register: `api.registerTool({ name: "${name}", description: "", parameters: {}, execute: async () => ({ text: "" }) });`,
    });
    const { host } = await hostWith({ a: only("t"), b: both, c: only("u") }, { settings });
    await host.load(["a", "b", "c"]);
    expect([...host.registry.instances.keys()]).toEqual(["a", "c"]);
  });
});

describe("a plugin that is kept out [POL-5, POL-6]", () => {
  it("keeps nobody else out by what it is in conflict with", async () => {
    const { host } = await hostWith({
      a: { manifest: { conflicts: { b: "*" }, requires: { ghost: "*" } } },
      b: { provides: { tools: ["t"] } },
    });
    expect(host.controlPlane.order.map(({ id }) => id)).toEqual(["b"]);
  });

  it("by plugins.conflicts takes along those that require it", async () => {
    const aTool =
      'api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) });';
    const tools = { provides: { tools: ["t"] }, register: aTool };
    const requiring = (id: string) => ({ manifest: { requires: { [id]: "*" } }, register: "throw new Error('ran')" });
    const { host, codes } = await hostWith(
      { a: tools, b: tools, dependent: requiring("b"), further: requiring("dependent") },
      { settings: { conflicts: "fail" } },
    );
    expect(host.controlPlane.order.map(({ id }) => id)).toEqual(["a"]);
    expect([codes("dependent"), codes("further")]).toEqual([["REQUIREMENT_MISSING"], ["REQUIREMENT_MISSING"]]);
    const chain = host.diagnostics.all.find(({ plugin }) => plugin === "further")?.message;
    expect(chain).toContain(
      "further requires dependent, dependent requires b, b does not run: another plugin owns an id that it wants",
    );
  });

  it("by plugins.conflicts leaves its slot and what it is in conflict with to others", async () => {
    const remembering = (id: string) =>
      `api.registerMemoryProvider({ id: "${id}", search: async () => ({ hits: [] }) });`;
    const { host } = await hostWith(
      {
        a: { provides: { tools: ["t"] } },
        b: { provides: { tools: ["t"], memory: ["b"] }, manifest: { conflicts: { d: "*" } } },
        c: { provides: { memory: ["c"] }, register: remembering("c") },
        d: {},
      },
      { settings: { conflicts: "fail" } },
    );
    expect(host.controlPlane.order.map(({ id }) => id)).toEqual(["a", "c", "d"]);
    expect(host.controlPlane.slots.get("memory")).toBe("c");
  });
});

describe("a slot [POL-7]", () => {
  const remembers = (id: string) => ({
    provides: { memory: [id], tools: [`${id}_tool`] },
    register: `api.registerMemoryProvider({ id: "${id}",
        search: async () => ({ hits: [{ id: "1", text: "${id}" }] }), add: async ({ text }) => ({ id: "${id}", text }) });
      api.registerTool({ name: "${id}_tool", description: "", parameters: {}, execute: async () => ({ text: "" }) });`,
  });

  it("has one holder; another plugin's registrations under it are not used, and the rest is", async () => {
    const settings = { slots: { memory: "b" } };
    const { host, codes } = await hostWith({ a: remembers("a"), b: remembers("b") }, { settings });
    await host.load(["a", "b"]);
    expect(host.registry.list(memory).map(({ id }) => id)).toEqual(["b"]);
    expect(host.registry.get(tool, "a_tool")).toMatchObject({ status: "active" });
    expect(codes("a")).toEqual(["SLOT_NOT_HELD"]);
    expect((await host.runtime.memory.search({ query: "" })).hits[0]?.text).toBe("b");
  });

  it("may have a role that another plugin holds", async () => {
    const settings = { slots: { memory: "a", "memory.capture": "b" } };
    const { host } = await hostWith({ a: remembers("a"), b: remembers("b") }, { settings });
    expect((await host.runtime.memory.search({ query: "" })).hits[0]?.text).toBe("a");
    expect((await host.runtime.memory.add({ text: "tea" })).id).toBe("b");
  });

  it.each([
    ["lacks config", { configSchema: { type: "object", properties: { key: { type: "string" } }, required: ["key"] } }],
    ["requires what is not there", { requires: { ghost: "*" } }],
    ["is written for another engine", { engines: { mortise: "^99" } }],
  ])("is not held by a plugin that is kept out because it %s", async (_name, manifest) => {
    const { host } = await hostWith({ a: { ...remembers("a"), manifest }, b: remembers("b") });
    expect(host.controlPlane.slots.get("memory")).toBe("b");
    expect((await host.runtime.memory.search({ query: "" })).hits[0]?.text).toBe("b");
  });

  it("that the operator gave to a plugin that is kept out is not given to another behind their back", async () => {
    const written = { ...remembers("a"), manifest: { requires: { ghost: "*" } } };
    const { host } = await hostWith({ a: written, b: remembers("b") }, { settings: { slots: { memory: "a" } } });
    await expect(host.runtime.memory.search({ query: "" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("given to nobody has no provider", async () => {
    const { host } = await hostWith({ a: remembers("a") }, { settings: { slots: { memory: null } } });
    await expect(host.runtime.memory.search({ query: "" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("storage [STORE-1]", () => {
  it("is each plugin's own, and lasts from one host to the next", async () => {
    const counts = {
      register:
        'api.registerTool({ name: api.id, description: "", parameters: {}, execute: async () => ({ text: String(await api.storage.update("n", (n = 0) => n + 1)) }) });',
    };
    const plugins = { a: { ...counts, provides: { tools: ["a"] } }, b: { ...counts, provides: { tools: ["b"] } } };
    const first = await hostWith(plugins);
    const run = async ({ host }: typeof first, name: string) => {
      const found = await host.resolve(tool, name);
      return found && (await host.call(found, "execute", {})).text;
    };
    expect([await run(first, "a"), await run(first, "a"), await run(first, "b")]).toEqual(["1", "2", "1"]);
    const { folders } = first.host.controlPlane;
    await first.host.close();
    const second = await hostWith(plugins, { folders });
    expect(await run(second, "a")).toBe("3");
  });
});
