import { expect, it } from "vitest";
import { isDangerousName, readJsonText, type JsonText } from "./json-text.js";

function read(text: string): JsonText {
  const reading = readJsonText(text);
  if (!reading.ok) throw new Error(reading.problem.reason);
  return reading.json;
}

function problem(text: string) {
  const reading = readJsonText(text);
  return reading.ok ? undefined : reading.problem;
}

it("takes comments, trailing commas and a byte order mark [CFG-1]", () => {
  expect(read('\uFEFF{\n  // one\n  "a": [1, 2,], /* two */\n}').value).toEqual({ a: [1, 2] });
});

it.each([
  ['{"a": }', 1, 7],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['{\r\n  "a": tru\r\n}', 2, 8],
  ["\uFEFF{a: 1}", 1, 2],
  ["", 1, 1],
  ["// only this", 1, 13],
])("names line and column of %j", (text, line, column) => {
  expect(problem(text)).toMatchObject({ line, column });
});

it("locates values in every spelling, and the nearest ancestor of what is not there", () => {
  const json = read('{\n  "a": {\n    "b/c": [1,\n      { "~": 2 }\n    ]\n  }\n}');
  expect(json.locate("/a/b~1c")).toEqual({ line: 3, column: 5 });
  expect(json.locate("/a/b~1c/1/~0")).toEqual({ line: 4, column: 9 });
  expect(json.locate("/a/absent/deeper")).toEqual({ line: 2, column: 3 });
  expect(json.locate("")).toEqual({ line: 1, column: 1 });
});

it("locates the last of two members of one name, which is the one that counts", () => {
  const json = read('{\n"a": 1,\n"a": 2\n}');
  expect(json.value).toEqual({ a: 2 });
  expect(json.locate("/a")).toEqual({ line: 3, column: 1 });
});

it.each(["__proto__", "constructor", "prototype", "\\u005f_proto__", "c\\u006Fnstructor"])(
  "leaves the key %s out, in JSON and with comments [CFG-5]",
  (name) => {
    const text = `{"a": [{"${name}": {"polluted": true}, "b": 1}]}`;
    for (const json of [read(text), read(`${text} // comment`)]) {
      expect(json.value).toEqual({ a: [{ b: 1 }] });
      expect(json.refused).toEqual([`/a/0/${JSON.parse(`"${name}"`)}`]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);

it("knows dangerous names, and that a value of that name does no harm", () => {
  expect(["__proto__", "constructor", "prototype", "toString"].filter(isDangerousName)).toHaveLength(3);
  expect(read('{"a": "__proto__"}')).toMatchObject({ value: { a: "__proto__" }, refused: [] });
});

it("does not take brackets inside of texts for levels, whichever way they point", () => {
  const texts = Array.from({ length: 300 }, () => '["[[{ \\"[", "\\\\"]').join(", ");
  expect(problem(`[${texts}]`)).toBeUndefined();
  const hidden = `${'["]]]}", '.repeat(201)}1${"]".repeat(201)}`;
  expect(problem(hidden)?.reason).toBe("it is nested more than 200 levels deep");
});

it("refuses texts that are nested deeper than anyone writes, wherever they break", () => {
  const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  expect(read(deep(200)).locate("/0/0/0")).toEqual({ line: 1, column: 4 });
  expect(problem(deep(201))).toEqual({ reason: "it is nested more than 200 levels deep", line: 1, column: 201 });
  expect(problem("[".repeat(1_000_000))?.reason).toContain("nested");
  expect(problem('{"a":'.repeat(100_000))?.reason).toContain("nested");
});

it("counts no brackets in strings and comments, nor those that were closed", () => {
  const value = { text: '{["\\'.repeat(300), list: Array.from({ length: 300 }, () => []) };
  expect(read(`${JSON.stringify(value)} // ${"[".repeat(300)}\n /* ${"{".repeat(300)} */`).value).toEqual(value);
});

it("reads a very long text", () => {
  const value = { text: "x".repeat(5_000_000) };
  expect(read(`${JSON.stringify(value)} //`).value).toEqual(value);
});
