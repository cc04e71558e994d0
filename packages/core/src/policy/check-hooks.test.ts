import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { folderWith } from "../../test/folder.js";
import { pluginFiles } from "../../test/host-with.js";
import { readHostConfig } from "../config/read.js";
import { readControlPlane } from "../control-plane.js";
import { checkHooks } from "./check-hooks.js";

const hooks = { before_tool_call: {}, llm_input: {} };
const candidates = [
  ready("guard", { provides: { hooks } }),
  ready("other", { provides: { hooks: { llm_output: {} }, customHooks: { "other:done": { kind: "gate" } } } }),
  ready("lenient", { declarations: "lenient" }),
  ready("unable", { undeclarable: ["hooks"] }),
  stopped("blocked", "blocked"),
];

function found(plugins: object) {
  const cwd = folderWith({ "mortise.jsonc": JSON.stringify({ plugins }, null, 1) });
  const loaded = readHostConfig({ file: "mortise.jsonc", cwd, sections: [] });
  expect(loaded.diagnostics).toEqual([]);
  return checkHooks(loaded, candidates, vocabulary);
}

it("names hooks that there are not, with place and nearest, wherever they stand [CFG-8]", () => {
  const diagnostics = found({
    hooks: { before_tool_cal: { deadlineMs: 5 }, "other:don": {} },
    entries: { guard: { hooks: { llm_inptu: { enabled: false } } } },
  });
  expect(diagnostics.map(({ code, pointer, line }) => `${code} ${pointer} ${line}`)).toEqual([
    "CONFIG_HOOK_UNKNOWN /plugins/hooks/before_tool_cal 4",
    "CONFIG_HOOK_UNKNOWN /plugins/hooks/other:don 7",
    "CONFIG_HOOK_UNKNOWN /plugins/entries/guard/hooks/llm_inptu 12",
  ]);
  expect(diagnostics.map(({ message }) => /Did you mean "(.*)"/.exec(message)?.[1])).toEqual([
    "before_tool_call",
    "other:done",
    "llm_input",
  ]);
});

it("names handlers that a manifest does not declare, those whose absence closes a gate among them", () => {
  const diagnostics = found({
    hooks: { before_tool_call: { required: ["guard", "Other"], waive: ["other"] } },
    entries: { guard: { hooks: { llm_output: { priority: 3 } } }, Other: { hooks: { llm_input: {} } } },
  });
  expect(diagnostics.map(({ code, plugin, pointer }) => `${code} ${plugin} ${pointer}`)).toEqual([
    "CONFIG_HOOK_UNHANDLED guard /plugins/entries/guard/hooks/llm_output",
    "CONFIG_HOOK_UNHANDLED Other /plugins/entries/Other/hooks/llm_input",
    "CONFIG_HOOK_UNHANDLED Other /plugins/hooks/before_tool_call/required/1",
    "CONFIG_HOOK_UNHANDLED other /plugins/hooks/before_tool_call/waive/0",
  ]);
  expect(diagnostics[0]?.help).toContain("before_tool_call, llm_input");
  expect(diagnostics[2]?.message).toContain("Whatever asks before_tool_call is refused.");
  expect(diagnostics[3]?.message).not.toContain("is refused");
});

it("says that only gates can require and waive", () => {
  const diagnostics = found({
    hooks: { llm_input: { required: ["guard"], waive: ["guard"] }, "other:done": { required: ["lenient"] } },
  });
  expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    "CONFIG_HOOK_NOT_GATE /plugins/hooks/llm_input/required",
    "CONFIG_HOOK_NOT_GATE /plugins/hooks/llm_input/waive",
  ]);
  expect(diagnostics[0]?.message).toContain("of the kind observe");
});

describe("is silent", () => {
  const named = (id: string) => ({
    hooks: { before_tool_call: { required: [id], deadlineMs: 9 } },
    entries: { [id]: { hooks: { before_tool_call: { enabled: true } } } },
  });
  it.each([
    ["about what a manifest declares", named("Guard")],
    ["about plugins whose manifests need not declare hooks", named("lenient")],
    ["about plugins whose manifests cannot", named("unable")],
    ["about what was not found, which is said elsewhere", named("nobody")],
    ["about what is blocked, which is said elsewhere", named("blocked")],
    ["where nothing is said of hooks", { entries: { guard: { enabled: true } } }],
  ])("%s", (_what, plugins) => {
    expect(found(plugins)).toEqual([]);
  });
});

it("is part of what reading a project says, with plugins that are not there and triggers that are none", async () => {
  const cwd = folderWith(pluginFiles({ guard: { provides: { hooks: ["before_tool_call"] } } }));
  const { diagnostics } = await readControlPlane({
    config: {
      plugins: {
        load: { paths: ["./guard"] },
        hooks: { before_tool_cal: {}, before_tool_call: { required: ["gaurd"] } },
        entries: { guard: { requiredFor: ["startup", "hok:llm_input", "tool:x"] } },
      },
    },
    cwd,
    folders: { state: cwd, cache: cwd, globalPlugins: join(cwd, "none") },
  });
  expect(diagnostics.map(({ code, pointer, message }) => [code, pointer, message.split("mean ")[1]])).toEqual([
    ["CONFIG_PLUGIN_UNKNOWN", "/plugins/hooks/before_tool_call/required/0", '"guard"?'],
    ["CONFIG_HOOK_UNKNOWN", "/plugins/hooks/before_tool_cal", '"before_tool_call"? It was not looked at.'],
    ["CONFIG_TRIGGER_UNKNOWN", "/plugins/entries/guard/requiredFor/1", '"hook"? It was not looked at.'],
  ]);
});
