import { expect, test } from "vitest";
import { plainSchema } from "./plain-schema.js";

test("TypeBox's own notes go, enumerable or not; what an author calls so stays [MAN-5]", () => {
  const text = { type: "string", "~kind": "String" };
  const schema = Object.defineProperty(
    {
      type: "object",
      "~optional": true,
      properties: { "~kind": text, plain: { type: "array", items: text } },
      $defs: { "~x": text },
      anyOf: [text, true],
      default: { "~kind": "a value" },
      enum: [{ "~kind": 1 }],
    },
    "~kind",
    { value: "Object" },
  );
  const kept = { type: "string" };
  expect(plainSchema(schema)).toEqual({
    type: "object",
    properties: { "~kind": kept, plain: { type: "array", items: kept } },
    $defs: { "~x": kept },
    anyOf: [kept, true],
    default: { "~kind": "a value" },
    enum: [{ "~kind": 1 }],
  });
});

test.each([
  ["a list", [], "it is a list"],
  ["a function", () => {}, "it is of type function"],
  ["a text", "object", "it is of type string"],
  ["what JSON has no word for", { default: 1n }, "BigInt"],
  ["another library's schema", { type: "object", "~standard": { vendor: "zod" } }, "a schema of zod"],
])("%s is no JSON Schema", (_what, schema, reason) => {
  expect(() => plainSchema(schema)).toThrow(reason);
});
