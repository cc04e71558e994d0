import { describe, expect, it } from "vitest";
import { notes, pluginFiles, readFiles } from "../../../test/discovery.js";
import type { Candidate } from "../candidate.js";

const withFields = (fields: object) => readFiles(pluginFiles("tenon", fields));
const withText = (text: string) => readFiles({ "mortise.plugin.json": text, "index.js": "" });
const read = ({ status, diagnostics }: Candidate) => [status, ...notes(diagnostics)];

it("a manifest with every field becomes what all stages work with [MAN-1]", () => {
  const candidate = withFields({
    $schema: "x",
    name: "Tenon",
    description: "Joins.",
    version: "1.2.3",
    engines: { mortise: "^1", node: ">=20" },
    provides: { speech: ["tenon"], "text-inference": { tenon: { models: ["a"] } }, hooks: ["llm_input"] },
    configSchema: { type: "object", properties: { apiKey: { type: "string" } } },
    ui: { apiKey: { label: "Key", sensitive: true } },
    setup: { env: { apiKey: "TENON_KEY", "other.key": ["A", "B"] } },
    activation: { onStartup: true, on: ["provider:tenon"], enabledBy: ["channel:tenon"] },
    icon: "./icon.svg",
    categories: ["media"],
    locales: { de: { name: "Zapfen", ui: { apiKey: { label: "Schlüssel" } } } },
    userConfigSchema: { type: "object", properties: { voice: { type: "string" } } },
    configSubscriptions: ["model"],
    requires: { other: "^1" },
    conflicts: { rival: "<2" },
    permissions: { net: ["api.tenon.example"], env: true },
    legacyIds: ["old-tenon"],
    after: ["a"],
    before: ["b"],
    enabledByDefault: true,
  });
  expect(candidate.diagnostics).toEqual([]);
  expect(candidate.manifest).toEqual({
    id: "tenon",
    name: "Tenon",
    description: "Joins.",
    version: "1.2.3",
    engines: { mortise: "^1", node: ">=20" },
    provides: { speech: { tenon: {} }, "text-inference": { tenon: { models: ["a"] } }, hooks: { llm_input: {} } },
    declarations: "strict",
    undeclarable: [],
    configSchema: { type: "object", properties: { apiKey: { type: "string" } } },
    ui: { apiKey: { label: "Key", sensitive: true } },
    setup: { env: { apiKey: ["TENON_KEY"], "other.key": ["A", "B"] } },
    activation: { onStartup: true, on: ["provider:tenon"], enabledBy: ["channel:tenon"] },
    icon: "./icon.svg",
    categories: ["media"],
    locales: { de: { name: "Zapfen", ui: { apiKey: { label: "Schlüssel" } } } },
    userConfigSchema: { type: "object", properties: { voice: { type: "string" } } },
    configSubscriptions: ["model"],
    slots: [],
    requires: { other: "^1" },
    conflicts: { rival: "<2" },
    permissions: { net: ["api.tenon.example"], env: true },
    legacyIds: ["old-tenon"],
    after: ["a"],
    before: ["b"],
    enabledByDefault: true,
    foreign: {},
  });
});

it("the smallest manifest takes no config and provides nothing", () => {
  const { manifest, diagnostics } = withText('{ "id": "tenon", } // fine');
  expect(diagnostics).toEqual([]);
  expect(manifest).toMatchObject({
    configSchema: { type: "object", additionalProperties: false },
    provides: {},
    enabledByDefault: false,
  });
});

describe("a manifest that cannot be used [MAN-3]", () => {
  it("has line and column where it is no JSON", () => {
    const { diagnostics, status } = withText('{\n  "id": "tenon"\n  "name": "x"\n}');
    expect(status).toBe("invalid");
    expect(diagnostics).toMatchObject([{ code: "MANIFEST_SYNTAX", line: 3, column: 3 }]);
  });

  it.each([
    ["[]", "an array"],
    ['"tenon"', "a string"],
    ["null", "null"],
  ])("%s is no object", (text, found) => {
    const { diagnostics } = withText(text);
    expect(diagnostics[0]).toMatchObject({
      code: "MANIFEST_NOT_OBJECT",
      message: `The manifest must hold an object; ${found} was found.`,
    });
  });

  it("names each wrong value with its pointer, place and what was expected", () => {
    const { diagnostics } = withText(
      '{\n "id": "tenon",\n "version": 1,\n "engines": { "node": "" },\n "after": ["Not An Id"]\n}',
    );
    expect(notes(diagnostics).toSorted()).toEqual([
      "error MANIFEST_INVALID /after/0",
      "error MANIFEST_INVALID /engines/node",
      "error MANIFEST_INVALID /version",
    ]);
    const version = diagnostics.find(({ pointer }) => pointer === "/version");
    expect(version).toMatchObject({
      line: 3,
      column: 2,
      message: "The manifest is not valid: expected a string, found the number 1.",
    });
  });

  it("keeps the id that it has", () => {
    expect(withFields({ version: 1 })).toMatchObject({ status: "invalid", id: "tenon" });
  });

  it("lacks an id", () => {
    expect(read(withText("{}"))).toEqual(["invalid", "error MANIFEST_KEY_MISSING /id"]);
  });

  it.each(["Tenon", "a--b", "-a", "a b", "a/", "", "ä", "x".repeat(129), "a\\nb"])("has the id %j", (id) => {
    expect(read(withText(`{"id": "${id}"}`))).toEqual(["invalid", "error MANIFEST_ID_INVALID /id"]);
  });

  it.each(["__proto__", "constructor", "prototype"])("has the id %s, and its folder's name is shown instead", (id) => {
    const candidate = withText(JSON.stringify({ id }));
    expect(candidate.status).toBe("invalid");
    expect(candidate.id).toMatch(/^mortise-/);
  });
});

