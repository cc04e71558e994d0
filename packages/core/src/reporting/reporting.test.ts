import { join } from "node:path";
import { expect, test } from "vitest";
import { hostWith } from "../../test/host-with.js";
import { doctor, status } from "./doctor.js";
import { livePlugins } from "./live.js";
import { reportPlugins } from "./plugin-report.js";

const speech = (id: string) =>
  `api.registerSpeechProvider({ id: "${id}", synthesize: async () => ({ audio: new Uint8Array(), mediaType: "audio/wav" }) });`;

test("before a plugin is loaded its shape is the declared one, and nothing is called active [DIAG-3, OWN-6]", async () => {
  const { host } = await hostWith({ a: { provides: { speech: ["a"] }, register: speech("a") } });
  const [report] = reportPlugins(host.controlPlane, livePlugins(host));
  expect(report).toMatchObject({ status: "enabled", shape: { value: "plain-capability", basis: "declared" } });
  expect(report).not.toHaveProperty("drift");
  expect(report).not.toHaveProperty("integrity");
});

test("once it is loaded its shape is what it registered, and the drift between the two is named", async () => {
  const register = `${speech("a")} api.registerTool({ id: "t", name: "t", description: "d", inputSchema: { type: "object" }, execute: async () => ({ content: "" }) });`;
  const { host } = await hostWith({ a: { provides: { speech: ["a", "b"] }, register: speech("a") }, c: { register } });
  await host.load(["a", "c"]);
  const [a, c] = reportPlugins(host.controlPlane, livePlugins(host));
  expect(a).toMatchObject({
    status: "active",
    shape: { value: "plain-capability", basis: "registered" },
    drift: { absent: ["speech:b"], undeclared: [] },
  });
  expect(a?.integrity?.entry).toMatch(/^[0-9a-f]{64}$/);
  // What a strict manifest does not declare was refused, so that nothing is left of it.
  expect(c?.contributions).toEqual([]);
});

test("a plugin that fails is failed, with its declared shape and the reason", async () => {
  const { host, folder } = await hostWith({
    a: { provides: { speech: ["a"] }, module: "throw new Error('not today');" },
  });
  await host.load(["a"]);
  const live = livePlugins(host);
  const [report] = reportPlugins(host.controlPlane, live);
  expect(report).toMatchObject({
    status: "failed",
    shape: { basis: "declared" },
    signals: ["config-valid", "hard-error"],
  });
  expect(report?.diagnostics).toMatchObject([{ code: "LOAD_FAILED", path: join(folder, "a", "index.mjs"), line: 1 }]);
  const { ok, basis, signals } = doctor(host.controlPlane, live);
  expect({ ok, basis, hardError: signals.hardError }).toEqual({ ok: false, basis: "runtime", hardError: ["a"] });
  expect(status(host.controlPlane, live).plugins).toMatchObject({ failed: 1, active: 0, enabled: 0 });
});

test("no secret of a plugin's config is told by what went wrong with it [SEC-3]", async () => {
  const { host } = await hostWith(
    {
      a: {
        manifest: { configSchema: { type: "object", properties: { key: { type: "string" } } } },
        register: "throw new Error(`401 for ${api.config.key}`);",
      },
    },
    { settings: { entries: { a: { config: { key: { $env: "A_KEY" } } } } }, env: { A_KEY: "hush-hush" } },
  );
  await host.load(["a"]);
  const live = livePlugins(host);
  const told = JSON.stringify([live, reportPlugins(host.controlPlane, live), doctor(host.controlPlane, live)]);
  expect(told).toContain("401 for [redacted]");
  expect(told).not.toContain("hush-hush");
});

