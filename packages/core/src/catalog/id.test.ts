import { expect, it } from "vitest";
import { idInHead, shownId } from "./id.js";

it.each([
  ['{"id": "a", "x": 1}', "a"],
  ['{"nested": {"id": "no"}, "list": [{"id": "no"}], "id": "a"', "a"],
  ['{"id": ["no"], "x": "y"', undefined],
  ['{"id": 7}', undefined],
  ['{"id": "one", "id": "two"}', "two"],
  ["", undefined],
  [`{"id": "a", "deep": ${"[".repeat(300_000)}`, "a"],
])("%#: the id in the beginning of a manifest [CAT-4, DIAG-5]", (head, id) => {
  expect(idInHead(head)).toBe(id);
});

it("what would harm or deceive whoever reads it is not shown", () => {
  expect(["Not An Id!", "ümlaut"].map(shownId)).toEqual(["Not An Id!", "ümlaut"]);
  for (const id of ["__proto__", "constructor", "", " ", "a\nb", "a\u202Eb", "x".repeat(129), 7, null]) {
    expect(shownId(id)).toBeUndefined();
  }
});
