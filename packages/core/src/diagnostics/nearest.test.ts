import { expect, it } from "vitest";
import { didYouMean, nearest } from "./nearest.js";

it.each([
  ["apikey", ["apiKey", "voice"], "apiKey"],
  ["hihg", ["low", "high"], "high"],
  ["entires", ["enabled", "entries"], "entries"],
  ["openia", ["openai", "open"], "openai"],
  ["alias", ["pattern", "aliases"], "aliases"],
  ["qux", ["voice"], undefined],
  ["", ["voice"], undefined],
  ["voice", [], undefined],
  ["vox", ["fox", "box", "fax"], "box"],
])("%s among %j [DIAG-1]", (word, candidates, found) => {
  expect(nearest(word, candidates)).toBe(found);
});

it("asks, or says nothing", () => {
  expect(didYouMean("voise", ["voice"])).toBe(' Did you mean "voice"?');
  expect(didYouMean("colour", ["voice"])).toBe("");
});
