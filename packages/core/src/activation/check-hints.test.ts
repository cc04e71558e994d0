import { expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { below, pluginFiles, vocabulary } from "../../test/discovery.js";
import { folderWith } from "../../test/folder.js";
import { readControlPlane } from "../control-plane.js";
import { checkHints } from "./check-hints.js";

it("names triggers that there are not with the nearest, and no others [PLAN-5]", () => {
  const on = ["provider:x", "tol:b", "config:channels", "slot:memory"];
  const candidate = ready("a", { activation: { onStartup: false, on, enabledBy: ["chanel:c"] } });
  const found = checkHints(candidate, vocabulary, new Map());
  expect(found.map(({ code, level, plugin, pointer }) => [code, level, plugin, pointer])).toEqual([
    ["HINT_UNKNOWN", "advisory", "a", "/activation"],
    ["HINT_UNKNOWN", "advisory", "a", "/activation"],
  ]);
  expect(found[0]?.message).toContain('"tol:b"');
  expect(found[0]?.message).toContain('Did you mean "tool"?');
  expect(found[1]?.message).toContain('Did you mean "channel"?');
});

it("names hooks of other plugins' own that no plugin declares, those that are off counted", async () => {
  const folder = folderWith({
    ...below("shop", pluginFiles("shop", { provides: { customHooks: ["shop:order-placed", "shop:order-sent"] } })),
    ...below("bell", pluginFiles("bell", { provides: { hooks: ["shop:order-placed", "shop:ordr-sent", "no:such"] } })),
  });
  const { diagnostics } = await readControlPlane({
    config: { plugins: { load: { paths: [folder] }, entries: { shop: { enabled: false } } } },
    folders: { state: folder, cache: folder, globalPlugins: `${folder}/none`, workspacePlugins: `${folder}/none` },
  });
  const found = diagnostics.filter(({ code }) => code === "CUSTOM_HOOK_UNKNOWN");
  expect(found.map(({ level, plugin, pointer }) => [level, plugin, pointer])).toEqual([
    ["advisory", "bell", "/provides/hooks"],
    ["advisory", "bell", "/provides/hooks"],
  ]);
  expect(found[0]?.message).toContain('"shop:ordr-sent"');
  expect(found[0]?.message).toContain('Did you mean "shop:order-sent"?');
  expect(found[1]?.message).toMatch(/"no:such".*own\.$/);
});
