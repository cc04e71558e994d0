import { describe, expect, it } from "vitest";
import type { CorpusCase } from "./packages.js";
import { isAsExpected, printTable, rowOf, type CheckedRow, type Row } from "./table.js";

const found: Row = { plugin: "a", version: "1.0.0", loaded: true, counts: { tool: 2, hook: 3 }, diagnostics: [] };

function checked(row: Partial<Row> = {}, expected: CorpusCase = {}): CheckedRow {
  const whole = { ...found, ...row };
  return { ...whole, expected, isExpected: isAsExpected(whole, expected) };
}

const said = (code: string, message: string, level: "error" | "warning" = "error") => ({
  code,
  level,
  message,
  help: "Mend it.",
});

describe("isAsExpected", () => {
  it.each<[boolean, CorpusCase]>([
    [true, {}],
    [true, { counts: { tool: 2 } }],
    [true, { loads: true, counts: { tool: 2, hook: 3 } }],
    [false, { counts: { tool: 3 } }],
    [false, { counts: { tool: 2, cli: 1 } }],
    [false, { loads: false }],
  ])("is %s for one that runs, where %j should come out", (answer, expected) =>
    expect(isAsExpected(found, expected)).toBe(answer),
  );

  it("one that does not run is as expected only where it should not", () => {
    const failed = { loaded: false, counts: {} };
    expect(isAsExpected(failed, {})).toBe(false);
    expect(isAsExpected(failed, { loads: false })).toBe(true);
  });
});

describe("printTable", () => {
  it("has a line for each package, and below it what is missing and what was said, each once", () => {
    const warned = said("ODD", "It is odd.", "warning");
    const rows = [
      checked(),
      checked({ plugin: "longer", diagnostics: [warned, warned] }, { title: "with a key", counts: { tool: 3 } }),
      checked({ plugin: "none", loaded: true, counts: {} }, { loads: false }),
    ];
    expect(printTable(rows).split("\n")).toEqual([
      "ok   a@1.0.0                    manifest ok   2 tool, 3 hook",
      "NOT  longer@1.0.0 (with a key)  manifest ok   2 tool, 3 hook",
      "                                expected: 3 tool",
      "                                warning ODD: It is odd. (2 times)",
      "NOT  none@1.0.0                 manifest ok   nothing registered",
      "                                expected: not loaded",
    ]);
  });

  it.each([
    ["manifest ok", said("LOAD_FAILED", "x")],
    ["manifest ok", said("ENTRY_NOT_FOUND", "x")],
    ["manifest ok", said("OPENCLAW_RUNTIME_ENTRY_MISSING", "x")],
    ["manifest ok", said("CORPUS_NO_ANSWER", "x")],
    ["manifest ok", said("MANIFEST_UNKNOWN_KEY", "x", "warning")],
    ["manifest bad", said("MANIFEST_SYNTAX", "x")],
    ["manifest bad", said("PLUGIN_SCHEMA_INVALID", "x")],
    ["manifest bad", said("OPENCLAW_CATEGORIES_INVALID", "x")],
    ["no manifest", said("MANIFEST_MISSING", "x", "warning")],
    ["config wrong", said("PLUGIN_CONFIG_MISSING", "x")],
    ["config wrong", said("PLUGIN_CONFIG_INVALID", "x")],
  ])("says %s of one that was kept out by %j", (verdict, diagnostic) => {
    const [line = ""] = printTable([checked({ loaded: false, counts: {}, diagnostics: [diagnostic] })]).split("\n");
    expect(line.split(/ {2,}/).slice(1)).toEqual(
      ["a@1.0.0", verdict, "not loaded"].slice(line.startsWith("NOT ") ? 0 : 1),
    );
  });
});

it("rows for programs have five members [OC-11]", () => {
  expect(rowOf(checked({}, { counts: { tool: 1 } }))).toEqual(found);
});
