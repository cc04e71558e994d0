import { idPattern, tool } from "@mortise/sdk";
import { expect, it } from "vitest";
import { fittingId } from "./ids.js";

it.each([
  ["plain-id", "plain-id"],
  ["parakeet:status", "parakeet.status"],
  ["  My service! ", "My-service"],
  ["@scope/name", "scope/name"],
  ["a--b__c", "a-b_c"],
  ["!!!", undefined],
  ["", undefined],
])("%j becomes the id %j [OC-7]", (written, id) => {
  expect(fittingId(written, idPattern)).toBe(id);
});

it("where separators are not allowed, one stands for all [OC-7]", () => {
  expect(fittingId("notes.add now", tool.idPattern)).toBe("notes-add-now");
});
