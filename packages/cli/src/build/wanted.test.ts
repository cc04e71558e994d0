import { expect, test } from "vitest";
import { carriedTools, declaredTools, withSchemas, withTools } from "./wanted.js";

const schema = { type: "object" };
const keys = (manifest: object) => Object.keys(manifest).join(" ");

test("new schemas stand behind what the reference has before them, whatever else is there [MAN-5]", () => {
  const schemas = { configSchema: schema, userConfigSchema: schema };
  expect(keys(withSchemas({ id: "a" }, schemas))).toBe("id configSchema userConfigSchema");
  expect(keys(withSchemas({ ui: {}, provides: {}, id: "a", setup: {} }, schemas))).toBe(
    "ui provides id configSchema userConfigSchema setup",
  );
  expect(keys(withSchemas({ ui: {} }, { userConfigSchema: schema }))).toBe("userConfigSchema ui");
});

test("a schema that the source does not have is not taken away", () => {
  const manifest = { configSchema: schema, id: "a" };
  expect(withSchemas(manifest, {})).toEqual(manifest);
  expect(withSchemas(manifest, { userConfigSchema: schema })).toEqual({ ...manifest, userConfigSchema: schema });
});

const now = { description: "The time.", parameters: schema };

test("a list of tools becomes a map in the same order; one that is not known stays bare", () => {
  const manifest = { provides: { hooks: ["h"], tools: ["later", "Now"] } };
  expect(declaredTools(manifest)).toEqual(["later", "Now"]);
  expect(carriedTools(manifest)).toEqual([]);
  const wanted = withTools(manifest, ["later", "Now"], { now });
  expect(wanted).toEqual({ provides: { hooks: ["h"], tools: { later: {}, Now: now } } });
  expect(withTools(manifest, ["later", "Now"], {})).toBe(manifest);
});

test("only the tools that are asked for change, and of these only what the source says", () => {
  const tools = { a: { icon: "a.svg", optional: true, description: "Old." }, b: { icon: "b.svg" } };
  const manifest = { provides: { tools } };
  expect(carriedTools(manifest)).toEqual(["a"]);
  expect(withTools(manifest, ["a"], { a: now, b: now })).toEqual({
    provides: { tools: { a: { icon: "a.svg", ...now }, b: { icon: "b.svg" } } },
  });
  expect(withTools(manifest, ["a"], { a: { ...now, optional: true } })).toMatchObject({
    provides: { tools: { a: { optional: true } } },
  });
});
