// Alone in its process: what others left running would be taken for its own.
import { createHash } from "node:crypto";
import { appendFileSync, chmodSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { speech, tool } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Host } from "../../src/host-interface.js";
import { doctor, status } from "../../src/reporting/doctor.js";
import { livePlugins } from "../../src/reporting/live.js";
import { reportPlugins } from "../../src/reporting/plugin-report.js";
import { folderWith } from "../folder.js";
import { hostIn, pluginFiles, type WrittenPlugin } from "../host-with.js";

const sha = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Runs a property as often as told, each time on folders that no process has imported from. */
function holdsFor<Value>(runs: number, given: fc.Arbitrary<Value>, property: (value: Value) => Promise<void>) {
  return fc.assert(fc.asyncProperty(given, property), { numRuns: runs });
}

const speaks = (id: string): WrittenPlugin => ({
  provides: { speech: [id], tools: [id] },
  register: `
    api.registerSpeechProvider({ id: "${id}", synthesize: async () => ({ audio: new Uint8Array(), mediaType: "${id}" }) });
    api.registerTool({ name: "${id}", description: "", parameters: {}, execute: async () => ({ text: "${id}" }) });`,
});

/** What may become of a plugin's folder after the host has read it, and the failure that it comes to. */
const tamperings: Readonly<Record<string, { readonly code?: string; readonly tamper: (folder: string) => void }>> = {
  nothing: { tamper: () => {} },
  "more in the entry": { tamper: (folder) => appendFileSync(join(folder, "index.mjs"), "\n// more") },
  "more in the manifest": { tamper: (folder) => appendFileSync(join(folder, "mortise.plugin.json"), "\n") },
  "an entry that anybody may write": {
    code: "PATH_WORLD_WRITABLE",
    tamper: (folder) => chmodSync(join(folder, "index.mjs"), 0o666),
  },
  "a folder that anybody may write": { code: "PATH_WORLD_WRITABLE", tamper: (folder) => chmodSync(folder, 0o777) },
  "no entry": { code: "ENTRY_NOT_FOUND", tamper: (folder) => rmSync(join(folder, "index.mjs")) },
};

/** What can be wrong with a plugin on disk. Each is to be no one's trouble but its own. */
const faults: Readonly<Record<string, WrittenPlugin>> = {
  "a module that throws": { module: "throw new Error('no');" },
  "a module that is no JavaScript": { module: "let = ;" },
  "a module that never ends": { module: "await new Promise(() => {}); export default {};" },
  "a module that rejects later": { module: "Promise.reject(new Error('late')).catch(() => {}); export default 1;" },
  "no plugin in it": { module: "export const nothing = 1;" },
  "a register that throws": {
    register: "api.onDispose(() => { throw new Error('and again'); }); throw new Error('no');",
  },
  "a register that never ends": { module: "export default { id: 'faulty', register: () => new Promise(() => {}) };" },
  "something malformed": { provides: { speech: ["bad"] }, register: "api.registerSpeechProvider({ id: 'bad' });" },
  "a hook that throws": {
    provides: { hooks: ["llm_output"] },
    register: "api.on('llm_output', () => { throw new Error('no'); });",
  },
  "a service that does not start": {
    provides: { services: ["bad"] },
    register: "api.registerService({ id: 'bad', start: async () => { throw new Error('no'); } });",
  },
  "a schema that is wrong": { manifest: { configSchema: { type: "objekt" } } },
  "config that it needs": { manifest: { configSchema: { type: "object", required: ["key"] } } },
  "a manifest that is no JSON": { files: { "mortise.plugin.json": '{ "id": ' } },
  "an entry that is not there": { files: { "package.json": { mortise: { entry: "./gone.mjs" } } } },
};

/** What a host tells of the plugins that are well. */
function toldOfSound({ registry }: Host, sound: readonly string[]): unknown {
  const ids = ["a", "b", "c"];
  return {
    loaded: [...registry.instances.keys()].filter((id) => sound.includes(id)),
    found: ids.map((id) =>
      [registry.get(speech, id), registry.get(tool, id)].map((one) => one && [one.status, one.plugin]),
    ),
  };
}

