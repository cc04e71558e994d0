import { expect, it } from "vitest";
import { dottedPointer, joinPointer, readPointer, removePointer, splitPointer, writePointer } from "./pointer.js";

it("joins and splits segments with / and ~ [CFG-2]", () => {
  expect(joinPointer("/a", "b/c", "~1", 0)).toBe("/a/b~1c/~01/0");
  expect(splitPointer("/a/b~1c/~01/0")).toEqual(["a", "b/c", "~1", "0"]);
});

it("reads own members only", () => {
  expect(readPointer({ a: [{ b: null }] }, "/a/0/b")).toBeNull();
  expect(readPointer({}, "/toString")).toBeUndefined();
  expect(readPointer("text", "/length")).toBeUndefined();
  expect(readPointer({ a: 1 }, "")).toEqual({ a: 1 });
});

it("writes, and makes objects on the way", () => {
  const root = { list: [{ a: 1 }] };
  writePointer(root, "/list/0/b/c", 2);
  expect(root).toEqual({ list: [{ a: 1, b: { c: 2 } }] });
});

it.each(["/__proto__/polluted", "/constructor/prototype/polluted", "/a/__proto__"])(
  "does not write at %s",
  (pointer) => {
    const root: Record<string, unknown> = {};
    writePointer(root, pointer, { polluted: true });
    expect(root).toEqual({});
    expect(Object.getPrototypeOf(root)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  },
);

it("removes members and elements", () => {
  const root = { a: [1, 2, 3], b: 4 };
  removePointer(root, "/a/1");
  removePointer(root, "/b");
  removePointer(root, "/absent/deeper");
  expect(root).toEqual({ a: [1, 3] });
});

it("writes pointers as in code", () => {
  expect(dottedPointer("/accounts/0/api-key/token")).toBe('.accounts[0]["api-key"].token');
  expect(dottedPointer("")).toBe("");
});
