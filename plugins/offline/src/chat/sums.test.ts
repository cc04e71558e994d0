import { describe, expect, it } from "vitest";
import { answerSum, findSum } from "./sums.js";

describe("answerSum [VEND-4]", () => {
  it.each([
    ["What is 12 times 12?", "12 * 12 = 144"],
    ["calculate 1,250.50 plus 3", "1250.50 + 3 = 1253.5"],
    ["how much is 15% of 80", "15/100* 80 = 12"],
    ["3x4", "3*4 = 12"],
    ["what's the square root of 81?", "sqrt  81 = 9"],
    ["0.1 + 0.2 =", "0.1 + 0.2 = 0.3"],
    ["10 divided by 4", "10 / 4 = 2.5"],
    ["the sum of 3 and 4", "3 + 4 = 7"],
    ["what is Two plus twenty", "2 + 20 = 22"],
    ["5 squared", "5 ^2 = 25"],
  ])("answers %j", (message, answer) => {
    expect(answerSum(message)).toBe(answer);
  });

  it("says that a division by zero and a root of a negative number have no value", () => {
    expect(answerSum("1/0")).toContain("no value");
    expect(answerSum("sqrt(0 - 4)")).toContain("no value among the real numbers");
  });

  it.each([
    "42",
    "what is 42?",
    "one",
    "2026-11-21",
    "what is love?",
    "I have 3 cats and 4 dogs",
    `1${" + 1".repeat(100)}`,
  ])("finds no sum in %j", (message) => {
    expect(findSum(message)).toBeUndefined();
  });
});
