import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonText } from "@mortise/core/catalog";
import { differences } from "./differences.js";
import { editJson } from "./edit-json.js";
import type { JsonObject } from "./json.js";

const lines = (...all: readonly string[]) => `${all.join("\n")}\n`;

function valueOf(text: string): unknown {
  const reading = readJsonText(text);
  if (!reading.ok) throw new Error(`${reading.problem.reason} in ${text}`);
  return reading.json.value;
}

test("what is right already stays, byte for byte [MAN-5]", () => {
  const text = '// one\n{"b" : [ 1,2 ],\n\t"a":{ } , }';
  expect(editJson(text, { a: {}, b: [1, 2] })).toBe(text);
});

test("a changed value changes alone; comments, order and layout stay", () => {
  const text = lines(
    "// The manifest.",
    "{",
    '  "id": "a", // never changes',
    '  "configSchema": {',
    '    "required": ["x"],',
    "    /* what there is */",
    '    "properties": { "x": { "type": "string" } }, "type": "object"',
    "  }",
    "}",
  );
  const wanted = {
    id: "a",
    configSchema: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
  };
  expect(editJson(text, wanted)).toBe(text.replace('"string"', '"number"'));
});

test("a new member stands where the source has it, and no neighbour's comment becomes its own", () => {
  const text = lines("{", "  // first", '  "a": 1, // of a', "  // of d", '  "d": 4 // also of d', "}");
  expect(editJson(text, { a: 1, b: 2, c: { deep: true }, d: 4, e: 5 })).toBe(
    lines(
      "{",
      "  // first",
      '  "a": 1, // of a',
      '  "b": 2,',
      '  "c": { "deep": true },',
      "  // of d",
      '  "d": 4, // also of d',
      '  "e": 5',
      "}",
    ),
  );
});

test("a removed member takes its line and its comma with it, and nobody's comment", () => {
  const text = lines("{", '  "a": 1, // of a', '  "b": 2,', '  "c": 3 // of c', "}");
  expect(editJson(text, { a: 1 })).toBe(lines("{", '  "a": 1 // of a', "  // of c", "}"));
  expect(editJson(text, { c: 3 })).toBe(lines("{", "  // of a", '  "c": 3 // of c', "}"));
});

test("what stood in one line grows out of it when it gets too long", () => {
  const text = '{ "a": { "x": 1 } }\n';
  expect(editJson(text, { a: { x: 1, y: 2 } })).toBe('{ "a": { "x": 1, "y": 2 } }\n');
  const long = "l".repeat(120);
  expect(editJson(text, { a: { x: 1, y: long } })).toBe(
    lines("{", '  "a": {', '    "x": 1,', `    "y": "${long}"`, "  }", "}"),
  );
});

test("indentation, line ends and a byte order mark are the file's own", () => {
  const text = '\ufeff{\r\n\t"a": {\r\n\t\t"x": 1\r\n\t}\r\n}\r\n';
  const properties = { one: { two: { three: 3 } } };
  expect(editJson(text, { a: { x: 1, properties } })).toBe(
    '\ufeff{\r\n\t"a": {\r\n\t\t"x": 1,\r\n\t\t"properties": {\r\n\t\t\t"one": { "two": { "three": 3 } }\r\n\t\t}\r\n\t}\r\n}\r\n',
  );
});

test("what JSON has no way to write is refused, not written", () => {
  expect(() => editJson('{ "a": 1e999 }', { a: Number.POSITIVE_INFINITY, b: 1 })).toThrow("cannot be written as JSON");
});

const name = fc.constantFrom("a", "b", "c", "d", "a/b", "~e", "//", "");
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom("x", "/* , */", 'q"//,', "y".repeat(60))),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4 }),
  ),
}));
const anyObject = fc.dictionary(name, anyJson.value, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;
const remark = fc.constantFrom(
  "",
  "",
  " ",
  "\n",
  "\r\n\t",
  "/* , } */",
  " /* a */ ",
  "/***/",
  " // , { \n",
  "\n// b\n  ",
);

/** The value as a person might have written it, with blanks and comments wherever JSON has room for them. */
function written(value: unknown, next: () => string): string {
  const room = next;
  if (typeof value !== "object" || value === null) return room() + JSON.stringify(value) + room();
  const members = Array.isArray(value)
    ? value.map((each) => written(each, next))
    : Object.entries(value).map(([key, each]) => `${room()}${JSON.stringify(key)}${room()}:${written(each, next)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${room()}${open}${members.length === 0 ? room() : members.join(",")}${close}${room()}`;
}

test("whatever a text says and wherever it has comments, it can be brought to say anything else", () => {
  fc.assert(
    fc.property(anyObject, anyObject, fc.infiniteStream(remark), (found, wanted, remarks) => {
      const text = written(found, () => String(remarks.next().value));
      expect(valueOf(text)).toEqual(found);
      const edited = editJson(text, wanted);
      expect(differences(valueOf(edited), wanted)).toEqual([]);
      expect(editJson(edited, wanted)).toBe(edited);
    }),
    { numRuns: 3000 },
  );
});

test("every comment stays where nothing is taken away", () => {
  const numbers = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e", "f"), fc.integer(), { maxKeys: 6 });
  fc.assert(
    fc.property(numbers, numbers, fc.infiniteStream(remark), (found, changes, remarks) => {
      let count = 0;
      const next = () => String(remarks.next().value).replace(/\/[/*]/, (mark) => `${mark} no${(count += 1)} `);
      const text = written(found, next);
      const edited = editJson(text, { ...found, ...changes });
      for (let number = 1; number <= count; number += 1) expect(edited).toContain(` no${number} `);
    }),
    { numRuns: 1000 },
  );
});
