// A host that has bundles: they are in its reports, and nothing of them is ever loaded.
import { join } from "node:path";
import { createHost, reportPlugins, type HostOptions } from "@mortise/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { openClaw } from "../src/index.js";
import { markdown } from "./bundle-folder.js";
import { writePlugin } from "./plugin-folder.js";

const bundle = {
  ".claude-plugin/plugin.json": { name: "acme-bundle", version: "1.4.0" },
  "skills/review/SKILL.md": markdown({ name: "review" }),
  "index.js": "throw new Error('nothing may run this');",
  "hooks/greet/HOOK.md": "",
  "hooks/greet/handler.js": "throw new Error('nothing may run this');",
};
const below = (folder: string, files: object) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content as unknown]));

async function hostOn(files: Readonly<Record<string, unknown>>, plugins: object, options: HostOptions = {}) {
  const root = writePlugin(files);
  const at = (name: string) => join(root, name);
  const host = await createHost({
    config: { plugins: { ...plugins } },
    cwd: root,
    env: {},
    formats: openClaw(),
    folders: {
      state: at(".state"),
      cache: at(".cache"),
      globalPlugins: at(".global"),
      workspacePlugins: at("workspace"),
    },
    ...options,
  });
  onTestFinished(() => host.close());
  return host;
}

describe("a bundle in a host [OC-5]", () => {
  it("is let through by a configured path, shown with its format, and never loaded", async () => {
    const host = await hostOn(below("b", bundle), {
      load: { paths: ["b"] },
      entries: { "acme-bundle": { required: true } },
    });
    const started = await host.start();
    await host.load(["acme-bundle"]);
    expect(started).toMatchObject({ loaded: [], failed: [], waiting: [] });
    expect(host.registry.instances.size).toBe(0);
    expect(host.failureOf("acme-bundle")).toBeUndefined();
    expect(reportPlugins(host.controlPlane).filter(({ id }) => id === "acme-bundle")).toMatchObject([
      { format: "bundle-claude", status: "enabled", reason: "configured-path", version: "1.4.0" },
    ]);
  });

  it("is off elsewhere until it is enabled, as any plugin is", async () => {
    const decisionOf = async (plugins: object) => {
      const { controlPlane } = await hostOn(below("workspace/b", bundle), plugins);
      return controlPlane.plugins.map(({ decision }) => `${decision.candidate.id} ${decision.enabled}`);
    };
    expect(await decisionOf({})).toEqual(["acme-bundle false"]);
    expect(await decisionOf({ entries: { "acme-bundle": { enabled: true } } })).toEqual(["acme-bundle true"]);
  });

  it("may be required by a plugin with code, which then loads", async () => {
    const needy = {
      "mortise.plugin.json": { id: "needy", requires: { "acme-bundle": ">=1.4" }, activation: { onStartup: true } },
      "index.mjs": 'export default { id: "needy", register() {} };',
    };
    const host = await hostOn({ ...below("b", bundle), ...below("n", needy) }, { load: { paths: ["b", "n"] } });
    const { entries, omitted } = await host.ensure("startup");
    expect(entries.map(({ plugin }) => plugin)).toEqual(["needy"]);
    expect(omitted).toEqual([{ plugin: "acme-bundle", why: "not-concerned", isConcerned: false }]);
    expect([...host.registry.instances.keys()]).toEqual(["needy"]);
  });
});
