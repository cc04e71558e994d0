import { describe, expect, it } from "vitest";
import { checkAs, objectOf, type CheckedConfig } from "../../test/config-checks.js";

const said = ({ refusal }: CheckedConfig) => refusal?.diagnostics.map(({ code, message }) => `${code} ${message}`);
const draft07 = { $schema: "http://json-schema.org/draft-07/schema#" };
const text = { type: "string" };

describe("a schema that is itself wrong [VAL-4]", () => {
  it.each([
    [
      objectOf({ a: { type: "strng" } }),
      "/configSchema/properties/a/type",
      "must be equal to one of the allowed values: array, boolean",
    ],
    [objectOf({ a: { minimum: "1" } }), "/configSchema/properties/a/minimum", "must be number"],
    [objectOf({ a: { pattern: "(" } }), "/configSchema/properties/a/pattern", "Invalid regular expression: /(/u"],
    [
      { type: "object", patternProperties: { "[": {} } },
      "/configSchema/patternProperties",
      "Invalid regular expression: /[/u",
    ],
    [
      { ...draft07, ...objectOf({ a: { pattern: "(" } }) },
      "/configSchema/properties/a/pattern",
      "Invalid regular expression",
    ],
    [
      objectOf({ a: { $ref: "#/$defs/absent" } }),
      "/configSchema/properties/a/$ref",
      "$ref leads nowhere: #/$defs/absent",
    ],
    [
      { $id: "https://example.org/x", ...objectOf({ a: { $ref: "#/nowhere" } }) },
      "/configSchema/properties/a/$ref",
      "leads nowhere",
    ],
    [
      objectOf({ a: { $ref: "https://example.org/elsewhere.json" } }),
      "/configSchema/properties/a/$ref",
      "leads nowhere",
    ],
    [objectOf({ a: { $ref: "#/%" } }), "/configSchema", "URI contains malformed percent-encoding"],
    [{ type: "object", properties: [] }, "/configSchema/properties", "must be object"],
  ])("%#: is said with its pointer, and keeps the plugin out", async (schema, pointer, reason) => {
    const { refusal } = await checkAs(schema, { a: "x" });
    expect(refusal).toMatchObject({
      reason: "schema-invalid",
      diagnostics: [{ code: "PLUGIN_SCHEMA_INVALID", pointer }],
    });
    expect(refusal?.diagnostics[0]?.message).toContain(reason);
    expect(refusal?.diagnostics[0]?.path).toBe("/bundled/tenon/mortise.plugin.json");
  });

  it.each([
    [{ $async: true, ...objectOf({ a: text }) }, "/$async"],
    [{ $async: "x", ...objectOf({ a: text }) }, "/$async"],
    [{ $async: false, ...objectOf({ a: text }) }, "/$async"],
    [{ ...draft07, $async: true, ...objectOf({ a: text }) }, "/$async"],
    [objectOf({ a: { ...text, $async: true } }), "/properties/a/$async"],
    [objectOf({ $async: { $async: true } }), "/properties/$async/$async"],
    [objectOf({ a: { $ref: "#/$defs/a" } }, { $defs: { a: { $async: true } } }), "/$defs/a/$async"],
    [objectOf({ a: { $ref: "#/examples/0" } }, { examples: [{ $async: 1, ...text }] }), "/examples/0/$async"],
    [{ $async: true, $dynamicAnchor: "a", ...objectOf({ a: { $dynamicRef: "#a" } }) }, "/$async"],
  ])("%#: is never one that is checked later", async (schema, pointer) => {
    const { refusal } = await checkAs(schema, { a: 1 });
    expect(refusal?.diagnostics).toMatchObject([{ code: "PLUGIN_SCHEMA_INVALID", pointer: `/configSchema${pointer}` }]);
    expect(refusal?.diagnostics[0]?.message).toContain("$async is not supported");
  });

  it("leaves a config's own key $async alone", async () => {
    const schema = objectOf({ $async: { type: "boolean" } }, { default: { $async: true } });
    expect((await checkAs(schema, { $async: true })).refusal).toBeUndefined();
  });

  it("leaves the next schema unharmed", async () => {
    await checkAs({ $id: "same", ...objectOf({ a: { $ref: "#/nowhere" } }) }, {});
    expect((await checkAs({ $id: "same", ...objectOf({ a: text }) }, { a: "x" })).refusal).toBeUndefined();
  });

  it.each([
    [draft07, "http://json-schema.org/draft-07/schema"],
    [draft07, "http://json-schema.org/draft-07/schema#"],
    [{}, "https://json-schema.org/draft/2020-12/schema"],
    [{}, "https://json-schema.org/draft/2020-12/meta/core"],
  ])("or calls itself what a meta-schema is called leaves the others what they need: %j %s", async (dialect, $id) => {
    const named = { ...dialect, $id, ...objectOf({ a: text }) };
    expect((await checkAs(named, { a: 1 })).refusal?.reason).toBe("config-invalid");
    await checkAs({ ...dialect, ...objectOf({ a: { $id, ...text } }) }, { a: 1 });
    const other = { ...dialect, ...objectOf({ b: text, meta: { $ref: $id } }) };
    expect((await checkAs(other, { b: "x", meta: { type: "object" } })).refusal).toBeUndefined();
    expect((await checkAs({ ...other, type: "strng" }, {})).refusal?.reason).toBe("schema-invalid");
  });

  it("or nested without end is no crash", async () => {
    let deep: object = text;
    for (let level = 0; level < 20_000; level += 1) deep = { items: deep };
    const { judge } = await import("./ajv.js");
    expect(judge({ type: "object", properties: { a: deep } }, {}, "references")).toMatchObject({
      status: "schema-invalid",
      schemaProblem: { reason: "it is nested too deeply" },
    });
  });
});

