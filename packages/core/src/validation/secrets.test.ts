import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkAs, objectOf, resolvedAs, type CheckedConfig } from "../../test/config-checks.js";
import { folderWith } from "../../test/folder.js";

const env = { KEY: "sk-12345678" };
const ref = { $env: "KEY" };
const text = { type: "string" };
const number = { type: "number" };
const said = ({ refusal }: CheckedConfig) =>
  refusal?.diagnostics.map(({ code, message }) => `${code} ${message}`) ?? [];

describe("a reference may stand wherever a schema lets a string stand: [SEC-1]", () => {
  it.each([
    ["a property", objectOf({ a: text }), { a: ref }, { a: env.KEY }],
    ["a nested property", objectOf({ a: objectOf({ b: text }) }), { a: { b: ref } }, { a: { b: env.KEY } }],
    ["an element", objectOf({ a: { type: "array", items: text } }), { a: ["x", ref] }, { a: ["x", env.KEY] }],
    ["an element by its place", objectOf({ a: { prefixItems: [number, text] } }), { a: [1, ref] }, { a: [1, env.KEY] }],
    ["one of the elements asked for", objectOf({ a: { contains: text } }), { a: [1, ref] }, { a: [1, env.KEY] }],
    ["additional properties", { type: "object", additionalProperties: text }, { x: ref }, { x: env.KEY }],
    ["additional properties of any form", { type: "object", additionalProperties: {} }, { x: ref }, { x: env.KEY }],
    ["pattern properties", { type: "object", patternProperties: { "^x": text } }, { x1: ref }, { x1: env.KEY }],
    ["a $ref", { ...objectOf({ a: { $ref: "#/$defs/key" } }), $defs: { key: text } }, { a: ref }, { a: env.KEY }],
    ["a $ref to a property", objectOf({ a: text, b: { $ref: "#/properties/a" } }), { b: ref }, { b: env.KEY }],
    ["anyOf", objectOf({ a: { anyOf: [number, text] } }), { a: ref }, { a: env.KEY }],
    [
      "anyOf with objects",
      objectOf({ a: { anyOf: [objectOf({ b: text }), { type: "null" }] } }),
      { a: { b: ref } },
      { a: { b: env.KEY } },
    ],
    ["oneOf", objectOf({ a: { oneOf: [text, number] } }), { a: ref }, { a: env.KEY }],
    ["allOf", objectOf({ a: { allOf: [text, { minLength: 3 }] } }), { a: ref }, { a: env.KEY }],
    ["several types", objectOf({ a: { type: ["null", "string"] } }), { a: ref }, { a: env.KEY }],
    ["const", objectOf({ a: { const: env.KEY } }), { a: ref }, { a: env.KEY }],
    ["enum", objectOf({ a: { enum: [1, env.KEY] } }), { a: ref }, { a: env.KEY }],
    ["no type at all", objectOf({ a: {}, b: true }), { a: ref, b: ref }, { a: env.KEY, b: env.KEY }],
    [
      "then",
      { type: "object", if: { required: ["a"] }, then: { properties: { a: text } } },
      { a: ref },
      { a: env.KEY },
    ],
    [
      "dependentSchemas",
      { type: "object", dependentSchemas: { a: { properties: { b: text } } } },
      { a: 1, b: ref },
      { a: 1, b: env.KEY },
    ],
  ])("%s", async (_where, schema, config, expected) => {
    expect(await resolvedAs(schema, config, { env })).toEqual(expected);
  });

  it("also where a $ref leads through a part that lets one stand", async () => {
    const either = {
      anyOf: [text, { type: "object", properties: { voice: { type: "object", properties: { id: text } } } }],
    };
    const schema = objectOf({
      a: either,
      b: { $ref: "#/properties/a/anyOf/1/properties/voice" },
      "c/d": { $ref: "#/properties/a" },
    });
    expect(await resolvedAs(schema, { a: ref, b: { id: ref }, "c/d": ref }, { env })).toEqual({
      a: env.KEY,
      b: { id: env.KEY },
      "c/d": env.KEY,
    });
    expect((await checkAs(schema, { b: { id: 1 } })).refusal?.reason).toBe("config-invalid");
  });

  it("also in draft-07", async () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "object",
      properties: { list: { type: "array", items: [text], additionalItems: text } },
      dependencies: { list: { properties: { key: text } } },
    };
    expect(await resolvedAs(schema, { list: [ref, ref], key: ref }, { env })).toEqual({
      list: [env.KEY, env.KEY],
      key: env.KEY,
    });
  });
});

