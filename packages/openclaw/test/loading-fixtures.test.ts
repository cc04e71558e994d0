// Broken plugins, loaded side by side. The folder is not part of this repository: MORTISE_FIXTURES names it.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost, type Host } from "@mortise/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { openClaw } from "../src/index.js";
import { writePlugin } from "./plugin-folder.js";

const given = process.env["MORTISE_FIXTURES"];
const invalid = given === undefined ? "" : join(given, "openclaw", "invalid");
if (given === undefined) {
  console.warn(
    "MORTISE_FIXTURES is not set: broken OpenClaw plugins are not loaded. Name the folder that holds openclaw/.",
  );
}

/** A host with every broken plugin and a sound one. */
async function hostOfAll(): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), "openclaw-invalid-"));
  const roots = readdirSync(invalid).map((name) => {
    const root = join(folder, "plugins", name);
    cpSync(join(invalid, name), root, { recursive: true });
    return root;
  });
  const sound = writePlugin({
    "openclaw.plugin.json": { id: "sound", configSchema: { type: "object" } },
    "index.mjs": "export default (api) => api.registerCommand({ name: 'well', handler: () => ({ text: 'yes' }) });",
    "package.json": { name: "sound", openclaw: { extensions: ["./index.mjs"] } },
  });
  const host = await createHost({
    config: { plugins: { load: { paths: [...roots, sound] } } },
    cwd: folder,
    env: {},
    formats: openClaw(),
    folders: {
      state: join(folder, "state"),
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "global"),
      workspacePlugins: join(folder, "workspace"),
    },
    log: () => {},
  });
  onTestFinished(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await host.load(host.controlPlane.order.map(({ id }) => id));
  return host;
}

const outcomes = {
  "neg-10": /LOAD_ID_MISMATCH.*neg-10/,
  "neg-15": /OPENCLAW_MEMBER_REMOVED.*registerHttpHandler/,
  "neg-16": /REGISTER_ASYNC/,
  "neg-17": /LOAD_NO_PLUGIN.*"plugin" looks like one/,
};

describe.skipIf(given === undefined)("broken plugins beside one another", () => {
  it("each fails by itself, leaves nothing behind and touches no other [OC-4]", async () => {
    const host = await hostOfAll();
    const told = (id: string) =>
      host.diagnostics.all
        .filter(({ plugin, level }) => plugin === id && level === "error")
        .map(({ code, message }) => `${code} ${message}`);
    for (const [id, expected] of Object.entries(outcomes)) expect(told(id).join("\n"), id).toMatch(expected);
    expect([...host.registry.contributions()].map(({ kind, id, plugin }) => `${kind}:${id} ${plugin}`)).toEqual([
      "command:well sound",
    ]);
    for (const id of ["neg-21", "neg-22"]) expect(told(id), id).toEqual([]);
  });
});
