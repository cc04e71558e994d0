import { expect, it } from "vitest";
import { plainJson, plainSchema } from "./json.js";

it("what JSON carries is kept, as a copy; the rest is left out [OC-7]", () => {
  const circle: Record<string, unknown> = { name: "a" };
  Object.assign(circle, { self: circle, again: [circle, 1] });
  const given = {
    text: "a",
    count: Number.NaN,
    big: 12n,
    when: new Date(0),
    run: () => 1,
    missing: undefined,
    list: [undefined, Symbol("s"), 2],
    bytes: new Uint8Array(3),
    circle,
    [Symbol("kind")]: "hidden",
  };
  expect(plainJson(given)).toEqual({
    text: "a",
    count: null,
    big: "12",
    when: "1970-01-01T00:00:00.000Z",
    list: [null, null, 2],
    bytes: "[3 bytes]",
    circle: { name: "a", again: [null, 1] },
  });
  expect(plainJson(() => 1)).toBeUndefined();
});

it("what is no schema of an object is any object [OC-7]", () => {
  expect([plainSchema(undefined), plainSchema("text"), plainSchema([])]).toEqual(
    Array.from({ length: 3 }, () => ({ type: "object", properties: {} })),
  );
});
