import { speech, textInference } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { folderWith } from "../test/folder.js";
import { hostIn, hostWith, pluginFiles } from "../test/host-with.js";
import { livePlugins } from "./reporting/live.js";

const voice = (id: string, answer = `({ audio: new Uint8Array(), mediaType: "${id}" })`) =>
  `api.registerSpeechProvider({ id: "${id}", synthesize: async (request, context) => ${answer} });`;
const serviceOf = (id: string, start = "") =>
  `api.registerService({ id: "${id}", async start() { api.logger.info("+${id}"); ${start} }, async stop() { api.logger.info("-${id}") } });`;
const speaking = { provides: { speech: ["v"] }, register: `api.logger.info("registered"); ${voice("v")}` };

describe("start [START-1]", () => {
  it("loads what must run, leaves the rest, and says what came of it", async () => {
    const { host } = await hostWith({
      lazy: speaking,
      eager: { manifest: { activation: { onStartup: true } } },
      served: { provides: { services: ["s"] }, register: serviceOf("s") },
      broken: { provides: { services: ["x"] }, module: 'throw new Error("no")' },
    });
    expect(await host.start()).toMatchObject({
      durationMs: expect.any(Number),
      loaded: ["eager", "served"],
      failed: [{ plugin: "broken", diagnostics: [expect.objectContaining({ code: "LOAD_FAILED", plugin: "broken" })] }],
      waiting: ["lazy"],
    });
    expect(host.services).toEqual(["s"]);
  });

  it("loads a required plugin though nothing needs it yet", async () => {
    const { host } = await hostWith({ a: speaking }, { settings: { entries: { a: { required: true } } } });
    expect((await host.start()).loaded).toEqual(["a"]);
  });

  it.each([
    ["failed", { a: { register: 'throw new Error("no")' } }, { A: { required: true } }, "register threw: no"],
    ["is off", { a: {} }, { a: { required: true, enabled: false } }, "plugins.entries turns it off"],
    ["is not there", { a: {} }, { nobody: { required: true } }, "it was not found"],
  ])("fails when a required plugin %s, and says why", async (_name, plugins, entries, reason) => {
    const { host } = await hostWith(plugins, { settings: { entries } });
    await expect(host.start()).rejects.toMatchObject({
      code: "PLUGIN_REQUIRED",
      message: expect.stringContaining(reason),
    });
  });
});

describe("one plugin's fault leaves the others alone [CALL-9]", () => {
  it("whatever it does", async () => {
    const { host, codes } = await hostWith({
      thrower: { module: "throw Object.create(null)" },
      trap: { module: "export default new Proxy({}, { get() { throw new Error('trap') } })" },
      halfway: { provides: { speech: ["h"] }, register: `${voice("h")} throw new Error("no")` },
      late: { register: 'Promise.resolve().then(() => { try { api.on("llm_input", 1) } catch {} })' },
      ticking: { register: "api.setTimeout(() => { throw new Error('tick') }, 0)" },
      mislabelled: { module: "export default { id: 'other', register() {} }" },
      good: speaking,
    });
    await host.load(host.controlPlane.order.map(({ id }) => id));
    expect([...host.registry.instances.keys()]).toEqual(["good", "late", "ticking"]);
    expect((await host.runtime.speech.synthesize({ text: "" })).mediaType).toBe("v");
    await vi.waitFor(() => expect(codes("ticking")).toEqual(["TIMER_FAILED"]));
    expect([codes("thrower"), codes("trap"), codes("halfway"), codes("late"), codes("mislabelled")]).toEqual([
      ["LOAD_FAILED"],
      ["LOAD_FAILED"],
      ["REGISTER_THREW"],
      ["REGISTER_LATE"],
      ["LOAD_ID_MISMATCH"],
    ]);
  });

  it("and its config, when that is wrong, keeps its code from running", async () => {
    const configSchema = { type: "object", properties: { port: { type: "number" } } };
    const { host, lines } = await hostWith(
      { a: { manifest: { configSchema }, ...speaking }, b: { provides: { commands: ["c"] } } },
      { settings: { entries: { a: { config: { port: "x" } } } } },
    );
    await host.load(["a", "b"]);
    expect([...host.registry.instances.keys()]).toEqual(["b"]);
    expect(lines).toEqual([]);
  });
});

