import { expect, it } from "vitest";
import { manifestOf, notesOf, withFields } from "../test/plugin-folder.js";

const configSchema = { type: "object", properties: { a: {}, b: {}, c: {} } };
const group = (id: string, order: number | undefined, ...properties: readonly string[]) => ({
  id,
  title: id.toUpperCase(),
  ...(order !== undefined && { order }),
  properties,
});

it("groups stand in their order, those without one last, and their properties as listed [OC-2]", () => {
  const configGroups = [group("late", undefined, "c"), group("two", 20, "a"), group("one", 10, "b")];
  expect(manifestOf(withFields({ configSchema, configGroups })).ui).toEqual({
    b: { group: "ONE", order: 1 },
    a: { group: "TWO", order: 2 },
    c: { group: "LATE", order: 3 },
  });
});

it.each([
  ["a group has no id or no title", [{ id: "one", properties: ["a"] }]],
  ['two groups have the id "one"', [group("one", 1, "a"), group("one", 2, "b")]],
  ['"a" is listed twice', [group("one", 1, "a"), group("two", 2, "a")]],
  ['configSchema has no property "toString"', [group("one", 1, "a", "toString")]],
])("groups that do not fit leave the form flat: %s", (reason, configGroups) => {
  const candidate = withFields({ configSchema, configGroups, uiHints: { a: { label: "A" } } });
  expect(manifestOf(candidate).ui).toEqual({ a: { label: "A" } });
  expect(notesOf(candidate)).toEqual(["warning OPENCLAW_GROUPS_INVALID /configGroups"]);
  expect(candidate.diagnostics[0]?.message).toContain(reason);
});

it("the groups of the manifest go before those that hints name", () => {
  const configGroups = [group("one", 1, "a")];
  const uiHints = { a: { group: "Mine" }, b: { group: "Mine" } };
  const { ui } = manifestOf(withFields({ configSchema, configGroups, uiHints }));
  expect(ui).toEqual({ a: { group: "ONE", order: 1 }, b: { group: "Mine" } });
});
