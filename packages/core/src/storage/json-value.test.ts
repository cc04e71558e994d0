import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "./json-value.js";

const nested = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
const circle: Record<string, unknown> = { list: [] };
(circle["list"] as unknown[]).push(circle);

describe("what JSON cannot carry is refused with its place [STORE-3]", () => {
  it.each([
    [undefined, "value is undefined"],
    [{ a: undefined }, "value.a is undefined"],
    // eslint-disable-next-line no-sparse-arrays
    [[1, , 3], "value[1] is undefined"],
    [{ "x y": { b: [0, () => 1] } }, 'value["x y"].b[1] is a function'],
    [[10n], "value[0] is a bigint"],
    [{ s: Symbol("s") }, "value.s is a symbol"],
    [{ [Symbol("s")]: 1 }, "value has a symbol for a key"],
    [[Number.NaN], "value[0] is NaN"],
    [-Infinity, "value is -Infinity"],
    [{ at: new Date(0) }, "value.at is an instance of Date"],
    [{ m: new Map() }, "value.m is an instance of Map"],
    [new Uint8Array(2), "value is an instance of Uint8Array"],
    [{ toJSON: () => 1 }, "value.toJSON is a function"],
    [circle, "value.list[0] leads back to what it is in"],
    [nested(501), "is nested deeper than 500 levels"],
  ])("%#: %s", (value, problem) => {
    const check = () => jsonText(value);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(problem);
  });
});

it("takes what is in two places but not in itself, other realms' objects, and 500 levels", () => {
  const twice = { a: 1 };
  expect(jsonText([twice, twice])).toBe('[{"a":1},{"a":1}]');
  expect(jsonText(runInNewContext("({ a: [{}] })"))).toBe('{"a":[{}]}');
  expect(jsonText(Object.assign(Object.create(null), { b: 1 }))).toBe('{"b":1}');
  expect(jsonText(nested(500))).toHaveLength(1001);
});

it("takes all that JSON can carry", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(jsonText(value)).toBe(JSON.stringify(value));
    }),
  );
});
