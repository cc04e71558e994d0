import { describe, expect, it } from "vitest";
import { checkJson } from "./json-schema.js";

const schema = {
  type: "object",
  properties: { count: { type: "integer", default: 1 }, mail: { type: "string", format: "email" } },
  required: ["count"],
  additionalProperties: false,
};

describe("a value [TURN-1]", () => {
  it("comes back with the schema's defaults, and is itself left alone", async () => {
    const value = { mail: "ada@example.com" };
    expect(await checkJson(schema, value)).toEqual({ value: { count: 1, mail: "ada@example.com" } });
    expect(value).toEqual({ mail: "ada@example.com" });
  });

  it("that does not fit is told everything that is wrong, by its path", async () => {
    const { problem } = (await checkJson(schema, { count: "2", mail: "ada", more: 1 })) as { problem: string };
    expect(problem.split("; ").toSorted()).toEqual([
      "count must be integer",
      'mail must match format "email"',
      "must NOT have additional properties (more)",
    ]);
  });

  it("may be text that a number is read from, where people typed it", async () => {
    expect(await checkJson(schema, { count: "2" }, { coerce: true })).toEqual({ value: { count: 2 } });
    expect(await checkJson(schema, { count: "2" })).toHaveProperty("problem");
  });

  it("is not found in what every object inherits", async () => {
    const inherited = { type: "object", required: ["toString"] };
    expect(await checkJson(inherited, {})).toEqual({ problem: "must have required property 'toString'" });
  });
});

describe("a schema", () => {
  it.each(["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"])(
    "may be of the draft %s",
    async ($schema) => {
      expect(await checkJson({ $schema, ...schema }, { count: "x" })).toEqual({ problem: "count must be integer" });
    },
  );

  it("may have an $id that another schema has too", async () => {
    const withId = (type: string) => ({ $id: "https://example.com/same", type });
    expect(await checkJson(withId("string"), "a")).toEqual({ value: "a" });
    expect(await checkJson(withId("number"), "a")).toEqual({ problem: "must be number" });
  });

  it("that calls itself what a meta-schema is called leaves the next one what it needs", async () => {
    const named = { $id: "https://json-schema.org/draft/2020-12/schema", type: "string" };
    expect(await checkJson(named, "a")).toEqual({ value: "a" });
    expect(await checkJson({ type: "number" }, 1)).toEqual({ value: 1 });
  });

  it("that would be checked later is a problem, and takes nothing", async () => {
    const { problem } = (await checkJson({ $async: true, ...schema }, { count: "x" })) as { problem: string };
    expect(problem).toBe("its schema cannot be used: $async is not supported");
  });

  it("that cannot be compiled is a problem, not a throw", async () => {
    const { problem } = (await checkJson({ $ref: "#/nowhere" }, {})) as { problem: string };
    expect(problem).toContain("its schema cannot be used");
  });

  it("leaves no name behind that another's could mean", async () => {
    expect(await checkJson({ properties: { a: { $id: "item", type: "string" } } }, {})).toEqual({ value: {} });
    const other = { properties: { a: { type: "number" }, b: { $ref: "item" } } };
    const { problem } = (await checkJson(other, { b: 1 })) as { problem: string };
    expect(problem).toContain("its schema cannot be used");
  });

  it("that refers to itself without end is a problem, not a throw", async () => {
    const { problem } = (await checkJson({ $ref: "#" }, {})) as { problem: string };
    expect(problem).toContain("its schema cannot be used");
  });
});
