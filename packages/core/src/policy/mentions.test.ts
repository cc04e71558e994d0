import { expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { folderWith } from "../../test/folder.js";
import { readHostConfig } from "../config/read.js";
import { decide } from "./decide.js";
import { checkMentions } from "./mentions.js";

const versions = { mortise: "1.0.0", node: "20.20.2" };

it("says of every plugin that the config names whether nobody has it, or it was blocked, and where [CFG-4]", () => {
  const text = `{
    "plugins": {
      "allow": [7, "openia", "stopped"],
      "entries": {
        "OpenAI": {},
        "wrong": {}
      }
    }
  }`;
  const loaded = readHostConfig({ file: "mortise.jsonc", cwd: folderWith({ "mortise.jsonc": text }), sections: [] });
  const candidates = [ready("openai"), stopped("stopped", "blocked"), stopped("wrong", "invalid")];
  const found = checkMentions(loaded, decide(candidates, loaded.config, versions));
  expect(found.map(({ code, plugin, pointer, line, column }) => ({ code, plugin, pointer, line, column }))).toEqual([
    { code: "CONFIG_PLUGIN_BLOCKED", plugin: "wrong", pointer: "/plugins/entries/wrong", line: 6, column: 9 },
    { code: "CONFIG_PLUGIN_UNKNOWN", plugin: "openia", pointer: "/plugins/allow/1", line: 3, column: 20 },
    { code: "CONFIG_PLUGIN_BLOCKED", plugin: "stopped", pointer: "/plugins/allow/2", line: 3, column: 30 },
  ]);
  expect(found[0]?.message).toContain("its manifest cannot be used");
  expect(found[1]?.message).toContain('Did you mean "openai"?');
  expect(found[2]?.message).toContain("a safety gate blocked it");
  expect(found[2]?.help).toContain("/bundled/stopped");
  expect(found.every(({ path }) => path === loaded.path)).toBe(true);
});

it("is silent where one of several plugins of the id can be used", () => {
  const loaded = readHostConfig({ value: { plugins: { allow: ["a"] } }, cwd: ".", sections: [] });
  const candidates = [stopped("a", "blocked", { origin: "workspace" }), ready("a")];
  expect(checkMentions(loaded, decide(candidates, loaded.config, versions))).toEqual([]);
});
