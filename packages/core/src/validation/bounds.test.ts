import { describe, expect, it } from "vitest";
import { judge } from "./ajv.js";

const numbered = <Value>(count: number, make: (index: number) => Value): Record<string, Value> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, make(index)]));

/** A schema with so many properties. */
const wide = (count: number) => ({
  type: "object",
  properties: numbered(count, () => ({ type: "string", minLength: 1 })),
});

/** Definitions of which each refers to the next one twice. */
const doubled = (twice: (ref: object) => object, last: object) => ({
  $ref: "#/$defs/k0",
  $defs: { ...numbered(40, (index) => twice({ $ref: `#/$defs/k${index + 1}` })), k40: last },
});

describe("a schema with many references [VAL-4]", () => {
  it("is compiled part by part, however often a part is referred to", () => {
    const schema = { $defs: { a: wide(300) }, properties: numbered(300, () => ({ $ref: "#/$defs/a" })) };
    expect(judge(schema, { k7: { k8: "x" } }, "resolved").status).toBe("valid");
    expect(judge(schema, { k7: { k8: "" } }, "resolved").issues).toMatchObject([{ pointer: "/k7/k8" }]);
  });

  it("takes a large config", () => {
    const parts = Array.from({ length: 100 }, () => ({ $ref: "#/$defs/a" }));
    const schema = { properties: { list: { items: { allOf: parts } } }, $defs: { a: { type: "object" } } };
    const list = Array.from({ length: 2_000 }, () => ({}));
    expect(judge(schema, { list }, "resolved").status).toBe("valid");
    expect(judge(schema, { list: [...list, 1] }, "resolved").status).toBe("invalid");
  });
});

describe("a schema of which references make more than anyone can wait for is refused [VAL-4]", () => {
  const levels = numbered(30, (index) => ({ $ref: `#/$defs/a${"/not".repeat(index)}` }));
  const nested = Array.from({ length: 30 }).reduce<object>((not) => ({ not }), wide(500));
  const anchored = Array.from({ length: 40 }).reduce<object>(
    (not, _, index) => ({ not, $dynamicAnchor: `a${index}` }),
    {},
  );

  it.each([
    ["parts that lie within each other", { properties: levels, $defs: { a: nested } }],
    ["the same below a name", { $defs: { b: { $id: "b.json", properties: levels, $defs: { a: nested } } } }],
    [
      "names and references in thousands",
      {
        $defs: numbered(1_000, (index) => ({ $id: `a${index}` })),
        properties: numbered(1_000, (index) => ({ $ref: `#/${index}` })),
      },
    ],
    [
      "the same behind a long list",
      { allOf: [...Array<boolean>(201).fill(true), { $id: "b.json", properties: levels, $defs: { a: nested } }] },
    ],
    ["dynamic anchors within each other", { properties: { a: anchored } }],
  ])("for its code: %s", (_, schema) => {
    expect(judge(schema, {}, "references").schemaProblem?.reason).toBe(
      "references within references make it too large",
    );
  });

  const lacking = { required: Object.keys(numbered(150, () => 1)) };
  const filled = (ref: object) => ({ properties: { a: { ...ref, default: {} }, b: { ...ref, default: {} } } });

  it.each([
    ["checks that double", doubled((ref) => ({ allOf: [ref, ref] }), { type: "object" })],
    ["errors that double", doubled((ref) => ({ allOf: [ref, ref] }), lacking)],
    ["defaults that double", doubled(filled, {})],
  ])("for the time it takes: %s", (_, schema) => {
    const { schemaProblem } = judge(schema, {}, "references");
    expect(schemaProblem?.reason).toBe("references within references make checking a config too long");
  });

  it("and the next one is not", () => {
    expect(judge({ $ref: "#/$defs/a", $defs: { a: { type: "object" } } }, {}, "references").status).toBe("valid");
  });
});
