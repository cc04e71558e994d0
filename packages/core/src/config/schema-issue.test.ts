import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, it } from "vitest";
import { describeFound, describeSchemaErrors } from "./schema-issue.js";

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
addFormats.default(ajv);

function issuesOf(schema: object, value: unknown) {
  const validate = ajv.compile(schema);
  expect(validate(value)).toBe(false);
  return describeSchemaErrors(validate.errors ?? [], value);
}

const expected = (schema: object, value: unknown) => issuesOf(schema, value).map((issue) => issue.expected);

it.each([
  [{ type: "string" }, 1, "a string"],
  [{ type: ["integer", "null"] }, "x", "a whole number or null"],
  [{ enum: ["a", 1, null] }, 2, 'one of "a", 1, null'],
  [{ const: "x" }, 2, '"x"'],
  [{ type: "string", pattern: "^a", description: "starts with a" }, "b", "text that matches ^a (starts with a)"],
  [{ format: "email" }, "b", "a valid email"],
  [{ minLength: 1 }, "", "text that is not empty"],
  [{ minLength: 8 }, "abc", "text of at least 8 characters"],
  [{ maxLength: 1 }, "abc", "text of at most 1 character"],
  [{ minimum: 1 }, 0, "a number of at least 1"],
  [{ exclusiveMaximum: 0 }, 0, "a number below 0"],
  [{ multipleOf: 2 }, 1, "a multiple of 2"],
  [{ minItems: 2 }, [], "a list of at least 2 elements"],
  [{ uniqueItems: true }, [1, 1], "a list in which nothing stands twice"],
  [{ maxProperties: 1 }, { a: 1, b: 2 }, "an object with at most 1 key"],
  [{ not: {} }, 1, "a value of another form"],
  [
    { anyOf: [{ type: "string" }, { const: 3 }, { enum: [4, 5] }, { minimum: 9 }] },
    6,
    "a string or 3 or one of 4, 5 or another form",
  ],
  [{ oneOf: [{ type: "string" }, { minLength: 1 }] }, "a", "just one of several forms, not two"],
  [{ contains: { const: 1 } }, [], "a list that holds one of the elements asked for"],
])("%j against %j [CFG-2]", (schema, value, words) => {
  expect(expected(schema, value)).toEqual([words]);
});

it("a missing key is named by itself, with the form it should have", () => {
  const schema = {
    required: ["a", "b"],
    properties: { a: { type: "string" }, b: { enum: ["x"] } },
    dependentRequired: { c: ["d/e"] },
  };
  expect(issuesOf(schema, { c: 1 })).toEqual([
    { pointer: "/a", kind: "missing", expected: "a string" },
    { pointer: "/b", kind: "missing", expected: 'one of "x"' },
    { pointer: "/d~1e", kind: "missing", expected: "a value" },
  ]);
});

it("an unknown key is named by itself, with the nearest known", () => {
  const schema = { properties: { apiKey: {} }, additionalProperties: false };
  expect(issuesOf(schema, { apikey: "secret", zzz: 1 })).toEqual([
    { pointer: "/apikey", kind: "unknown", expected: "no such key", suggestion: "apiKey" },
    { pointer: "/zzz", kind: "unknown", expected: "no such key" },
  ]);
  expect(issuesOf({ propertyNames: { pattern: "^[a-z]+$" } }, { A: 1 })).toEqual([
    { pointer: "/A", kind: "unknown", expected: "no such key" },
  ]);
});

it("a wrong value has the nearest allowed one", () => {
  expect(issuesOf({ properties: { level: { enum: ["low", "high"] } } }, { level: "hihg" })).toMatchObject([
    { suggestion: "high" },
  ]);
});

it("a union that fails is one issue; what is wrong inside the branch that was meant is said instead", () => {
  const schema = {
    properties: {
      voice: {
        anyOf: [{ type: "string" }, { type: "object", properties: { id: { type: "string" } }, required: ["id"] }],
      },
    },
  };
  expect(issuesOf(schema, { voice: 1 })).toMatchObject([{ pointer: "/voice", expected: "a string or an object" }]);
  expect(issuesOf(schema, { voice: { id: 1 } })).toMatchObject([{ pointer: "/voice/id", expected: "a string" }]);
  const pin = { anyOf: [{ type: "string", minLength: 4 }, { type: "number" }] };
  expect(expected(pin, "123")).toEqual(["text of at least 4 characters"]);
  expect(expected(pin, null)).toEqual(["a string or a number"]);
});

it("of a failed then or else, only that is said", () => {
  const schema = { if: { required: ["a"] }, then: { required: ["b"] } };
  expect(issuesOf(schema, { a: 1 })).toEqual([{ pointer: "/b", kind: "missing", expected: "a value" }]);
});

it("what was found is shown where it is short and no secret", () => {
  const found = [undefined, null, [1], {}, 12, true, "x", "y".repeat(80)].map((value) => describeFound(value, false));
  expect(found).toEqual([
    "nothing",
    "null",
    "an array",
    "an object",
    "the number 12",
    "the boolean true",
    'the string "x"',
    "a string",
  ]);
  expect(describeFound("sk-123", true)).toBe("a string");
});

it("of many values that fit no branch, each is told once, in time that grows with their number", () => {
  const schema = { additionalProperties: { anyOf: [{ type: "string", pattern: "^a" }, { type: "null" }] } };
  const value = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1]));
  const issues = issuesOf(schema, value);
  expect(issues).toHaveLength(20_000);
  expect(issues.at(-1)).toMatchObject({ pointer: "/k19999", expected: "a string or null" });
});

it("what one value is told does not hide what another is told", () => {
  const schema = { items: { anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }] } };
  expect(issuesOf(schema, [[1], 2])).toEqual([
    { pointer: "/0/0", kind: "mismatch", expected: "a string" },
    { pointer: "/1", kind: "mismatch", expected: "an array or null" },
  ]);
});

it("values that cannot be written as text are no obstacle", () => {
  const hostile = { toString: 1, valueOf: null };
  expect(issuesOf({ enum: ["low", hostile] }, "lwo")).toMatchObject([{ suggestion: "low" }]);
  expect(issuesOf({ items: { type: "string" } }, [hostile, [hostile]])).toHaveLength(2);
});
