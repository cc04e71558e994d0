import { expect, it } from "vitest";
import { createRedactor } from "./redactor.js";

it("takes a secret out as it is, inside URLs and inside JSON [SEC-3]", () => {
  const redactor = createRedactor();
  redactor.learn('p@ss"word/1');
  const texts = [
    'key p@ss"word/1.',
    `https://x/?k=${encodeURIComponent('p@ss"word/1')}`,
    JSON.stringify({ k: 'p@ss"word/1' }),
  ];
  expect(texts.map(redactor.text)).toEqual(["key [redacted].", "https://x/?k=[redacted]", '{"k":"[redacted]"}']);
});

it("takes the longer of two secrets out whole, and searches no marker again", () => {
  const redactor = createRedactor();
  for (const secret of ["abcd", "abcdefgh", "redacted", "a.c*"]) redactor.learn(secret);
  expect(redactor.text("abcdefgh abcd abcdx redacted axcc a.c*")).toBe(
    "[redacted] [redacted] [redacted]x [redacted] axcc [redacted]",
  );
});

it("leaves alone what is too short to be told from ordinary words, and what no URL can hold", () => {
  const redactor = createRedactor();
  redactor.learn("");
  redactor.learn("abc");
  redactor.learn("half\uD800");
  expect(redactor.text("abc alphabet half\uD800")).toBe("abc alphabet [redacted]");
});

it("goes through plain data, keys included, and leaves the rest as it is", () => {
  const redactor = createRedactor();
  const untouched = { a: ["sk-1234"] };
  expect(redactor.data(untouched)).toBe(untouched);
  redactor.learn("sk-1234");
  expect(redactor.data({ a: ["x sk-1234", 1, null], "sk-1234": { b: true } })).toEqual({
    a: ["x [redacted]", 1, null],
    "[redacted]": { b: true },
  });
  expect(untouched).toEqual({ a: ["sk-1234"] });
  const diagnostic = { code: "X", level: "error", message: "sk-1234", help: "", path: "/sk-1234", line: 3 } as const;
  expect(redactor.diagnostic(diagnostic)).toEqual({ ...diagnostic, message: "[redacted]", path: "/[redacted]" });
});
