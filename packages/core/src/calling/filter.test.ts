import type { HookFilter } from "@mortise/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFilters } from "./filter.js";

const event = {
  model: "openai/gpt-4o",
  turn: 3,
  isFirst: true,
  parent: null,
  session: { id: "s1", tags: ["a", "b.c"] },
  messages: [{ role: "user" }, { role: "tool", names: ["search"] }],
};

describe("a filter [HOOK-7]", () => {
  it.each<[HookFilter, boolean]>([
    [{ model: "openai/gpt-4o" }, true],
    [{ model: "gpt-4o" }, false],
    [{ model: "openai/*" }, true],
    [{ model: "*gpt*" }, true],
    [{ model: "*/gpt-*o" }, true],
    [{ model: "*" }, true],
    [{ model: "openai/*/*" }, false],
    [{ model: "openai/gpt-4o*gpt-4o" }, false],
    [{ model: "openai*4o*4o" }, false],
    [{ model: "*gpt*gpt*" }, false],
    [{ model: "openai*gpt-*4o" }, true],
    [{ model: "OPENAI/*" }, false],
    [{ turn: 3 }, true],
    [{ turn: "3" }, false],
    [{ turn: "*" }, false],
    [{ isFirst: true }, true],
    [{ parent: null }, true],
    [{ absent: null }, false],
    [{ "session.id": "s1" }, true],
    [{ "session.none": "s1" }, false],
    [{ "session.tags": "b.c" }, true],
    [{ "session.tags": ["x", "a"] }, true],
    [{ "session.tags": ["x", "y"] }, false],
    [{ "messages.role": "tool" }, true],
    [{ "messages.names": "sea*" }, true],
    [{ model: ["claude*", "openai*"], turn: [1, 2, 3] }, true],
    [{ model: "openai*", turn: 4 }, false],
    [{ constructor: "x", "model.length": 13 }, false],
    [{ turn: [] }, false],
  ])("%j: %s", (filter, matches) => {
    expect(compileFilters([filter])?.(event)).toBe(matches);
  });

  it("that says nothing is no test at all", () => {
    expect(compileFilters([])).toBeUndefined();
    expect(compileFilters([{}, {}])).toBeUndefined();
  });

  it("must match as all others do", () => {
    expect(compileFilters([{ turn: 3 }, { isFirst: true }])?.(event)).toBe(true);
    expect(compileFilters([{ turn: 3 }, { isFirst: false }])?.(event)).toBe(false);
  });

  it.each([undefined, null, 5, "text", []])("matches nothing in %j", (other) => {
    expect(compileFilters([{ turn: 3 }])?.(other)).toBe(false);
  });

  it("reads * as any text, and everything else as it is", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "(", "\\", "\n"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "(", "*"), maxLength: 6 });
    fc.assert(
      fc.property(letters, pattern, (text, wanted) => {
        const escaped = wanted.replace(/[.(]/g, "\\$&").replaceAll("*", "[^]*");
        const expected = wanted.includes("*") ? new RegExp(`^${escaped}$`).test(text) : text === wanted;
        expect(compileFilters([{ text: wanted }])?.({ text })).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