test("a hook-only plugin gets an advisory, and one that registered nothing another; neither is an error [DIAG-4]", async () => {
  const { host } = await hostWith({ hooks: { provides: { hooks: ["llm_input"] } }, empty: {} });
  const declared = doctor(host.controlPlane);
  expect(declared.ok).toBe(true);
  expect(declared.diagnostics.map(({ code, plugin, level }) => [code, plugin, level])).toEqual([
    ["PLUGIN_HOOK_ONLY", "hooks", "advisory"],
  ]);
  expect(declared.diagnostics[0]?.message).toContain("llm_input");
  expect(declared.signals.compatibilityAdvisory).toEqual(["hooks"]);
  await host.load(["empty"]);
  const loaded = doctor(host.controlPlane, livePlugins(host));
  expect(loaded.diagnostics.map(({ code, plugin }) => [code, plugin])).toContainEqual([
    "PLUGIN_BRINGS_NOTHING",
    "empty",
  ]);
});

test("a plugin that listens to a hook of old gets a warning that names what to use", async () => {
  const plugin = { provides: { hooks: ["before_agent_start"], tools: ["t"] } };
  const { host } = await hostWith({ running: plugin, off: plugin }, { settings: { deny: ["off"] } });
  const report = doctor(host.controlPlane);
  expect(report.signals.legacyWarning).toEqual(["running"]);
  const warning = report.diagnostics.find(({ code }) => code === "PLUGIN_LEGACY_HOOK");
  expect(warning).toMatchObject({ level: "warning", plugin: "running" });
  expect(warning?.help).toContain("before_prompt_build");
  const preferred = { provides: { hooks: ["before_model_resolve", "before_prompt_build"], tools: ["t"] } };
  const { host: modern } = await hostWith({ running: preferred });
  expect(doctor(modern.controlPlane)).toMatchObject({ signals: { legacyWarning: [] }, compatibility: [] });
});

test("the doctor says each thing once, errors first, and counts them", async () => {
  const { host } = await hostWith(
    { a: { provides: { speech: ["x"] } }, b: { provides: { speech: ["x"], nonsense: ["y"] } } },
    { settings: { entries: { a: { config: { extra: 1 } }, nobody: {} } } },
  );
  const { diagnostics, counts, config, signals } = doctor(host.controlPlane, undefined, host.controlPlane.diagnostics);
  const levels = diagnostics.map(({ level }) => level);
  expect(levels).toEqual(
    levels.toSorted((one, other) => "error warning advisory".indexOf(one) - "error warning advisory".indexOf(other)),
  );
  const words = diagnostics.map(({ code, plugin, message }) => `${code} ${plugin} ${message}`);
  expect(new Set(words).size).toBe(words.length);
  expect(counts.error + counts.warning + counts.advisory).toBe(diagnostics.length);
  expect(diagnostics.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["CONFIG_PLUGIN_UNKNOWN", "MANIFEST_PROVIDES_UNKNOWN"]),
  );
  expect(config.state).toBe("valid");
  expect(signals.configValid).toBe(false);
});

test("ids that two plugins declare are told without loading either", async () => {
  const plugin = { provides: { speech: ["x"] } };
  const { host } = await hostWith({ a: plugin, b: plugin });
  const conflict = doctor(host.controlPlane).diagnostics.find(({ code }) => code === "OWNER_OVERRULED");
  expect(conflict).toMatchObject({ level: "warning", plugin: "b" });
});

test("a plugin's report leaves out what is about another place of the same id", async () => {
  const { host, folder } = await hostWith({ a: { provides: { nonsense: [] } } });
  const { controlPlane } = host;
  const elsewhere = {
    code: "X",
    level: "warning",
    plugin: "a",
    path: "/elsewhere/a/file",
    message: "m",
    help: "h",
  } as const;
  const here = { ...elsewhere, path: join(folder, "a", "file") };
  const [report] = reportPlugins({ ...controlPlane, diagnostics: [...controlPlane.diagnostics, elsewhere, here] });
  expect(report?.diagnostics.map(({ code, path }) => [code, path])).toEqual([
    ["MANIFEST_PROVIDES_UNKNOWN", join(folder, "a", "mortise.plugin.json")],
    ["X", here.path],
  ]);
});