describe("what JSON Schema leaves open", () => {
  it("a word that is no keyword is worth knowing, and checks nothing", async () => {
    const { advisories, refusal } = await checkAs(objectOf({ a: { type: "string", sensitive: true, lenght: 3 } }), {
      a: "x",
    });
    expect(refusal).toBeUndefined();
    expect(advisories).toEqual([
      'configSchema uses "sensitive", which is no keyword of JSON Schema; it checks nothing.',
      'configSchema uses "lenght", which is no keyword of JSON Schema; it checks nothing.',
    ]);
  });

  it("a format that nobody knows checks nothing, one that is known does", async () => {
    const schema = objectOf({ a: { type: "string", format: "colour" }, b: { type: "string", format: "email" } });
    expect((await checkAs(schema, { a: "x" })).refusal).toBeUndefined();
    expect(said(await checkAs(schema, { b: "x" }))?.[0]).toContain("expected a valid email");
  });

  it.each(["__proto__", "constructor", "toString"])("a format called %s is no crash", async (format) => {
    const { check } = await checkAs(
      JSON.parse(JSON.stringify(objectOf({ a: { type: "string", format } }))) as object as never,
      { a: "x" },
    );
    expect(["valid", "invalid"]).toContain(check.state);
  });
});

describe("references within a schema [VAL-8]", () => {
  const tree = { type: "object", properties: { a: text, inner: { $ref: "#" } }, additionalProperties: false } as const;

  it.each([{}, { $id: "#" }, { $id: "tree.json" }, draft07])("lead to the whole of it by #, with %j", async (name) => {
    const schema = { ...name, ...tree };
    expect((await checkAs(schema, { inner: { inner: { a: "x" } } })).refusal).toBeUndefined();
    expect(said(await checkAs(schema, { inner: { inner: { a: 1 } } }))?.[0]).toContain("expected a string");
  });

  it("do not lead by a name that only another author's schema has", async () => {
    const root = { $id: "http://author.test/config" };
    const named = { ...objectOf({}), ...root, $defs: { a: { $id: "http://author.test/name", type: "string" } } };
    expect((await checkAs(named, {})).refusal).toBeUndefined();
    const lost = { ...objectOf({ a: { $ref: "http://author.test/name" } }), ...root, $defs: { a: {} } };
    expect(said(await checkAs(lost, { a: 1 }))?.[0]).toContain("$ref leads nowhere");
  });
});
