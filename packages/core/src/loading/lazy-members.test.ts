import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { lazyMembers } from "./lazy-members.js";

function withMembers() {
  const make = vi.fn((source: string) => () => source);
  const object = lazyMembers(
    new Map([
      ["one", make],
      ["two", make],
    ]),
    "source",
  ) as Record<string, unknown>;
  return { object, make };
}

const call = (member: unknown) => (member as () => unknown)();

describe("members that are made when they are asked for [SDK-9]", () => {
  it("are made once each, and none before", () => {
    const { object, make } = withMembers();
    expect(make).not.toHaveBeenCalled();
    expect(object["one"]).toBe(object["one"]);
    expect(call(object["one"])).toBe("source");
    expect(make).toHaveBeenCalledOnce();
  });

  it("are own and enumerable, in their order, whichever was asked for first", () => {
    const { object, make } = withMembers();
    const { two } = object;
    expect(make).toHaveBeenCalledOnce();
    expect(Object.keys(object)).toEqual(["one", "two"]);
    expect(["one" in object, "three" in object, Object.hasOwn(object, "one")]).toEqual([true, false, true]);
    expect(Object.getOwnPropertyDescriptor(object, "two")).toEqual({
      value: two,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    const copy = { ...object };
    expect([copy["two"], call(copy["one"])]).toEqual([two, "source"]);
    expect(object["three"]).toBeUndefined();
    expect(Reflect.get(object, Symbol.iterator)).toBeUndefined();
  });

  it("may be replaced, and others added", () => {
    const { object } = withMembers();
    object["one"] = 1;
    object["three"] = 3;
    vi.spyOn(object as { two(): unknown }, "two").mockReturnValue("spied");
    expect(Object.entries({ ...object }).map(([name]) => name)).toEqual(["one", "two", "three"]);
    expect([object["one"], call(object["two"]), object["three"]]).toEqual([1, "spied", 3]);
  });

  it("are all there when it is frozen, and for what inherits from it", () => {
    const { object } = withMembers();
    const heir = Object.create(object) as Record<string, unknown>;
    heir["one"] = "own";
    expect([heir["one"], call(heir["two"]), call(object["one"])]).toEqual(["own", "source", "source"]);
    const frozen = Object.freeze(withMembers().object);
    expect(Object.isFrozen(frozen)).toBe(true);
    expect(Object.keys(frozen)).toEqual(["one", "two"]);
    expect(call(frozen["two"])).toBe("source");
  });

  it("keep what is not said where they are defined anew, and stay away where they are taken out", () => {
    const { object, make } = withMembers();
    Object.defineProperty(object, "one", { writable: false });
    expect(Object.getOwnPropertyDescriptor(object, "one")).toMatchObject({ enumerable: true, writable: false });
    expect(call(object["one"])).toBe("source");
    expect(delete object["two"]).toBe(true);
    expect([Object.keys(object), "two" in object, object["two"]]).toEqual([["one"], false, undefined]);
    object["two"] = 2;
    expect({ ...object }).toEqual({ one: object["one"], two: 2 });
    expect(make).toHaveBeenCalledOnce();
    const frozen = withMembers().object;
    delete frozen["one"];
    expect(Object.keys(Object.freeze(frozen))).toEqual(["two"]);
  });

  it("are printed, all of them, and the object is a plain one", () => {
    const { object } = withMembers();
    expect(inspect({ object }, { breakLength: Infinity })).toBe(
      "{ object: { one: [Function (anonymous)], two: [Function (anonymous)] } }",
    );
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(Object.freeze(object))).toBe(Object.prototype);
    expect(Object.getPrototypeOf(Object.setPrototypeOf(withMembers().object, null))).toBe(null);
    expect(inspect(object)).toContain("two:");
  });
});
