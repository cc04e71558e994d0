import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { selfContained } from "./self-contained.js";

const old = { $schema: "http://json-schema.org/draft-07/schema#" };
const text = { type: "string" };

/** The values of which the schema says something else when it stands below another that has an $id of its own. */
function judgedOtherwise(schema: object, ...values: readonly unknown[]): readonly unknown[] {
  const before = new ("$schema" in schema ? Ajv : Ajv2020)({ strict: false }).compile(schema);
  const moved = JSON.stringify(selfContained(schema as never)).replaceAll('"$ref":"#', '"$ref":"#/$defs/it');
  const host = { $id: "https://host.example/", $ref: "#/$defs/it", $defs: { it: JSON.parse(moved) as object } };
  const after = new Ajv2020({ strict: false }).compile(host);
  const verdicts = new Set(values.map((value) => before(value)));
  if (verdicts.size < 2) throw new Error("Give values that the schema takes, and values that it refuses");
  return values.filter((value) => before(value) !== after(value));
}

describe("a schema made self-contained [CFG-7, VAL-8]", () => {
  it("keeps its pointers, those to its top and those with signs that addresses escape", () => {
    const tree = {
      type: "object",
      properties: { next: { $ref: "#" }, own: { type: "number" } },
      additionalProperties: false,
    };
    expect(judgedOtherwise(tree, { next: { own: 1 } }, { next: { own: "x" } }, { next: { other: 1 } })).toEqual([]);
    expect(judgedOtherwise({ $defs: { "a/b c%": text }, $ref: "#/$defs/a~1b%20c%25" }, "x", 1)).toEqual([]);
  });

  it("finds what an $id or an anchor names, wherever it stands", () => {
    expect(
      judgedOtherwise({ $id: "https://a.example/s", $defs: { t: text }, $ref: "https://a.example/s#/$defs/t" }, "x", 1),
    ).toEqual([]);
    expect(
      judgedOtherwise(
        { $defs: { t: { $anchor: "t", ...text } }, properties: { a: { $ref: "#t" } } },
        { a: "x" },
        { a: 1 },
      ),
    ).toEqual([]);
    expect(
      judgedOtherwise({ ...old, definitions: { t: { $id: "#t", ...text } }, items: { $ref: "#t" } }, ["x"], [1]),
    ).toEqual([]);
    const cyclic = { $defs: { N: { $id: "N", type: "object", properties: { n: { $ref: "N" }, s: text } } }, $ref: "N" };
    expect(judgedOtherwise(cyclic, { n: { s: "x" } }, { n: { s: 1 } })).toEqual([]);
  });

  it("resolves within the nearest $id, not within one beside it", () => {
    const inner = { $id: "inner", $defs: { t: { type: "number" } }, properties: { a: { $ref: "#/$defs/t" } } };
    const schema = { $defs: { t: text }, properties: { inner, outer: { $ref: "#/$defs/t" } } };
    expect(judgedOtherwise(schema, { inner: { a: 1 }, outer: "x" }, { inner: { a: "x" } }, { outer: 1 })).toEqual([]);
  });

  it("says in the words of 2020-12 what draft-07 says in others", () => {
    expect(
      judgedOtherwise(
        { ...old, items: [text, { type: "number" }], additionalItems: false },
        ["x", 1],
        ["x", "y"],
        ["x", 1, 2],
      ),
    ).toEqual([]);
    const dependencies = { a: ["b"], c: { required: ["d"] } };
    expect(judgedOtherwise({ ...old, dependencies }, { a: 1, b: 1 }, { a: 1 }, { c: 1 }, { c: 1, d: 1 })).toEqual([]);
  });

  it("leaves values alone, and a property may be called as a keyword is", () => {
    const schema = {
      properties: { $id: text, default: { $ref: "#/$defs/t" } },
      $defs: { t: text },
      default: { $id: "x" },
    };
    expect(selfContained(schema)).toEqual(schema);
    expect(judgedOtherwise(schema, { default: "x" }, { default: 1 })).toEqual([]);
  });

  it("leaves a reference that leads out as it is", () => {
    expect(selfContained({ $ref: "https://elsewhere.example/s" })).toEqual({ $ref: "https://elsewhere.example/s" });
    expect(selfContained({ $ref: "#nobody" })).toEqual({ $ref: "#nobody" });
  });
});
