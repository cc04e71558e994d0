import { expect, it } from "vitest";
import { writtenEntry } from "./written-entry.js";

it("what the operator wrote of a plugin is found in whatever case its id is written, in each config anew [VAL-2]", () => {
  const config = { plugins: { entries: { Tenon: { enabled: true }, other: {} } } };
  expect(writtenEntry(config, "tENON")).toEqual({ id: "Tenon", entry: { enabled: true } });
  expect(writtenEntry(config, "other")).toEqual({ id: "other", entry: {} });
  expect(writtenEntry(config, "constructor")).toBeUndefined();
  const next = { plugins: { entries: { TENON: { enabled: false } } } };
  expect(writtenEntry(next, "tenon")).toEqual({ id: "TENON", entry: { enabled: false } });
  expect(writtenEntry({}, "tenon")).toBeUndefined();
});
