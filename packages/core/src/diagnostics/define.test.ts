import { expect, it } from "vitest";
import { defineDiagnostics } from "./define.js";

const { create, catalogue } = defineDiagnostics({
  LOST: { level: "warning", message: "{what} is lost near {place}; {what} was red.", help: 'Write {"a": 1} or { b }.' },
});

it("fills templates in, and leaves braces that are code [DIAG-1]", () => {
  expect(create("LOST", { what: "$& {place}", place: 7 })).toEqual({
    code: "LOST",
    level: "warning",
    message: "$& {place} is lost near 7; $& {place} was red.",
    help: 'Write {"a": 1} or { b }.',
  });
});

it("takes a place and another level", () => {
  const made = create(
    "LOST",
    { what: "x", place: "y" },
    { level: "error", plugin: "p", path: "/f", pointer: "/a", line: 1, column: 2 },
  );
  expect(made).toMatchObject({ level: "error", plugin: "p", path: "/f", pointer: "/a", line: 1, column: 2 });
});

it("does not compile where a parameter is missing or misspelt, or a code is unknown", () => {
  // @ts-expect-error place is missing
  create("LOST", { what: "x" });
  // @ts-expect-error misspelt
  create("LOST", { what: "x", plaice: "y" });
  // @ts-expect-error no such code
  expect(() => create("GONE", {})).toThrow(TypeError);
  expect(Object.keys(catalogue)).toEqual(["LOST"]);
});