describe("and nowhere else: [SEC-1]", () => {
  it.each([
    ["a number", objectOf({ a: number }), "a number"],
    ["a list", objectOf({ a: { type: "array" } }), "an array"],
    ["values that are no text", objectOf({ a: { enum: [1, 2] } }), "one of 1, 2"],
    ["an object", objectOf({ a: objectOf({ b: text }) }), "a value of another form"],
    [
      "a circle of references",
      { ...objectOf({ a: { $ref: "#/$defs/x" } }), $defs: { x: { $ref: "#/$defs/y" }, y: { type: "integer" } } },
      "a whole number",
    ],
  ])("%s", async (_where, schema, expected) => {
    const [first, ...others] = said(await checkAs(schema, { a: ref }, { env }));
    expect(others).toEqual([]);
    expect(first).toBe(
      `PLUGIN_CONFIG_INVALID The plugin's config is not valid: expected ${expected}, found a secret reference, which can stand only for text. The plugin is kept out.`,
    );
  });

  it("not for the whole config", async () => {
    const found = said(await checkAs(objectOf({ a: text }), ref, { env }));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("a secret reference, which can stand only for text");
  });

  it("an object that only looks like one is left as it is, where objects may be anything", async () => {
    expect(
      await resolvedAs({ type: "object", properties: { a: { type: "object" } } }, { a: { $env: "KEY" } }, { env }),
    ).toEqual({ a: ref });
  });
});

describe("a reference that is badly formed", () => {
  it.each([
    [{ $env: 5 }, "a variable's name in $env", ""],
    [{ $env: "not a name" }, "a variable's name in $env", ""],
    [{ $env: "" }, "a variable's name in $env", ""],
    [{ $file: "" }, "a path in $file", ""],
    [{ $env: "KEY", default: "sk-fallback" }, 'just one key, "$env" or "$file"', ""],
    [{ $env: "KEY", $file: "key.txt" }, 'just one key, "$env" or "$file"', ""],
    [{ $ENV: "KEY" }, 'just one key, "$env" or "$file"', ' Did you mean "$env"?'],
    [{ $path: "key.txt" }, 'just one key, "$env" or "$file"', ' Did you mean "$file"?'],
  ])("%j", async (given, expected, suggestion) => {
    for (const schema of [objectOf({ a: text }), objectOf({ a: { anyOf: [text, objectOf({})] } })]) {
      const { refusal } = await checkAs(schema, { a: given }, { env });
      expect(refusal).toMatchObject({
        reason: "config-invalid",
        diagnostics: [{ code: "SECRET_REF_INVALID", pointer: "/plugins/entries/tenon/config/a" }],
      });
      expect(refusal?.diagnostics).toHaveLength(1);
      expect(refusal?.diagnostics[0]?.message).toContain(`expected ${expected}, found an object with `);
      expect(refusal?.diagnostics[0]?.message).toContain(`${suggestion} The plugin is kept out.`);
      expect(JSON.stringify(refusal)).not.toMatch(/not a name|sk-fallback|key\.txt/);
    }
  });

  it("is one also where anything may stand", async () => {
    expect(said(await checkAs(objectOf({ a: {} }), { a: { $env: 5 } }))[0]).toContain("SECRET_REF_INVALID");
  });
});

