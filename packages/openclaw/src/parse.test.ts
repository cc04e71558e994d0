import { describe, expect, it, vi } from "vitest";
import { parseManifest } from "./parse.js";

function valueOf(text: string): unknown {
  const reading = parseManifest(text);
  if (!reading.ok) throw new Error(reading.problem.reason);
  return reading.json.value;
}

function problemOf(text: string) {
  const reading = parseManifest(text);
  if (reading.ok) throw new Error("expected a syntax error");
  return reading.problem;
}

describe("the text of a manifest [OC-1]", () => {
  it("is JSON, and then fields can be located", () => {
    const reading = parseManifest('{\n  "id": "a"\n}');
    expect(reading.ok && reading.json.locate("/id")).toEqual({ line: 2, column: 3 });
  });

  it("may be JSON5", () => {
    const text = "\uFEFF// comment\n{ id: 'a', hex: 0x10, more: [1,], long: 'a\\\nb', infinite: Infinity }";
    expect(valueOf(text)).toEqual({ id: "a", hex: 16, more: [1], long: "ab", infinite: null });
  });

  it.each(['{"id":"a","__proto__":{"polluted":true}}', "{id:'a', __proto__: {polluted: true}}"])(
    "cannot reach into every object: %s",
    (text) => {
      const reading = parseManifest(text);
      expect(reading.ok && reading.json.refused).toEqual(["/__proto__"]);
      expect(valueOf(text)).toEqual({ id: "a" });
      expect(Object.getPrototypeOf(valueOf(text))).toBe(Object.prototype);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  it("may hold line separators in its texts, and nothing is printed of them", () => {
    const warn = vi.spyOn(console, "warn");
    const text = "{id: 'a\u2028b', /* \u2028 ' */ more: [\"\\\u2029c\", 'd\\'\u2029'], }";
    expect(valueOf(text)).toEqual({ id: "a\u2028b", more: ["c", "d'\u2029"] });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("is refused with the place of the mistake", () => {
    expect(problemOf('{\n  "id": "a"\n  "name": "b"\n}')).toEqual({ reason: "comma expected", line: 3, column: 3 });
    expect(problemOf("{\n  id: 'a',\n  name = 'b'\n}")).toMatchObject({ line: 3, column: 8 });
    expect(problemOf("")).toMatchObject({ line: 1 });
  });

  it("is refused when it is nested beyond reason", () => {
    const depth = 120_000;
    expect(problemOf(`{a:${"[".repeat(depth)}${"]".repeat(depth)}}`).reason).toBe("it is nested too deeply");
  });
});
