import { describe, expect, it, vi } from "vitest";
import { gatewaySdk, speech, tool } from "@mortise/sdk";
import { Draft } from "./draft.js";
import { hostWith, type WrittenHost } from "../../test/host-with.js";
import { completeManifest } from "../catalog/manifest.js";
import { vocabularyOf } from "../catalog/vocabulary.js";

const aTool = 'api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) });';
const aVoice = 'api.registerSpeechProvider({ id: "v", synthesize: async () => ({}) });';
const anUndo = 'api.onDispose(async () => { await new Promise(setImmediate); api.logger.info("undone"); });';

/** A plugin that registers a tool and a voice and asks for an end, and then does something. */
const half = (then: string) => ({
  provides: { tools: ["t"], speech: ["v"] },
  register: `${aTool} ${aVoice} ${anUndo} api.signal.addEventListener("abort", () => api.logger.info("aborted")); ${then}`,
});

async function load(register: string, more: object = {}) {
  const written = await hostWith({ a: { provides: { tools: ["t"], speech: ["v"] }, register, ...more } });
  await written.host.load(["a"]);
  return written;
}

const isActive = ({ host }: WrittenHost) => host.registry.instances.has("a");

describe("a plugin whose register fails leaves nothing behind [REG-1]", () => {
  it.each([
    ["throws", 'throw new Error("no")', "REGISTER_THREW"],
    ["throws what is no error", "throw Object.create(null)", "REGISTER_THREW"],
    ["returns a promise", "return Promise.resolve()", "REGISTER_ASYNC"],
    ["returns a promise that rejects", 'return Promise.reject(new Error("late"))', "REGISTER_ASYNC"],
    ["registers something malformed", "api.registerSpeechProvider({ id: 'w' })", "REGISTER_MALFORMED"],
    ["catches the error of something malformed", "try { api.registerTool(5) } catch {}", "REGISTER_MALFORMED"],
    ["listens to a hook that is not there", "api.on('llm_inptu', () => {})", "REGISTER_UNKNOWN_HOOK"],
    ["gives a handler that is no function", "api.on('llm_input', 5)", "REGISTER_MALFORMED"],
    ["gives a priority that is no number", "api.on('llm_input', () => {}, { priority: 'high' })", "REGISTER_MALFORMED"],
    [
      "gives a deadline that no timer can keep",
      "api.on('llm_input', () => {}, { deadlineMs: 1e12 })",
      "REGISTER_MALFORMED",
    ],
    ["provides what the host has no word for", "api.provide({ kind: 'speach' }, {})", "REGISTER_UNKNOWN_KIND"],
    ["calls a method that is not there", "api.registerNothing({})", "REGISTER_THREW"],
  ])("when it %s", async (_name, then, code) => {
    const written = await hostWith({ a: half(then), b: { provides: { tools: ["t"] }, register: aTool } });
    await written.host.load(["a", "b"]);
    const { host, lines, folder } = written;
    expect(host.failureOf("a")?.map((failure) => failure.code)).toEqual([code]);
    expect(host.failureOf("a")?.[0]).toMatchObject({ plugin: "a", path: `${folder}/a/index.mjs` });
    expect(isActive(written)).toBe(false);
    expect(host.registry.get(tool, "t")).toMatchObject({ status: "active", plugin: "b" });
    expect(host.registry.get(speech, "v")).toMatchObject({ status: "failed", plugin: "a" });
    await host.close();
    expect(lines).toEqual(["a: aborted", "a: undone"]);
  });

  it.each([
    ["thrown", "\n\n  throw new Error('no')"],
    ["malformed", "\n\n  api.registerTool({})"],
    ["malformed and caught", "\n\n  try { api.registerTool({}) } catch {}"],
  ])("and the line is named when it was %s", async (_name, register) => {
    const { host } = await load(register);
    expect(host.failureOf("a")?.[0]?.line).toBe(3);
  });

  it("and a method that this host lacks is named with those it has", async () => {
    const { host } = await load("const { registerNothing } = api; registerNothing({});");
    expect(host.failureOf("a")?.[0]?.help).toMatch(/This host's api has no registerNothing; it has .*registerTool/);
  });

  it("and the first thing that was malformed is the one that is told", async () => {
    const { host } = await load(
      "for (const id of ['v', 'w']) try { api.registerSpeechProvider({ id, label: id }) } catch {} throw 1;",
    );
    expect(host.failureOf("a")?.[0]?.message).toContain('found nothing at "synthesize"');
  });
});

describe("api [REG-2]", () => {
  it("has its members as its own, and they need no this", () => {
    const candidate = {
      id: "a",
      root: "/a",
      origin: "config",
      format: "native",
      status: "ready",
      manifest: completeManifest({ id: "a" }),
      diagnostics: [],
    } as const;
    const draft = new Draft({
      candidate,
      vocabulary: vocabularyOf(gatewaySdk),
      config: {},
      logger: console,
      runtime: {},
      storage: () => ({}),
      use: () => ({}),
      emit: async () => undefined,
      report: () => {},
      changed: () => {},
    });
    const api = draft.makeApi();
    const known =
      "config emit id logger on onDispose provide resolvePath runtime setInterval setTimeout signal storage update use".split(
        " ",
      );
    expect(Object.keys({ ...api }).toSorted()).toEqual([...known, ...Object.keys(gatewaySdk.contracts)].toSorted());
  });

  it("works spread and taken apart", async () => {
    const written = await load(`
      const { registerTool, on, onDispose, setTimeout: later, logger: { info } } = { ...api };
      registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) });
      onDispose(() => info("bye"));
    `);
    expect(written.host.registry.get(tool, "t")?.status).toBe("active");
    await written.host.close();
    expect(written.lines).toEqual(["a: bye"]);
  });

  it("ignores what register returns", async () => {
    expect(isActive(await load(`${aTool} return { id: "something else", then: 5 };`))).toBe(true);
  });

  it("gives paths within the plugin's folder and no others", async () => {
    const { lines, folder } = await load(`
      api.logger.info(api.resolvePath("./data/x.txt"));
      for (const path of ["../b", "/etc/passwd", "data/../../b"]) {
        try { api.resolvePath(path); } catch (error) { api.logger.info(error.name); }
      }
    `);
    expect(lines).toEqual([`a: ${folder}/a/data/x.txt`, "a: RangeError", "a: RangeError", "a: RangeError"]);
  });

  it("gives a frozen config", async () => {
    const { lines } = await load(
      "try { 'use strict'; api.config.x = 1 } catch (error) { api.logger.info(error.name) }",
    );
    expect(lines).toEqual(["a: TypeError"]);
  });

  it("takes contracts of the plugin's own copy of the SDK for the host's", async () => {
    const { host } = await load(
      'api.provide({ kind: "speech", idField: "nonsense" }, { id: "v", synthesize: async () => ({}) })',
    );
    expect(host.registry.get(speech, "v")).toMatchObject({ status: "active", plugin: "a" });
  });
});

describe("what is registered is held against the manifest [REG-3]", () => {
  it("strict: what it does not declare is refused, and the rest works", async () => {
    const written = await load(
      `${aTool} api.registerSpeechProvider({ id: "w", synthesize: async () => ({}) }); api.on("llm_input", () => {});`,
    );
    expect(written.codes("a")).toEqual(["REGISTER_UNDECLARED", "REGISTER_UNDECLARED", "REGISTER_ABSENT"]);
    expect(written.host.diagnostics.all[0]).toMatchObject({
      level: "error",
      pointer: "/provides",
      path: `${written.folder}/a/mortise.plugin.json`,
    });
    expect(written.host.registry.get(speech, "w")).toBeUndefined();
    expect(written.host.registry.handlers("llm_input")).toEqual([]);
    expect(written.host.registry.get(tool, "t")?.status).toBe("active");
  });

  it("the same id twice: the second is refused, in any case of letters", async () => {
    const written = await load(
      `${aVoice} api.registerSpeechProvider({ id: "V", synthesize: async () => ({}), label: "second" });`,
    );
    expect(written.codes("a")).toEqual(["REGISTER_TWICE", "REGISTER_ABSENT"]);
    expect(written.host.registry.get(speech, "v")).toMatchObject({ value: { id: "v" } });
  });

  it("but paths that differ in case are two", async () => {
    const route = (path: string) => `api.registerHttpRoute({ path: "${path}", handle: async () => new Response() });`;
    const written = await load(route("/a") + route("/A"), { provides: { routes: ["/a", "/A"] } });
    expect(written.codes("a")).toEqual([]);
  });

  it("declared and absent is worth knowing and no more", async () => {
    const { host } = await load(aTool);
    const found = host.diagnostics.all.find(({ plugin }) => plugin === "a");
    expect(found).toMatchObject({
      code: "REGISTER_ABSENT",
      level: "advisory",
      message: expect.stringContaining('the speech "v"'),
    });
  });

  it("an id is declared in whatever case it is written", async () => {
    const written = await load(aVoice, { provides: { speech: ["V"] } });
    expect(written.codes("a")).toEqual([]);
  });
});

describe("a handle [REG-6]", () => {
  it("takes a registration back while registering, and the id is free again", async () => {
    const written = await load(`
      const first = api.registerSpeechProvider({ id: "v", label: "first", synthesize: async () => ({}) });
      first.dispose();
      first.dispose();
      api.registerSpeechProvider({ id: "v", label: "second", synthesize: async () => ({}) });
    `);
    expect(written.host.registry.get(speech, "v")).toMatchObject({ value: { label: "second" } });
    expect(written.codes("a")).toEqual(["REGISTER_ABSENT"]);
  });

  it("takes it back later too, in a new generation, once", async () => {
    const { host } = await load(
      `const handle = ${aVoice} ${aTool.replace('async () => ({ text: "" })', "async () => { handle.dispose(); return { text: '' } }")}`,
    );
    const before = host.registry;
    const found = await host.resolve(tool, "t");
    for (let round = 0; round < 2; round += 1) if (found) await host.call(found, "execute", {});
    expect(before.get(speech, "v")).toMatchObject({ status: "active" });
    expect(host.registry.get(speech, "v")).toBeUndefined();
    expect(host.registry.generation).toBe(before.generation + 1);
  });

  it("of something refused does nothing", async () => {
    const written = await load(
      'api.registerSpeechProvider({ id: "w", synthesize: async () => ({}) }).dispose(); api.on("llm_input", () => {}).dispose();',
    );
    expect(isActive(written)).toBe(true);
  });
});

describe("after register has returned [REG-5]", () => {
  it.each(["registerTool", "on", "provide"])(
    "api.%s throws with a code and is reported with its place",
    async (method) => {
      const written = await load(`
      setTimeout(() => { try { api.${method}("llm_input", () => {}); } catch (error) { api.logger.info(error.code); } }, 0);
    `);
      await vi.waitFor(() => expect(written.lines).toEqual(["a: REGISTER_LATE"]));
      const late = written.host.diagnostics.all.find(({ code }) => code === "REGISTER_LATE");
      expect(late).toMatchObject({
        plugin: "a",
        line: 2,
        message: `api.${method} was called after register had returned; it was refused.`,
      });
    },
  );
});
