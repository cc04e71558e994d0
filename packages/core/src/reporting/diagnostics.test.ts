import { expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { eachOnce } from "./diagnostics.js";

const missing: Diagnostic = {
  code: "ENTRY_NOT_FOUND",
  level: "warning",
  plugin: "a",
  path: "/a/index.js",
  message: "The entry is not there.",
  help: "Build it.",
};

it("says the same once, where it stood first [DIAG-3]", () => {
  const other = { ...missing, plugin: "b" };
  expect(eachOnce([missing, other, { ...missing }])).toEqual([missing, other]);
});

it("says it at the level that it came to", () => {
  const failed = { ...missing, level: "error" } as const;
  expect(eachOnce([missing, failed])).toEqual([failed]);
  expect(eachOnce([failed, missing])).toEqual([failed]);
});