describe("secrets [SEC-3]", () => {
  const configSchema = { type: "object", properties: { key: { type: "string" } } };
  const settings = { entries: { a: { config: { key: { $env: "KEY" } } } } };
  const env = { KEY: "hunter22-secret" };

  it("reach the plugin and nothing that leaves the host", async () => {
    const register = `
      if (api.config.key !== "hunter22-secret") throw new Error("wrong config");
      api.logger.info("using " + api.config.key, { headers: { authorization: "Bearer " + api.config.key } });
      api.onDispose(() => { throw new Error(api.config.key) });
      throw new Error("401 for " + api.config.key);
    `;
    const { host, records } = await hostWith({ a: { manifest: { configSchema }, register } }, { settings, env });
    await host.load(["a"]);
    await host.close();
    expect(host.failureOf("a")?.[0]?.message).toBe("register threw: 401 for [redacted]");
    const told = JSON.stringify([records, host.diagnostics.all, host.failureOf("a"), livePlugins(host)]);
    expect(told).toContain("[redacted]");
    expect(told).not.toContain("hunter22");
  });

  it("are not told by a required plugin that fails", async () => {
    const entries = { a: { ...settings.entries.a, required: true } };
    const plugin = { manifest: { configSchema }, register: "throw new Error(api.config.key)" };
    const { host } = await hostWith({ a: plugin }, { settings: { entries }, env });
    await expect(host.start()).rejects.toThrow("[redacted]");
  });
});