it.each(["a", "a1", "a-b_c.d/e", "x".repeat(128)])("%s can be an id [MAN-4]", (id) => {
  expect(read(withText(JSON.stringify({ id })))).toEqual(["ready"]);
});

it("keys with a line break in them are held to the same rules", () => {
  const fields = {
    ui: { "a\nb": null },
    provides: { "x\ny": 7 },
    setup: { env: { "c\nd": 1 } },
    requires: { "e\nf": 2 },
  };
  const { status, diagnostics } = withFields(fields);
  expect(status).toBe("invalid");
  expect(diagnostics.filter(({ code }) => code === "MANIFEST_INVALID")).toHaveLength(4);
});

describe("unknown keys [MAN-2]", () => {
  it("are worth knowing, with the nearest, at every level, and change nothing", () => {
    const candidate = withText(
      '{\n "id": "tenon",\n "provide": {},\n "setup": { "environment": {} },\n "ui": { "a": { "lable": "x" } },\n' +
        ' "configSchema": { "type": "object", "properties": { "a": {} } }\n}',
    );
    expect(candidate.status).toBe("ready");
    expect(notes(candidate.diagnostics).toSorted()).toEqual([
      "advisory MANIFEST_UNKNOWN_KEY /provide",
      "advisory MANIFEST_UNKNOWN_KEY /setup/environment",
      "advisory MANIFEST_UNKNOWN_KEY /ui/a/lable",
    ]);
    const at = (wanted: string) => candidate.diagnostics.find(({ pointer }) => pointer === wanted);
    expect(at("/provide")).toMatchObject({ line: 3, column: 2 });
    expect(at("/provide")?.message).toContain('Did you mean "provides"?');
    expect(at("/ui/a/lable")?.message).toContain('Did you mean "label"?');
  });
});

describe("names that reach into every object [CFG-5]", () => {
  it.each(["__proto__", "\\u005f_proto__", "constructor"])("%s is refused as a key, wherever it stands", (key) => {
    const candidate = withText(`{"id": "tenon", "configSchema": {"properties": {"${key}": {"polluted": true}}}}`);
    const pointer = `/configSchema/properties/${key.replace("\\u005f", "_")}`;
    expect(read(candidate)).toEqual(["invalid", `error MANIFEST_DANGEROUS_KEY ${pointer}`]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("provides [MAN-1]", () => {
  it("keeps what the host has words for, and says the rest with the nearest word", () => {
    const candidate = withText(`{
      "id": "tenon",
      "provides": {
        "speach": ["tenon"],
        "speech": ["good", "Not Good!", "constructor"],
        "routes": { "/ok": { "match": "prefix" }, "no-slash": {} },
        "hooks": ["llm_input", "llm_imput"]
      }
    }`);
    expect(candidate.manifest?.provides).toEqual({
      speech: { good: {} },
      routes: { "/ok": { match: "prefix" } },
      hooks: { llm_input: {} },
    });
    expect(read(candidate)).toEqual([
      "ready",
      "warning MANIFEST_PROVIDES_UNKNOWN /provides/speach",
      "warning MANIFEST_ID_INVALID /provides/speech/1",
      "warning MANIFEST_ID_INVALID /provides/speech/2",
      "warning MANIFEST_ID_INVALID /provides/routes/no-slash",
      "warning MANIFEST_HOOK_UNKNOWN /provides/hooks/1",
    ]);
    expect(candidate.diagnostics.map(({ line }) => line)).toEqual([4, 5, 5, 6, 7]);
    expect(candidate.diagnostics[0]?.message).toContain('Did you mean "speech"?');
    expect(candidate.diagnostics[4]?.message).toContain('Did you mean "llm_input"?');
  });

  it.each(["constructor", "__proto__", "prototype", "saw"])("may have %s twice in one list", (id) => {
    const candidate = withFields({ provides: { tools: [id, id, "plane"] } });
    expect(candidate.status).toBe("ready");
    expect(candidate.manifest?.provides).toEqual({ tools: id === "saw" ? { saw: {}, plane: {} } : { plane: {} } });
  });

  it("may not be anything else", () => {
    expect(read(withFields({ provides: { speech: "tenon" } }))[0]).toBe("invalid");
    expect(read(withFields({ provides: { speech: [1] } }))[0]).toBe("invalid");
  });
});
