import { join } from "node:path";
import { expect, it } from "vitest";
import { folderWith } from "../test/folder.js";
import { pluginFiles } from "../test/host-with.js";
import { callPolicy } from "./config/call-policy.js";
import { readControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { missingHandlers } from "./missing-handlers.js";
import { openQuarantine } from "./policy/quarantine.js";

const gate = "before_tool_call";
const guarding = { provides: { hooks: [gate] } };
const threw: readonly Diagnostic[] = [{ code: "REGISTER_THREW", level: "error", message: "It threw.", help: "" }];

/** Who is missing at the gate, with plugins by id, what the config says, and who failed now or at an earlier start. */
async function missingWith(settings: object, failed: readonly string[] = [], before: readonly string[] = []) {
  const plugins = {
    guard: guarding,
    leaning: { ...guarding, manifest: { requires: { guard: "*" } } },
    top: { ...guarding, manifest: { requires: { leaning: "*" } } },
    idle: {},
  };
  const folder = folderWith(pluginFiles(plugins));
  const read = () =>
    readControlPlane({
      config: { plugins: { load: { paths: Object.keys(plugins).map((id) => `./${id}`) }, ...settings } },
      cwd: folder,
      folders: { state: folder, cache: folder, globalPlugins: join(folder, "none") },
    });
  for (const candidate of (await read()).order.filter(({ id }) => before.includes(id))) {
    expect(await openQuarantine(folder).add(candidate, threw)).toBeUndefined();
  }
  const controlPlane = await read();
  const failures = new Map(failed.map((id) => [id, threw] as const));
  const missing = missingHandlers(gate, controlPlane, callPolicy(controlPlane.loaded.config), failures);
  return missing.map(({ plugin, reason }) => `${plugin}: ${reason}`);
}

it("nobody is missed where nobody failed and nobody is required [HOOK-9]", async () => {
  expect(await missingWith({})).toEqual([]);
});

it("who failed and declares the hook is missed, who does not declare it is not", async () => {
  expect(await missingWith({}, ["guard", "idle"])).toEqual(["guard: It threw."]);
});

it("who failed at an earlier start and is in quarantine is missed still, and so is who requires one that is", async () => {
  const settings = { entries: { guard: { onFailure: "quarantine" } } };
  expect(await missingWith(settings, [], ["guard"])).toEqual([
    expect.stringMatching(/^guard: it failed to load and has not changed since: It threw\./),
    "leaning: a plugin that it requires does not run",
    "top: a plugin that it requires does not run",
  ]);
  expect(await missingWith({}, [], ["guard"])).toEqual([]);
});

it("who is off is missed only where the operator requires it", async () => {
  const entries = { guard: { enabled: false } };
  expect(await missingWith({ entries })).toEqual([]);
  expect(await missingWith({ entries, hooks: { [gate]: { required: ["Guard", "idle", "nobody"] } } })).toEqual([
    "guard: plugins.entries turns it off",
    "idle: its manifest does not declare the hook",
    "nobody: there is no such plugin",
  ]);
});

it("the operator can do without one by name, or turn its handler off", async () => {
  expect(await missingWith({ hooks: { [gate]: { waive: ["GUARD"] } } }, ["guard", "top"])).toEqual(["top: It threw."]);
  const off = { hooks: { [gate]: { enabled: false } } };
  expect(await missingWith({ entries: { guard: off } }, ["guard"])).toEqual([]);
});