describe("a call [CALL-1, CALL-4]", () => {
  const plugin = {
    provides: { speech: ["v"] },
    register: voice(
      "v",
      "new Promise((resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)))",
    ),
  };

  it("ends at the host's deadline, or at its own", async () => {
    const { host } = await hostWith({ a: plugin }, { callDeadlineMs: 20 });
    const found = await host.resolve(speech, "v");
    if (!found) throw new Error("not found");
    await expect(host.call(found, "synthesize", { text: "" })).rejects.toThrow(
      "synthesize of v (a) took longer than 20 ms",
    );
    await expect(host.call(found, "synthesize", { text: "" }, { deadlineMs: 5 })).rejects.toThrow("5 ms");
    await expect(host.runtime.speech.synthesize({ text: "" })).rejects.toMatchObject({ code: "timeout" });
  });

  it("of an operation that is not there is refused with a code", async () => {
    const { host } = await hostWith({ a: plugin });
    const found = await host.resolve(speech, "v");
    if (!found) throw new Error("not found");
    await expect(host.call(found, "listVoices", {})).rejects.toMatchObject({ code: "unsupported" });
  });

  it("falls back in the operator's order, across plugins", async () => {
    const failing = (code: string) =>
      `Promise.reject(Object.assign(new Error("no"), { code: "${code}", [Symbol.for("mortise.CapabilityError")]: true }))`;
    const { host } = await hostWith(
      {
        a: { provides: { speech: ["a"] }, register: voice("a", failing("unavailable")) },
        b: { provides: { speech: ["b"] }, register: voice("b") },
        c: { provides: { speech: ["c"] }, register: voice("c", failing("rate-limited")) },
        d: { provides: { speech: ["d"] }, register: "throw new Error('no')" },
      },
      { settings: { order: { speech: ["d", "c", "A"] } } },
    );
    expect((await host.runtime.speech.synthesize({ text: "" })).mediaType).toBe("b");
    await expect(host.runtime.speech.synthesize({ text: "" }, { provider: "c" })).rejects.toMatchObject({
      code: "rate-limited",
    });
    await expect(host.runtime.textInference.complete({ model: "m", messages: [] })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("close [LIFE-12]", () => {
  it("unloads in reverse, calls onUnload before the disposers, and waits for all of it", async () => {
    const ending = (id: string) => `
      let say = () => {};
      export default {
        id: "${id}",
        register(api) {
          say = api.logger.info;
          api.onDispose(async () => { await new Promise(setImmediate); say("disposed"); });
          api.signal.addEventListener("abort", () => say("aborted"));
        },
        onUnload() { say("unloading"); throw new Error("no"); },
      };`;
    const { host, lines, codes } = await hostWith({
      a: { module: ending("a") },
      b: { module: ending("b"), manifest: { after: ["a"] } },
    });
    await host.load(["b"]);
    await host.load(["a"]);
    await Promise.all([host.close(), host.close()]);
    expect(lines).toEqual(["b: unloading", "b: aborted", "b: disposed", "a: unloading", "a: aborted", "a: disposed"]);
    expect(codes("a")).toEqual(["DISPOSE_FAILED"]);
    expect(host.registry.instances.size).toBe(0);
  });

  it("waits for a load that is under way, and refuses what comes after with a code", async () => {
    const { host, lines } = await hostWith({
      a: {
        module:
          "await new Promise((go) => setTimeout(go, 20)); export default { id: 'a', register({ logger, onDispose }) { logger.info('+'); onDispose(() => logger.info('-')) } }",
      },
      b: speaking,
    });
    const loading = host.load(["a"]);
    await new Promise(setImmediate);
    const closed = host.close();
    for (const late of [
      host.load(["b"]),
      host.resolve(speech, "v"),
      host.ensure("provider:v"),
      host.start(),
      host.runtime.speech.synthesize({ text: "" }),
    ]) {
      await expect(late).rejects.toMatchObject({ code: "HOST_CLOSED" });
    }
    await Promise.all([loading, closed]);
    expect(lines).toEqual(["a: +", "a: -"]);
    await expect(host.resolve(speech, "v")).rejects.toMatchObject({ code: "HOST_CLOSED" });
  });

  it("comes by itself at the end of a block", async () => {
    const { host, lines } = await hostWith({ a: { register: 'api.onDispose(() => api.logger.info("gone"))' } });
    {
      await using using = host;
      await using.load(["a"]);
    }
    expect(lines).toEqual(["a: gone"]);
  });
});

describe("two hosts in one process [LIFE-13]", () => {
  it("share nothing but the modules", async () => {
    const folder = folderWith(pluginFiles({ a: speaking }));
    const [one, two] = await Promise.all([hostIn(folder, { paths: ["a"] }), hostIn(folder, { paths: ["a"] })]);
    await Promise.all([one.host.load(["a"]), two.host.load(["a"])]);
    await one.host.close();
    expect(one.host.registry.get(speech, "v")?.status).toBe("declared");
    expect((await two.host.runtime.speech.synthesize({ text: "" })).mediaType).toBe("v");
    expect([one.lines, two.lines]).toEqual([["a: registered"], ["a: registered"]]);
  });
});

it("a generation that somebody holds never changes [LIFE-1]", async () => {
  const { host } = await hostWith({
    a: speaking,
    b: {
      provides: { "text-inference": ["m"] },
      register: 'api.registerProvider({ id: "m", complete: async () => ({}) })',
    },
  });
  const before = host.registry;
  await host.load(["a"]);
  const between = host.registry;
  await host.load(["b"]);
  expect(
    [before, between, host.registry].map((registry) => [
      registry.generation,
      registry.get(speech, "v")?.status,
      registry.get(textInference, "m")?.status,
    ]),
  ).toEqual([
    [0, "declared", "declared"],
    [1, "active", "declared"],
    [2, "active", "active"],
  ]);
});
