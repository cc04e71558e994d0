import { describe, expect, it } from "vitest";
import { manifestOf, notesOf, readAll, readOne } from "../../test/plugin-folder.js";

const read = (fields: object, files: Readonly<Record<string, unknown>> = {}) =>
  readOne({ "openclaw.plugin.json": { id: "sample", configSchema: {}, ...fields }, "index.js": "", ...files });

describe("skills [OC-2]", () => {
  it("are the folder itself, or those right below it", () => {
    const files = { "one/SKILL.md": "", "many/a/SKILL.md": "", "many/b c/SKILL.md": "", "many/deep/er/SKILL.md": "" };
    const candidate = read({ skills: ["./one/", "many"] }, files);
    expect(manifestOf(candidate).provides["skills"]).toEqual({
      one: { path: "one" },
      a: { path: "many/a" },
      "b-c": { name: "b c", path: "many/b c" },
    });
    expect(notesOf(candidate)).toEqual([]);
    expect(manifestOf(candidate).foreign["skills"]).toEqual(["./one/", "many"]);
  });

  it("that are not there are told, and so is a path that leads out", () => {
    const candidate = read({ skills: ["none", "../outside"] });
    expect(manifestOf(candidate).provides).toEqual({});
    expect(notesOf(candidate).filter((note) => note.includes("SKILLS"))).toEqual([
      "warning OPENCLAW_SKILLS_MISSING /skills/0",
      "warning OPENCLAW_SKILLS_MISSING /skills/1",
    ]);
  });

  it("of one name: the first stays", () => {
    const candidate = read({ skills: ["a/cook", "b/cook"] }, { "a/cook/SKILL.md": "", "b/cook/SKILL.md": "" });
    expect(manifestOf(candidate).provides["skills"]).toEqual({ cook: { path: "a/cook" } });
    expect(notesOf(candidate)).toEqual(["warning BUNDLE_PART_LEFT_OUT"]);
  });
});

it("servers that cannot be used are told, and the others stay", () => {
  const candidate = read({ mcpServers: { good: { url: "https://user:pass@mcp.test/x?key=abc" }, bad: 7, "?": {} } });
  expect(manifestOf(candidate).provides["mcp-servers"]).toEqual({
    good: {
      path: "openclaw.plugin.json",
      pointer: "/mcpServers/good",
      url: "https://[hidden]@mcp.test/x?key=[hidden]",
      type: "http",
    },
  });
  expect(notesOf(candidate)).toEqual([
    "warning OPENCLAW_FIELD_IGNORED /mcpServers/bad",
    "warning BUNDLE_PART_LEFT_OUT",
  ]);
});

it("of several entries the first brings what no code provides, and has the ids of before", () => {
  const manifest = {
    id: "pack",
    configSchema: {},
    skills: ["skills/cook"],
    mcpServers: { files: { command: "x" } },
    legacyPluginIds: ["old"],
    contracts: { speechProviders: ["voice"] },
  };
  const candidates = readAll({
    "openclaw.plugin.json": manifest,
    "package.json": { openclaw: { extensions: ["./a.js", "./b.js"] } },
    "a.js": "",
    "b.js": "",
    "skills/cook/SKILL.md": "",
  });
  const found = candidates.map((candidate) => {
    const { id, provides, legacyIds } = manifestOf(candidate);
    return [id, Object.keys(provides), legacyIds];
  });
  expect(found).toEqual([
    ["pack/a", ["speech", "skills", "mcp-servers"], ["old"]],
    ["pack/b", ["speech"], []],
  ]);
});
