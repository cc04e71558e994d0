import { describe, expect, it } from "vitest";
import { countInput, countOutput, tokensOf } from "./tokens.js";

describe("tokensOf [VEND-4]", () => {
  it.each([
    ["", []],
    ["  hello  big world \n", ["  hello", "  big", " world \n"]],
    [" \n", [" \n"]],
    ["extraordinarily", ["extraordinar", "ily"]],
  ])("takes %j apart", (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens);
  });

  it("loses nothing, whatever the text is", () => {
    for (const text of ["a\u00a0b\t😀😀😀😀😀😀😀😀😀😀😀😀😀 \ud800", "x".repeat(100), "\n\n a \n\n"]) {
      expect(tokensOf(text).join("")).toBe(text);
    }
  });
});

describe("the counts", () => {
  it("take in all text of a request, tools included, and of an answer", () => {
    const messages = [
      { role: "system", content: "be kind" },
      {
        role: "user",
        content: [
          { type: "text", text: "one two" },
          { type: "image-url", url: "https://example.test/a b" },
        ],
      },
    ] as const;
    expect(countInput({ model: "m", messages })).toBe(4);
    expect(
      countInput({ model: "m", messages, tools: [{ name: "t", description: "d e", parameters: {} }] }),
    ).toBeGreaterThan(4);
    expect(countOutput("three four", [{ id: "1", name: "five", arguments: "{}" }])).toBe(4);
  });
});
