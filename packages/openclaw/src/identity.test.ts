import { describe, expect, it } from "vitest";
import { notesOf, readOne, withFields } from "../test/plugin-folder.js";

describe("id and configSchema [OC-1]", () => {
  it("are both missed at once", () => {
    const candidate = readOne({ "openclaw.plugin.json": { name: "n" }, "index.js": "" });
    expect(candidate.status).toBe("invalid");
    expect(candidate.id).toBe("plugin");
    expect(candidate.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('lacks "id"'),
      expect.stringContaining('lacks "configSchema"'),
    ]);
  });

  it("of the wrong type are named with what was found", () => {
    const candidate = withFields({ id: 7, configSchema: [] });
    expect(notesOf(candidate)).toEqual(["error MANIFEST_INVALID /id", "error MANIFEST_INVALID /configSchema"]);
    expect(candidate.diagnostics[1]?.message).toContain("an array");
  });

  it("keep a readable id when the rest is wrong", () => {
    expect(withFields({ id: "kept", configSchema: undefined }).id).toBe("kept");
  });

  it.each([" spaced ", "Mixed_Case", "@scope/name", "微信", "a b", "v1..2"])("accept the harmless id %j", (id) => {
    const candidate = withFields({ id });
    expect(notesOf(candidate)).toEqual([]);
    expect(candidate.id).toBe(id.trim());
  });

  it.each([
    "__proto__",
    "Constructor",
    "a/prototype",
    "../up",
    "a/../b",
    "/abs",
    "a\\b",
    "a\u0000b",
    "a\u001b[31m",
    "a\u202eb",
    "x".repeat(129),
  ])("refuse the harmful id %j", (id) => {
    const candidate = withFields({ id });
    expect(candidate.status).toBe("invalid");
    expect(notesOf(candidate)).toEqual(["error MANIFEST_ID_INVALID /id"]);
    expect(candidate.diagnostics[0]?.message).not.toMatch(/\p{C}/u);
    expect(candidate.id).toBe("plugin");
  });

  it("refuse a blank id", () => {
    expect(notesOf(withFields({ id: "  " }))).toEqual(["error MANIFEST_INVALID /id"]);
  });
});

describe("a configSchema", () => {
  it.each([{ apiKey: { type: "string" } }, { title: { type: "string" }, format: { type: "string" } }])(
    "that is a bare map of properties checks nothing: %j",
    (configSchema) => {
      expect(notesOf(withFields({ configSchema }))).toEqual(["warning PLUGIN_SCHEMA_EMPTY /configSchema"]);
    },
  );

  it.each([{}, { type: "object" }, { $ref: "#/x" }, { allOf: [] }, { properties: {} }, { description: "none" }])(
    "is fine: %j",
    (configSchema) => {
      expect(notesOf(withFields({ configSchema }))).toEqual([]);
    },
  );
});

it("a key that would reach into every object keeps the plugin out", () => {
  const text = '{"id":"a","configSchema":{"__proto__":{"x":1}}}';
  const candidate = readOne({ "openclaw.plugin.json": text, "index.js": "" });
  expect(notesOf(candidate)).toContain("error MANIFEST_DANGEROUS_KEY /configSchema/__proto__");
});

it("former ids that could do harm are left out and told, the others are kept [OC-1]", () => {
  const legacyPluginIds = ["old", "\ud800", "__proto__", "../up", "Mixed_Case"];
  const candidate = withFields({ legacyPluginIds });
  expect(candidate.manifest?.legacyIds).toEqual(["old", "Mixed_Case"]);
  expect(notesOf(candidate)).toEqual(Array(3).fill("warning OPENCLAW_FIELD_IGNORED /legacyPluginIds"));
  expect(candidate.diagnostics[0]?.message).toContain('found "\\u{d800}"');
});
