import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { speech } from "@mortise/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callContext, createTestHost } from "./index.js";

let folder: string;

function writePlugin(id: string, manifest: object, source: string): string {
  const root = join(folder, id);
  mkdirSync(root);
  writeFileSync(
    join(root, "mortise.plugin.json"),
    JSON.stringify({ id, configSchema: { type: "object" }, ...manifest }),
  );
  writeFileSync(
    join(root, "package.json"),
    JSON.stringify({ mortise: { entry: "./dist.mjs", source: "./source.ts" } }),
  );
  writeFileSync(join(root, "source.ts"), source);
  writeFileSync(join(root, "dist.mjs"), source.replaceAll("source", "dist"));
  return root;
}

let voice: string;
let broken: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mortise-"));
  voice = writePlugin(
    "voice",
    { provides: { speech: ["v"] }, setup: { env: { key: "VOICE_KEY" } } },
    `export default { id: "voice", register(api) {
      api.logger.info("from source", api.config);
      api.onDispose(() => api.logger.info("gone"));
      api.registerSpeechProvider({ id: "v", synthesize: async () => ({ mediaType: "source" }) });
    } };`,
  );
  broken = writePlugin("broken", { provides: { speech: ["b"] } }, 'throw new Error("not today")');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("createTestHost [KIT-3]", () => {
  it("loads a plugin's source with its config, and gives what it registered", async () => {
    await using testHost = await createTestHost({ plugins: [pathToFileURL(voice)], config: { voice: { pitch: 2 } } });
    const { synthesize } = await testHost.provider(speech, "v");
    expect(await synthesize({ text: "" }, callContext())).toEqual({ mediaType: "source" });
    expect(testHost.log).toEqual([{ level: "info", plugin: "voice", message: "from source", fields: { pitch: 2 } }]);
  });

  it("loads the built files when asked, by a path relative to the current folder", async () => {
    await using testHost = await createTestHost({ plugins: [relative(process.cwd(), voice)], development: false });
    await testHost.report("voice");
    expect(testHost.log.map(({ message }) => message)).toEqual(["from dist"]);
  });

  it("joins settings of entries with config", async () => {
    await using testHost = await createTestHost({
      plugins: [voice, broken],
      config: { voice: { pitch: 2 } },
      settings: { entries: { voice: { deadlineMs: 5 }, broken: { enabled: false } } },
    });
    expect(testHost.host.controlPlane.loaded.config.plugins?.entries).toEqual({
      voice: { deadlineMs: 5, config: { pitch: 2 } },
      broken: { enabled: false },
    });
    expect((await testHost.report("broken")).status).toBe("off");
  });

  it("reports what became of a plugin", async () => {
    await using testHost = await createTestHost({ plugins: [voice, broken] });
    expect(await testHost.report("VOICE")).toMatchObject({
      status: "active",
      shape: { value: "plain-capability", basis: "registered" },
    });
    expect(await testHost.report("broken")).toMatchObject({ status: "failed", diagnostics: [{ code: "LOAD_FAILED" }] });
    await expect(testHost.report("nobody")).rejects.toThrow('There is no plugin "nobody"; there is broken, voice.');
  });

  it("tells who owns what, and gives what a plugin registered", async () => {
    const hooks = writePlugin(
      "hooks",
      { provides: { hooks: ["llm_input"], tools: ["t"] } },
      `export default { id: "hooks", register(api) {
        api.on("llm_input", () => "heard");
        api.registerTool({ name: "t", description: "T.", parameters: { type: "object" }, execute: async () => ({ text: "" }) });
      } };`,
    );
    await using testHost = await createTestHost({ plugins: [voice, hooks] });
    const registered = await testHost.registrations("HOOKS");
    expect(testHost.ownership()).toEqual(["hook:llm_input hooks", "speech:v voice", "tool:t hooks"]);
    expect(registered.map(({ kind, id }) => `${kind}:${id}`).toSorted()).toEqual(["hook:llm_input", "tool:t"]);
    const handler = registered.find(({ kind }) => kind === "hook")?.value as () => unknown;
    expect(handler()).toBe("heard");
    expect(registered.find(({ kind }) => kind === "tool")?.value).toMatchObject({ name: "t", description: "T." });
    await expect(testHost.registrations("nobody")).rejects.toThrow('There is no plugin "nobody"');
  });

  it("says all that is known when there is no such provider", async () => {
    await using testHost = await createTestHost({ plugins: [broken] });
    await expect(testHost.provider(speech, "b")).rejects.toThrow(
      /Nobody provides the speech "b".\n.*LOAD_FAILED: .*not today/,
    );
  });

  it("leaves nothing behind, however often it is closed", async () => {
    const testHost = await createTestHost({ plugins: [voice] });
    await testHost.report("voice");
    const { state } = testHost.host.controlPlane.folders;
    await testHost.close();
    await testHost.close();
    expect(testHost.log.at(-1)?.message).toBe("gone");
    expect(existsSync(join(state, ".."))).toBe(false);
  });
});
