import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { pluginFolder, voice, type Written } from "../../test/plugin-folder.js";
import { defineCapability, defineSdk, type CallContext, type ContractMap, type GatewayContracts } from "@mortise/sdk";
import { createTestHost, pluginChecks, type PluginTestOptions } from "../index.js";
import { pluginPromises } from "../requirements/plugins.js";

const { folder, plugin, close } = pluginFolder();
afterAll(close);

/** What the checks of a plugin refuse, by id. */
async function refused<Contracts extends ContractMap = GatewayContracts>(
  root: string,
  options: PluginTestOptions<Contracts> = {},
): Promise<Readonly<Record<string, string>>> {
  const said: Record<string, string> = {};
  for (const { id, run } of await pluginChecks(root, { waitMs: 50, ...options })) {
    await run().catch((error: unknown) => void (said[id] = (error as Error).message));
  }
  return said;
}

async function resultOf(root: string, id: string, options: PluginTestOptions = {}) {
  const check = (await pluginChecks(root, options)).find((one) => one.id === id);
  return check?.run();
}

const ids =
  "manifest config-schema load schema-source synchronous registrations declared shape repeatable late unload reload " +
  "reload-edited imports conformance:speech:v";

const withSchema = (properties: object): Written => ({ manifest: { configSchema: { type: "object", properties } } });

