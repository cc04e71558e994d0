import { expect, it } from "vitest";
import { manifestOf, notesOf, withFields } from "../../test/plugin-folder.js";
import { knownKeys } from "./known.js";

it("an unknown key is an advisory with the nearest known one [OC-2]", () => {
  const candidate = withFields({ uiHint: {}, "a/b": 1 });
  expect(notesOf(candidate)).toEqual(["advisory MANIFEST_UNKNOWN_KEY /uiHint", "advisory MANIFEST_UNKNOWN_KEY /a~1b"]);
  expect(candidate.diagnostics[0]?.message).toContain('"uiHints"');
});

it("a contract's key at the top is led to where it belongs", () => {
  expect(withFields({ tools: ["a"] }).diagnostics[0]?.message).toContain('Did you mean "contracts.tools"?');
});

it("unknown members of contracts and activation are told too", () => {
  expect(notesOf(withFields({ contracts: { tool: ["a"] }, activation: { onStart: true } }))).toEqual([
    "advisory MANIFEST_UNKNOWN_KEY /contracts/tool",
    "advisory MANIFEST_UNKNOWN_KEY /activation/onStart",
  ]);
});

it.each(knownKeys.filter((key) => !["decisionModels"].includes(key)))("a malformed %s is never silent", (key) => {
  const candidate = withFields({ [key]: 7 });
  expect(candidate.diagnostics).toHaveLength(1);
  expect(candidate.diagnostics[0]).toMatchObject({ pointer: `/${key}`, line: expect.any(Number) as number });
  expect(candidate.diagnostics[0]?.message).toContain("the number 7");
});

it("a malformed element is left out, and the others stay", () => {
  const candidate = withFields({ providers: ["one", 2, " "], uiHints: { a: { label: 3, help: "h" }, b: null } });
  expect(notesOf(candidate)).toEqual([
    "warning OPENCLAW_FIELD_IGNORED /providers/1",
    "warning OPENCLAW_FIELD_IGNORED /providers/2",
    "warning OPENCLAW_FIELD_IGNORED /uiHints/a/label",
    "warning OPENCLAW_FIELD_IGNORED /uiHints/b",
  ]);
  expect(manifestOf(candidate).provides).toEqual({ "text-inference": { one: {} } });
  expect(manifestOf(candidate).ui).toEqual({ a: { help: "h" } });
});

it.each([
  null,
  true,
  "x",
  [],
  {},
  [null],
  [[]],
  [{}],
  { a: null },
  { a: [] },
  { providers: { a: { models: [null] } } },
])("any value may stand under any key: %j", (value) => {
  const odd = Object.fromEntries(knownKeys.map((key) => [key, value]));
  const candidate = withFields({ ...odd, id: "odd", configSchema: {} });
  expect(candidate).toMatchObject({ status: "ready", id: "odd" });
  expect(candidate.diagnostics.length).toBeGreaterThan(0);
  expect(candidate.diagnostics.filter(({ level }) => level === "error")).toEqual([]);
});