describe("random plugins on disk", () => {
  it("7: what counts is what is on disk when a plugin is loaded, past the gates once more [LOAD-4]", async () => {
    const what = fc.constantFrom(...Object.keys(tamperings));
    await holdsFor(60, fc.record({ a: what, b: what }), async (chosen) => {
      const folder = folderWith(pluginFiles({ a: speaks("a"), b: speaks("b") }));
      const { host } = await hostIn(folder, { paths: ["a", "b"] });
      for (const [id, name] of Object.entries(chosen)) tamperings[name]?.tamper(join(folder, id));
      await host.load(["a", "b"]);
      for (const [id, name] of Object.entries(chosen)) {
        const instance = host.registry.instances.get(id);
        expect([name, host.failureOf(id)?.map(({ code }) => code)[0]]).toEqual([name, tamperings[name]?.code]);
        if (instance === undefined) continue;
        const files = { manifest: join(folder, id, "mortise.plugin.json"), entry: join(folder, id, "index.mjs") };
        expect(instance.integrity).toEqual({ manifest: sha(files.manifest), entry: sha(files.entry) });
      }
      await host.close();
    });
  });

  it("8: one plugin's fault stops neither another plugin, nor the host, nor a report [CALL-9]", async () => {
    const names = fc.subarray(Object.keys(faults), { minLength: 1, maxLength: 4 });
    const set = fc.record({ names, sound: fc.subarray(["a", "b", "c"], { minLength: 1 }), isFirst: fc.boolean() });
    await holdsFor(40, set, async ({ names: chosen, sound, isFirst }) => {
      const well = Object.fromEntries(sound.map((id) => [id, speaks(id)]));
      const faulty = Object.fromEntries(
        chosen.map((name, index) => [`${isFirst ? "0" : "z"}-${index}`, withoutName(faults[name] as WrittenPlugin)]),
      );
      const folder = folderWith(pluginFiles({ ...well, ...faulty }));
      const alone = await hostIn(folder, { paths: sound });
      await alone.host.load(sound);
      const { host } = await hostIn(folder, { paths: Object.keys({ ...faulty, ...well }), loadDeadlineMs: 200 });
      await host.start();
      await host.load(Object.keys({ ...faulty, ...well }));
      expect(toldOfSound(host, sound)).toEqual(toldOfSound(alone.host, sound));
      expect((await host.runtime.speech.synthesize({ text: "" }, { provider: sound[0] as string })).mediaType).toBe(
        sound[0],
      );
      await host.hooks.observe("llm_output", { requestId: "r", provider: "p", model: "m", durationMs: 1 });
      const reports = reportPlugins(host.controlPlane, livePlugins(host));
      expect(reports.filter(({ id }) => sound.includes(id)).map((one) => one.status)).toEqual(
        sound.map(() => "active"),
      );
      const live = livePlugins(host);
      const { diagnostics: said, ok } = doctor(host.controlPlane, live, host.diagnostics.all);
      expect(ok).toBe(false);
      for (const id of Object.keys(faulty)) {
        const about = said.filter(({ plugin, path = "" }) => plugin === id || path.startsWith(join(folder, id)));
        expect([id, about.length > 0]).toEqual([id, true]);
      }
      expect(status(host.controlPlane, live).plugins.active).toBeGreaterThanOrEqual(sound.length);
      await Promise.all([host.close(), alone.host.close()]);
    });
  });

  it("10: unloading returns the process to where it was: no timer, listener or server is left [REG-7]", async () => {
    const holding = fc.subarray(["interval", "timeout", "listener", "server", "service"], { minLength: 1 });
    const fate = fc.constantFrom("", "throw new Error('no');");
    await holdsFor(40, fc.array(fc.record({ holding, fate }), { minLength: 1, maxLength: 3 }), async (described) => {
      const before = held();
      const plugins = Object.fromEntries(described.map((one, index) => [`p${index}`, holder(`p${index}`, one)]));
      const { host, folder } = await hostIn(folderWith(pluginFiles(plugins)), { paths: Object.keys(plugins) });
      await host.load(Object.keys(plugins));
      await host.start();
      const isHolding = described.some((one) => one.fate === "" && one.holding.some((what) => what !== "service"));
      if (isHolding) expect(beyond(before)).not.toEqual([]);
      await host.close();
      // A socket that is closed is gone some turns later.
      for (let turn = 0; turn < 100 && beyond(before).length > 0; turn += 1) await setImmediate();
      expect(beyond(before)).toEqual([]);
      rmSync(folder, { recursive: true });
    });
  });
});

/** A written plugin whose module does not say which plugin it is, so that it may stand for any. */
function withoutName(plugin: WrittenPlugin): WrittenPlugin {
  return plugin.module === undefined ? plugin : { ...plugin, module: plugin.module.replace("id: 'faulty', ", "") };
}

function holder(
  id: string,
  { holding, fate }: { readonly holding: readonly string[]; readonly fate: string },
): WrittenPlugin {
  const code: Readonly<Record<string, string>> = {
    interval: "api.setInterval(() => {}, 1e6);",
    timeout: "api.setTimeout(() => {}, 1e6);",
    listener: "const hear = () => {}; process.on('SIGUSR2', hear); api.onDispose(() => process.off('SIGUSR2', hear));",
    server: "const server = createServer().listen(0); api.onDispose(() => new Promise((done) => server.close(done)));",
    service: `let timer; api.registerService({ id: "${id}", async start() { timer = setInterval(() => {}, 1e6); }, async stop() { clearInterval(timer); } });`,
  };
  const register = holding.map((what) => code[what]).join("\n");
  const plugin = `{ id: "${id}", register(api) { ${register}\n${fate} } }`;
  return {
    provides: { services: [id] },
    module: `import { createServer } from "node:http";\nexport default ${plugin};`,
  };
}

/** What keeps this process busy, and who listens to it. */
function held(): readonly string[] {
  const listeners = process.listeners("SIGUSR2").map(() => "listener");
  return [...process.getActiveResourcesInfo(), ...listeners].filter((name) =>
    /^(?:Timeout|TCPServer|listener)/.test(name),
  );
}

/** What is held now and was not before. */
function beyond(before: readonly string[]): readonly string[] {
  const left = [...before];
  return held().filter((name) => {
    const known = left.indexOf(name);
    if (known >= 0) left.splice(known, 1);
    return known < 0;
  });
}