describe("pluginChecks [KIT-1]", () => {
  it("finds nothing in a plugin without fault that undoes what it does", async () => {
    const register = `${voice}
      api.setInterval(() => {}, 1000);
      process.on("SIGUSR2", api.logger.info);
      api.onDispose(() => process.off("SIGUSR2", api.logger.info));`;
    const root = plugin({ register });
    const checks = await pluginChecks(root);
    expect(checks.map(({ id }) => id).join(" ")).toBe(ids);
    // Each is about a promise of its own, and no promise of a plugin goes unchecked.
    expect(checks.map(({ requirement }) => requirement)).toEqual(pluginPromises.map(({ id }) => id));
    expect(await refused(root, { config: { key: "k" } })).toEqual({});
  });

  it.each<readonly [string, Written, string, RegExp]>([
    ["registers what it does not declare", { manifest: { provides: {} } }, "declared", /REGISTER_UNDECLARED: .*"v"/],
    [
      "declares what it does not register",
      { manifest: { provides: { speech: ["v", "w"] } } },
      "declared",
      /declares speech:w, .*\n.* at .*mortise\.plugin\.json:\/provides\n.*"provides": \{ "speech": \["w"\] \}/,
    ],
    ["registers twice", { register: voice + voice }, "registrations", /REGISTER_TWICE/],
    [
      "registers what is malformed",
      { register: "api.registerSpeechProvider({})" },
      "registrations",
      /_MALFORMED: .*id/,
    ],
    ["has an async register", { register: `return Promise.resolve(${voice.slice(0, -1)})` }, "synchronous", /_ASYNC/],
    ["throws in register", { register: 'throw new Error("no key")' }, "load", /failed instead of active[^]*no key/],
    ["throws as it is imported", { before: 'throw new Error("no file")' }, "load", /LOAD_FAILED: .*no file/],
    ["throws at unload", { members: 'onUnload() { throw new Error("stuck") }' }, "unload", /DISPOSE_FAILED: .*stuck/],
    ["listens to the process", { before: 'process.on("SIGUSR2", () => {});' }, "unload", /a listener .*"SIGUSR2"/],
    ["starts a timer at its top", { before: "setInterval(() => {}, 100000);" }, "unload", /left behind a timer/],
    ["changes the environment", { before: 'process.env.LEFT_BEHIND = "hunter22";' }, "unload", /able LEFT_BEHIND\.\n/],
    ["makes a global name", { before: "globalThis.leftBehind = 1;" }, "unload", /the global name leftBehind/],
    [
      "keeps a server",
      { register: `${voice} import("node:net").then((net) => net.createServer().listen(0));` },
      "unload",
      /alive: TCP/,
    ],
    [
      "registers once only",
      { before: "let often = 0;", register: `if ((often += 1) === 1) ${voice}` },
      "repeatable",
      /speech:v is there the first time and not the second\.\n.*inside register/,
    ],
    [
      "registers other data the second time",
      {
        before: "let often = 0;",
        register: 'api.registerSpeechProvider({ id: "v", label: `${(often += 1)}`, synthesize })',
      },
      "repeatable",
      /speech:v has other data/,
    ],
    [
      "registers late",
      { register: `${voice} setTimeout(() => { try { ${voice} } catch {} }, 1);` },
      "late",
      /REGISTER_LATE: .*registerSpeechProvider/,
    ],
    [
      "cannot be loaded a second time",
      { before: "let often = 0;", register: `if ((often += 1) > 1) throw new Error("once"); ${voice}` },
      "reload",
      /REGISTER_THREW: .*once/,
    ],
    [
      "knows when its code was edited",
      {
        before: 'import { readFileSync } from "node:fs"; const text = readFileSync(new URL(import.meta.url), "utf8");',
        register: `api.registerSpeechProvider({ id: "v", synthesize, label: text.includes("edi" + "ted") ? "b" : "a" })`,
      },
      "reload-edited",
      /Loaded from edited code, speech:v has other data/,
    ],
    [
      "imports what it does not declare",
      {
        before: 'import "typebox";',
        files: { "node_modules/typebox/index.js": "", "node_modules/typebox/package.json": "{}" },
      },
      "imports",
      /imports typebox, which is no dependency .*\n.* at .*index\.mjs:1\n.*"dependencies": \{ "typebox"/,
    ],
    [
      "imports a file of its neighbour",
      { register: `${voice} void (() => import("../p1/index.mjs"));` },
      "imports",
      /imports "\.\.\/p1\/index\.mjs", a file outside its folder/,
    ],
    ["has a manifest that is no JSON", { files: { "mortise.plugin.json": "{" } }, "manifest", /MANIFEST_/],
    ["names itself another way", { members: 'id: "other"' }, "load", /LOAD_ID_MISMATCH/],
    [
      "has no schema",
      withSchema({ key: { type: "text" } }),
      "config-schema",
      /schema[^]*mortise\.plugin\.json:\/configSchema/,
    ],
    [
      "has a default that does not hold",
      withSchema({ list: { type: "array", items: { type: "integer", minimum: 3, default: 2 } } }),
      "config-schema",
      /default 2 does not hold [^]*\/configSchema\/properties\/list\/items\/default/,
    ],
    [
      "has another schema in its code",
      { members: 'config: { type: "object", properties: { key: { type: "number" } } }' },
      "schema-source",
      /\/configSchema\/properties\/key\/type\n.*npx mortise plugins build/,
    ],
    [
      "answers otherwise than its contract says",
      { register: 'api.registerSpeechProvider({ id: "v", synthesize: async () => ({ audio: 7 }) })' },
      "conformance:speech:v",
      /synthesize answers as the contract says\? No: .*mediaType/,
    ],
  ])("refuses one that %s", async (_what, written, id, said) => {
    onTestFinished(() => {
      process.removeAllListeners("SIGUSR2");
      delete process.env["LEFT_BEHIND"];
    });
    const found = await refused(plugin(written));
    expect(Object.keys(found)).toEqual([id]);
    expect(found[id]).toMatch(said);
    expect(JSON.stringify(found)).not.toContain("hunter22");
  });

  it("says which config a plugin lacks, once, and what to write", async () => {
    const configSchema = { type: "object", properties: { key: { type: "string" } }, required: ["key"] };
    const found = await refused(plugin({ manifest: { configSchema } }));
    expect(Object.keys(found)).toEqual(["load"]);
    expect(found["load"]).toMatch(/\[PLUG-3\]:\n[^]*kept-out[^]*testPlugin\(folder, \{ config: \{"key":"…"\} \}\)/);
  });

  it("takes what is known to be absent, and asks for the shape that is given", async () => {
    const half = plugin({ manifest: { provides: { speech: ["v", "w"] } } });
    expect(await refused(half, { absent: ["speech:w"] })).toEqual({});
    const { shape } = await refused(half, { absent: ["speech:w"], shape: "hook-only" });
    expect(shape).toMatch(/it is a plain-capability plugin, and not hook-only[^]*shape: "plain-capability"/);
  });

  it("reads TypeScript as well, its types left out, and the workers that it starts", async () => {
    const before = `import type { Other } from "only-a-type";
      import { type Further, label } from "./label.js";
      const worker = () => new URL("./worker.mjs", import.meta.url);
      const later = () => import("not-declared");
      // import("in-a-comment")
      const text = 'import("in-a-text")';`;
    const register = `api.registerSpeechProvider({ id: "v", synthesize, label } as { label: string });`;
    const typed = plugin({
      package: { mortise: { source: "./index.ts" }, devDependencies: { "not-declared": "1" } },
      files: {
        "label.ts": 'export interface Further { a: 1 }\nexport const label: string = "V";',
        "worker.mjs": 'import fs from "node:fs"; import { x } from "of-the-worker/deep"; fs; x;',
      },
      before,
      register,
    });
    renameSync(join(typed, "index.mjs"), join(typed, "index.ts"));
    const { imports, ...rest } = await refused(typed);
    expect(rest).toEqual({});
    expect(imports).toMatch(/imports not-declared, which is a devDependency only\.\n +at .*index\.ts:4\n/);
    expect(imports).toMatch(/imports of-the-worker, which is no dependency .*\n +at .*worker\.mjs:1\n/);
    expect(imports?.match(/It imports/g)).toHaveLength(2);
  });

  it("takes packages that are declared, in whatever way, and what Node has", async () => {
    const before = `import "fs"; const later = () => [import("a/deep"), import("@b/c/deep"), import("d"), import("p0/own")];`;
    const declared = {
      name: "p0",
      dependencies: { a: "1" },
      peerDependencies: { "@b/c": "1" },
      optionalDependencies: { d: "1" },
    };
    expect(await refused(plugin({ before, package: declared }))).toEqual({});
  });

  it("loads what a plugin requires beside it, with its config, and looks at the plugin alone", async () => {
    const needed = plugin({
      manifest: { provides: { speech: ["beside"] } },
      register: "if (!api.config.key) throw 0;",
    });
    const id = basename(needed);
    const root = plugin({ manifest: { requires: { [id]: "*" } } });
    expect(await refused(root)).toEqual({ load: expect.stringMatching(/kept-out/) });
    expect(await refused(root, { beside: [needed], besideConfig: { [id]: { key: "k" } } })).toEqual({});
  });

  it("does not call a vendor's provider unless the test says that it may", async () => {
    const secret = plugin({ manifest: { ui: { key: { sensitive: true } } } });
    const id = "conformance:speech:v";
    expect((await resultOf(secret, id))?.skipped).toMatch(/could reach the vendor: .*"speech": \{\}/);
    const tried = await resultOf(secret, id, { conformance: { speech: {} } });
    expect(tried).toEqual({ advice: ["listVoices was not tried: the provider does not have it"] });
    expect((await resultOf(secret, id, { conformance: { speech: "no ears" } }))?.skipped).toBe("no ears");
  });

  it("refuses a word on the conformance of what it does not declare", async () => {
    const work = pluginChecks(plugin(), { conformance: { channel: {} } });
    await expect(work).rejects.toThrow("declares no channel, but speech");
  });

  it("knows the contracts of an application that gives its own", async () => {
    interface Ocr {
      readonly id: string;
      read(request: { readonly page: number }, context: CallContext): Promise<{ readonly text: string }>;
    }
    const result = { type: "object", properties: { text: { type: "string" } }, required: ["text"] } as const;
    const ocr = defineCapability<Ocr>()({
      kind: "ocr",
      operations: { read: "required" },
      conformance: { read: { request: () => ({ page: 1 }), result } },
    });
    const sdk = defineSdk({ registerOcr: ocr });
    const reads = (read: string) =>
      plugin({
        manifest: { provides: { ocr: ["v"] } },
        register: `api.registerOcr({ id: "v", read: async ({ page }, { signal }) => { signal.throwIfAborted(); return ${read}; } })`,
      });
    expect(await refused(reads("{ text: String(page) }"), { sdk })).toEqual({});
    const seven = { sdk, conformance: { ocr: { requests: { read: () => ({ page: 7 }) } } } };
    expect(await refused(reads('{ text: page === 7 ? 7 : "one" }'), seven)).toEqual({
      "conformance:ocr:v": expect.stringMatching(/wrong-answer/),
    });
    const manifest = { provides: { ocr: ["v"] } };
    expect((await refused(plugin({ manifest, register: "api.registerOcr({})" })))["manifest"]).toMatch(/ocr/);
    await using testHost = await createTestHost({ plugins: [reads('{ text: "x" }')], sdk });
    expect(await testHost.host.runtime.ocr.read({ page: 1 })).toEqual({ text: "x" });
  });

  it("gives advice on what is right and might be better", async () => {
    const lent = plugin({
      before: 'import { CapabilityError } from "@mortise/sdk";',
      register: `${voice} CapabilityError;`,
    });
    const { advice } = (await resultOf(lent, "imports")) ?? {};
    expect(advice?.[0]).toMatch(/^It imports @mortise\/sdk, which is no dependency/);
  });

  it("says that there is no plugin, or more than one", async () => {
    expect(await refused(join(folder, "nobody"))).toEqual({ manifest: expect.stringMatching(/There is no plugin at/) });
    expect(await refused(folder)).toEqual({
      manifest: expect.stringMatching(/several plugins in .*\n.*folder of one/),
    });
  });
});
