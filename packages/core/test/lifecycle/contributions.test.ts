import { speech, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const voice = (id: string) =>
  `registerSpeechProvider({ id: "${id}", synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/wav" }) })`;
const exposing = (register: string, members = "") => ({
  provides: { speech: ["v", "w"], tools: ["t"], hooks: ["llm_input"] },
  module: `export default { id: "a", register(api) { globalThis.api = api; ${register} }, ${members} };`,
});
interface Api {
  update(change: (draft: Api) => unknown): void;
  registerSpeechProvider(value: object): { dispose(): void; enable(): void; disable(): void };
  registerTool(value: object): unknown;
}
const api = () => (globalThis as unknown as { api: Api }).api;
const aVoice = (id: string) => ({ id, synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/wav" }) });
const aTool = { name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) };

describe("api.update [REG-5]", () => {
  it("adds what it registers in one generation", async () => {
    const { host } = await hostWith({ a: exposing("") });
    await host.load(["a"]);
    const { generation } = host.registry;
    const heard: string[][] = [];
    host.onChange(({ added }) => heard.push(added.map(({ kind, id }) => `${kind} ${id}`)));
    api().update((draft) => {
      draft.registerSpeechProvider(aVoice("v"));
      draft.registerTool(aTool);
      expect(host.registry.get(speech, "v")?.status).not.toBe("active");
    });
    expect(host.registry.generation).toBe(generation + 1);
    expect([host.registry.get(speech, "v")?.status, host.registry.get(tool, "t")?.status]).toEqual([
      "active",
      "active",
    ]);
    expect(heard).toEqual([["speech v", "tool t"]]);
  });

  it.each([
    ["it throws", (draft: Api) => (draft.registerSpeechProvider(aVoice("v")), fail()), /no/],
    ["something is malformed", (draft: Api) => void draft.registerSpeechProvider({ id: 5 }), "REGISTER_MALFORMED"],
    ["it is async", async (draft: Api) => void draft.registerSpeechProvider(aVoice("v")), "UPDATE_ASYNC"],
  ])("adds nothing where %s", async (_, change, told) => {
    const { host } = await hostWith({ a: exposing("") });
    await host.load(["a"]);
    const before = host.registry;
    const update = () => api().update(change);
    if (told instanceof RegExp) expect(update).toThrow(told);
    else expect(update).toThrow(expect.objectContaining({ code: told }));
    expect(host.registry).toBe(before);
  });

  it("takes back alone what it gave", async () => {
    const { host } = await hostWith({ a: exposing(`api.${voice("w")};`) });
    await host.load(["a"]);
    let handle: ReturnType<Api["registerSpeechProvider"]> | undefined;
    api().update((draft) => (handle = draft.registerSpeechProvider(aVoice("v"))));
    handle?.dispose();
    handle?.dispose();
    expect(host.registry.get(speech, "v")).toBeUndefined();
    expect(host.registry.get(speech, "w")?.status).toBe("active");
    api().update((draft) => void draft.registerSpeechProvider(aVoice("v")));
    expect(host.registry.get(speech, "v")?.status).toBe("active");
  });

  it("is refused, with a code, once the plugin is unloaded", async () => {
    const { host, codes } = await hostWith({ a: exposing("") });
    await host.load(["a"]);
    await host.unload("a");
    const late = () => api().update((draft) => void draft.registerSpeechProvider(aVoice("v")));
    expect(late).toThrow(expect.objectContaining({ code: "UPDATE_UNLOADED" }));
    expect(codes("a")).toContain("UPDATE_UNLOADED");
  });

  it("keeps to what the manifest declares", async () => {
    const { host, codes } = await hostWith({ a: exposing("") });
    await host.load(["a"]);
    api().update((draft) => void draft.registerSpeechProvider(aVoice("x")));
    expect(host.registry.get(speech, "x")).toBeUndefined();
    expect(codes("a")).toContain("REGISTER_UNDECLARED");
  });
});

describe("a handle [REG-6]", () => {
  it("takes a registration out of use and back; its id stays owned", async () => {
    const { host } = await hostWith({
      a: exposing(`globalThis.handle = api.${voice("v")};`),
      b: { provides: { speech: ["v"] }, register: `api.${voice("v")};` },
    });
    await host.load(["a", "b"]);
    const { handle } = globalThis as unknown as { handle: ReturnType<Api["registerSpeechProvider"]> };
    handle.disable();
    handle.disable();
    expect(host.registry.get(speech, "v")).toMatchObject({ status: "disabled", plugin: "a" });
    expect(await host.resolve(speech, "v")).toBeUndefined();
    expect(host.registry.entries(speech)).toEqual([]);
    handle.enable();
    expect(host.registry.get(speech, "v")).toMatchObject({ status: "active", plugin: "a" });
    handle.dispose();
    expect(host.registry.get(speech, "v")).toMatchObject({ status: "active", plugin: "b" });
  });
});

describe("onLoad and onUnload [LIFE-6]", () => {
  it("run after register and before the swap, and with an api that works", async () => {
    const lines = `
      async onLoad(api) { await api.storage.set("k", 1); api.logger.info("loading"); api.update((draft) => draft.${voice("v")}); },
      async onUnload(api) { api.logger.info("unloading " + (await api.storage.get("k")) + " " + api.signal.aborted); },`;
    const { host, lines: said } = await hostWith({ a: exposing("api.logger.info('registered');", lines) });
    await host.load(["a"]);
    expect(host.registry.get(speech, "v")?.status).toBe("active");
    await host.unload("a");
    expect(said).toEqual(["a: registered", "a: loading", "a: unloading 1 false"]);
  });

  it("onLoad that takes too long fails the plugin, and what it did is undone", async () => {
    const { host, lines } = await hostWith(
      { a: exposing("api.onDispose(() => api.logger.info('undone'));", "onLoad: () => new Promise(() => {}),") },
      { loadDeadlineMs: 500 },
    );
    await host.load(["a"]);
    expect(host.failureOf("a")).toMatchObject([{ code: "ON_LOAD_TIMEOUT" }]);
    expect(lines).toEqual(["a: undone"]);
  });
});

describe("a view [LIFE-7]", () => {
  it("keeps to its generation, joined by what it is the first to need", async () => {
    const { host, lines } = await hostWith({
      a: exposing(`api.${voice("v")}; api.onDispose(() => api.logger.info("gone"));`),
      b: {
        provides: { tools: ["u"] },
        register:
          'api.registerTool({ name: "u", description: "", parameters: {}, execute: async () => ({ text: "" }) });',
      },
    });
    await host.load(["a"]);
    const view = host.view();
    const first = host.registry.get(speech, "v");
    await host.reload("a");
    expect(host.registry.get(speech, "v")).not.toEqual(first);
    expect(view.registry.get(speech, "v")).toBe(first);
    expect(lines).toEqual([]);
    expect(await view.resolve(tool, "u")).toMatchObject({ plugin: "b" });
    expect(view.registry.get(speech, "v")).toBe(first);
    view.release();
    view.release();
    await new Promise(setImmediate);
    expect(lines).toEqual(["a: gone"]);
  });

  it("does not hold up who closes for longer than the grace period", async () => {
    const { host, lines, codes } = await hostWith(
      { a: exposing("api.onDispose(() => api.logger.info('gone'));") },
      { graceMs: 20 },
    );
    await host.load(["a"]);
    host.view();
    await host.close();
    expect(lines).toEqual(["a: gone"]);
    expect(codes("a")).toContain("CALLS_UNFINISHED");
  });
});

function fail(): never {
  throw new Error("no");
}
