import { expect, it } from "vitest";
import { firstMissing } from "./output.js";

const printed = ["words", "Counts words. (all)", "", "Status    active: it runs", "  Tests  15 passed (15)"].join("\n");

it.each([
  ["one line", "words"],
  ["lines in order, others between them", "words\nStatus    active: it runs"],
  ["a piece that may be anything", "Status    …runs"],
  ["any lines in between", "words\n…\n…Tests  15 passed (15)"],
  ["what means something in a pattern", "Counts words. (all)"],
])("finds %s [REPO-8]", (_title, wanted) => {
  expect(firstMissing(wanted, printed)).toBeUndefined();
});

it.each([
  ["a line that is not there", "words\nletters", "letters"],
  ["a line in another place", "Counts words. (all)\nwords", "words"],
  ["a part of a line", "Status", "Status"],
  ["another number", "…Tests  14 passed (14)", "…Tests  14 passed (14)"],
  ["a pattern that is none", "Counts words. all", "Counts words. all"],
])("misses %s", (_title, wanted, missing) => {
  expect(firstMissing(wanted, printed)).toBe(missing);
});
