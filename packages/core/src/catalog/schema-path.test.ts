import { expect, it } from "vitest";
import { lostPathFinder } from "./schema-path.js";

const findLostPath = (schema: Record<string, unknown>, path: string) => lostPathFinder(schema)(path);

const text = { type: "string" };
const closed = (properties: object) => ({ type: "object", properties, additionalProperties: false });

const schema = {
  ...closed({
    apiKey: text,
    inner: { $ref: "#/$defs/inner%20part" },
    accounts: { type: "object", additionalProperties: closed({ token: text }) },
    rooms: { type: "array", items: closed({ name: text }) },
    pair: { type: "array", items: [closed({ first: text }), closed({ second: text })] },
    mode: { anyOf: [closed({ speed: text }), closed({ pace: text })] },
    tree: { $ref: "#/$defs/tree" },
    loose: { type: "object", properties: { speed: text } },
    patterned: { ...closed({ exact: text }), patternProperties: { "^(a+)+$": closed({ size: text }) } },
    free: { type: "object" },
    anything: true,
    list: { type: "array" },
    elsewhere: { $ref: "https://example.com/schema.json" },
    broken: { $ref: "#/%E0%A4%A" },
    choice: { oneOf: [closed({ speed: text }), { type: "object" }] },
    textOrObject: { anyOf: [text, { type: "object", properties: { level: text } }] },
    conditional: {
      type: "object",
      properties: { kind: text },
      then: { properties: { chosen: text } },
      dependentSchemas: { kind: { properties: { dependent: text } } },
      unevaluatedProperties: false,
    },
  }),
  $defs: { "inner part": closed({ voice: text }), tree: closed({ leaf: text, child: { $ref: "#/$defs/tree" } }) },
};

it.each([
  "apiKey",
  "inner.voice",
  "accounts.*.token",
  "accounts.work.token",
  "accounts.work",
  "rooms",
  "rooms[].name",
  "rooms.*.name",
  "rooms.0.name",
  "pair[].second",
  "mode.pace",
  "*.voice",
  "tree.child.child.child.leaf",
  "loose.speed",
  "patterned.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!.size",
  "conditional.chosen",
  "conditional.dependent",
])("%s is there [MAN-2]", (path) => {
  expect(findLostPath(schema, path)).toBeUndefined();
});

it.each(["free.x.y", "anything.x.y", "list.*.x", "elsewhere.x", "broken.x", "choice.x"])(
  "of %s nobody can tell",
  (path) => {
    expect(findLostPath(schema, path)).toBeUndefined();
  },
);

it.each([
  ["apikey", "apiKey"],
  ["inner.voise", "inner.voice"],
  ["iner.voice", "inner.voice"],
  ["accounts.*.tokn", "accounts.*.token"],
  ["rooms[].nmae", "rooms.*.name"],
  ["rooms.name", "rooms.*.name"],
  ["pair.*.secnd", "pair.*.second"],
  ["mode.sped", "mode.speed"],
  ["tree.child.child.laef", "tree.child.child.leaf"],
  ["patterned.a.sise", "patterned.a.size"],
  ["conditional.chossen", "conditional.chosen"],
  ["loose.speeed", "loose.speed"],
  ["textOrObject.levle", "textOrObject.level"],
])("%s is not there, and %s is", (path, suggestion) => {
  expect(findLostPath(schema, path)).toMatchObject({ suggestion });
});

it("what is like nothing is without a suggestion, and refused only where the schema is closed", () => {
  expect(findLostPath(schema, "quite.other")).toEqual({ isRefused: true });
  expect(findLostPath(schema, "apiKey.below")).toEqual({ isRefused: true });
  expect(findLostPath(schema, "")).toEqual({ isRefused: true });
  expect(findLostPath(schema, "loose.quite")).toEqual({ isRefused: false });
  expect(findLostPath(schema, "textOrObject.quite")).toEqual({ isRefused: false });
});

it.each([
  {},
  { properties: 7, items: null, anyOf: "x", $ref: {} },
  { additionalProperties: { $ref: "#" } },
  { $ref: "#" },
  { patternProperties: { "(": {} } },
])("%j is looked into all the same", (odd) => {
  expect(findLostPath(odd, "a.b.c")).toBeUndefined();
});

it("what is made to be slow is given up, and what was found till then stays [VAL-4]", () => {
  const choices = Array.from({ length: 500 }, () => ({ additionalProperties: { $ref: "#/properties/slow" } }));
  const find = lostPathFinder({ ...closed({ apiKey: text }), properties: { apiKey: text, slow: { anyOf: choices } } });
  expect(find("apikey")).toMatchObject({ suggestion: "apiKey" });
  expect(find(`slow${".a".repeat(100_000)}`)).toBeUndefined();
  expect(find("apikey")).toBeUndefined();
});
