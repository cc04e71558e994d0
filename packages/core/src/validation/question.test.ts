import { describe, expect, it } from "vitest";
import { objectOf } from "../../test/config-checks.js";
import { judge } from "./ajv.js";
import { questionOf } from "./question.js";

const schema = objectOf({ a: { type: "string", minLength: 2 }, n: { type: "number" } });

describe("what a referee is asked [VAL-3]", () => {
  it("admits references where config or schema may have one", () => {
    const reference = { $env: "NAME" };
    expect(questionOf(schema, { a: "x" }, "references").mode).toBe("resolved");
    expect(questionOf(schema, { a: reference }, "references").mode).toBe("references");
    expect(questionOf(schema, { deep: [{ $file: "" }] }, "references").mode).toBe("references");
    expect(questionOf(objectOf({ a: { default: reference } }), {}, "references").mode).toBe("references");
    expect(questionOf(objectOf({ $file: { default: "name" } }), {}, "references").mode).toBe("references");
    expect(questionOf(schema, { a: reference }, "resolved").mode).toBe("resolved");
  });

  it("is the same text for the same question alone", () => {
    const reference = { a: { $env: "NAME" } };
    const asked = [
      questionOf(schema, {}, "references"),
      questionOf(schema, undefined, "references"),
      questionOf(schema, { a: "x" }, "references"),
      questionOf({ ...schema, title: "x" }, { a: "x" }, "references"),
      questionOf(schema, { a: "x\n" }, "references"),
      questionOf(schema, reference, "references"),
      questionOf(schema, reference, "resolved"),
    ];
    expect(new Set(asked.map(({ text }) => text)).size).toBe(asked.length);
    expect(questionOf(schema, { a: "x" }, "resolved").text).toBe(asked[2]?.text);
  });

  // Else a verdict that was reached in the cheaper mode would be another than that of the mode that was asked for.
  it.each([
    [schema, { a: "long", n: 1 }],
    [schema, { a: "x", n: "1", aa: 1 }],
    [objectOf({ a: { type: "string", default: "x" }, b: { default: { c: 1 } } }), {}],
    [objectOf({ a: { type: ["string", "object"], properties: { b: { default: 1 } } } }), { a: {} }],
    [objectOf({ a: { anyOf: [{ type: "string" }, { type: "number" }] } }), { a: true }],
    [objectOf({ a: { $ref: "#/$defs/word" } }, { $defs: { word: { type: "string", pattern: "^w" } } }), { a: "x" }],
    [objectOf({ list: { type: "array", items: { enum: ["one", "two"] } } }), { list: ["one", "tow"] }],
    [
      { type: "object", properties: { a: { type: "string" } }, unevaluatedProperties: false },
      { a: "x", b: "y" },
    ],
    [{ type: "object", additionalProperties: { type: "string", format: "email" }, odd: 1 }, { a: "x" }],
    [objectOf({ a: { type: "strng" } }), {}],
    [objectOf({ a: { $ref: "#/$defs/absent" } }), {}],
  ])("%#: without a reference in it, both modes say the same", (asked, config) => {
    expect(judge(asked, config, "resolved")).toEqual(judge(asked, config, "references"));
  });
});