describe("$env", () => {
  it.each([
    ["is not set", "KEY", {}],
    ["is empty", "KEY", { KEY: "" }],
    ["is what every object has", "constructor", {}],
  ])("that %s keeps the plugin out", async (_what, name, env) => {
    const { refusal } = await checkAs(objectOf({ a: text }), { a: { $env: name } }, { env });
    expect(refusal?.reason).toBe("secret-unavailable");
    expect(refusal?.diagnostics).toMatchObject([
      { code: "SECRET_ENV_UNSET", plugin: "tenon", pointer: "/plugins/entries/tenon/config/a", line: 6 },
    ]);
    expect(refusal?.diagnostics[0]?.help).toBe(`Set ${name} for the process that runs the host.`);
  });
});

describe("$file [SEC-2]", () => {
  const schema = objectOf({ a: text });
  const read = (path: string, base: string) => checkAs(schema, { a: { $file: path } }, { base });

  it.each([
    ["key\n", "key"],
    ["key\r\n", "key"],
    ["key\n\n", "key\n"],
    [" key ", " key "],
    ["line 1\nline 2", "line 1\nline 2"],
    ["x".repeat(64 * 1024), "x".repeat(64 * 1024)],
  ])("%#: is read whole, but for one line end at its end", async (content, expected) => {
    const { resolved } = await read("./secrets/key.txt", folderWith({ "secrets/key.txt": content }));
    expect(resolved).toEqual({ config: { a: expected } });
  });

  it("is relative to the config file's folder, or absolute", async () => {
    const folder = folderWith({ "key.txt": "key" });
    expect((await read("../key.txt", join(folder, "below"))).resolved).toEqual({ config: { a: "key" } });
    expect((await read(join(folder, "key.txt"), "/")).resolved).toEqual({ config: { a: "key" } });
  });

  it("that cannot be used says why, and never what is in it", async () => {
    const folder = folderWith({ "empty.txt": "\n" });
    writeFileSync(join(folder, "large.txt"), "s".repeat(64 * 1024 + 1));
    mkdirSync(join(folder, "folder"));
    const reasons = await Promise.all(
      ["absent.txt", "empty.txt", "large.txt", "folder"].map((path) => read(path, folder)),
    );
    expect(reasons.flatMap(said).map((message) => message.slice(message.indexOf("used: ")))).toEqual([
      "used: no such file or directory. The plugin is kept out.",
      "used: it is empty. The plugin is kept out.",
      "used: it has 65537 bytes, and at most 65536 are read. The plugin is kept out.",
      "used: it is not a regular file. The plugin is kept out.",
    ]);
    expect(reasons[0]?.refusal?.diagnostics[0]?.message).toContain(join(folder, "absent.txt"));
    expect(reasons.map(({ refusal }) => refusal?.reason)).toEqual(
      Array.from({ length: 4 }, () => "secret-unavailable"),
    );
  });
});

describe("the value that a reference leads to [SEC-2]", () => {
  it.each([
    [{ type: "string", minLength: 20 }, "text of at least 20 characters"],
    [{ type: "string", pattern: "^pk-" }, "text that matches ^pk-"],
    [{ enum: ["sk-12345679", "other"] }, 'one of "sk-12345679", "other"'],
    [{ const: "other" }, '"other"'],
    [{ anyOf: [{ type: "string", maxLength: 3 }, number] }, "text of at most 3 characters"],
  ])("%#: is held against the author's own schema, and never shown", async (schema, expected) => {
    const { check, refusal, resolved } = await checkAs(objectOf({ plain: schema }), { plain: ref }, { env });
    expect(check.state).toBe("valid");
    expect(refusal).toBeUndefined();
    expect(resolved).toMatchObject({ refusal: { reason: "config-invalid" } });
    const said = JSON.stringify(resolved);
    expect(said).toContain(JSON.stringify(`expected ${expected}, found a string`).slice(1, -1));
    expect(said).not.toContain(env.KEY);
  });

  it("is known to the redactor before anything is said", async () => {
    const { options } = await checkAs(objectOf({ a: text }), { a: ref }, { env });
    expect(options.redactor.text(`401: no such key ${env.KEY}`)).toBe("401: no such key [redacted]");
  });
});
