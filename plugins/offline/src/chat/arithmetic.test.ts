import { describe, expect, it } from "vitest";
import { evaluate } from "./arithmetic.js";

describe("evaluate [VEND-4]", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["100 / 10 / 2", 5],
    ["7 % 4", 3],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["2 ^ -1", 0.5],
    ["--3", 3],
    ["1.5e3 + .5", 1500.5],
    ["SQRT(16) * sqrt 4", 8],
    ["1 / 0", Infinity],
  ])("works out %s", (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  it.each([
    "",
    "1 +",
    "(1 + 2",
    "1 2",
    "1 + 2)",
    "()",
    "2 ** 3",
    "process.exit()",
    "constructor",
    "1; 2",
    "0x10",
    "sqrt",
    `${"(".repeat(150)}1${")".repeat(150)}`,
  ])("takes %j for no expression", (text) => {
    expect(evaluate(text)).toBeUndefined();
  });

  it("goes as deep as its longest expression", () => {
    expect(evaluate(`${"(".repeat(99)}1${")".repeat(99)}`)).toBe(1);
  });
});
