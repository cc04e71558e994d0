import { describe, expect, it } from "vitest";
import { maxTextLength, plainText } from "./text.js";

describe("plainText [VEND-6]", () => {
  it("leaves words, quotes, dashes and line breaks as they are", () => {
    const text = `--version "quoted" it's -x\n\tnew line, café 日本 😀 <b>`;
    expect(plainText(text)).toBe(text);
  });

  it("takes embedded commands and phoneme notation apart", () => {
    expect(plainText("a\u0001400S b\u0000")).toBe("a 400S b ");
    expect(plainText("[[[h@l'oU]]")).toBe("[ [ [h@l'oU]]");
  });

  it.each(["", "   \n\t ", "\u0001\u0000"])("refuses %j, which has nothing to say", (text) => {
    expect(() => plainText(text)).toThrow(expect.objectContaining({ code: "invalid-request" }));
  });

  it("takes a text of the greatest length and refuses one that is longer", () => {
    expect(plainText("a".repeat(maxTextLength))).toHaveLength(maxTextLength);
    expect(() => plainText("a".repeat(maxTextLength + 1))).toThrow(
      expect.objectContaining({ code: "invalid-request", message: expect.stringContaining("10001") as unknown }),
    );
  });
});
