import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Layers } from "./layers.js";

const change = fc.tuple(fc.integer({ min: 0, max: 150 }).map(String), fc.option(fc.nat(), { nil: undefined }));
const changes = fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 12 });
const keys = Array.from({ length: 151 }, (_, key) => String(key));
const begin = new Map(Array.from({ length: 100 }, (_, index) => [String(index), index]));

describe("layers [LIFE-2]", () => {
  it("are, each for itself, what a copied map would be, walked by rank", () => {
    fc.assert(
      fc.property(changes, (steps) => {
        const made: [Layers<number>, ReadonlyMap<string, number>][] = [[new Layers(begin, Number), begin]];
        for (const step of steps) {
          const [layers, map] = made.at(-1) as [Layers<number>, ReadonlyMap<string, number>];
          const copy = new Map(map);
          for (const [key, value] of step) {
            if (value === undefined) copy.delete(key);
            else copy.set(key, value);
          }
          made.push([layers.with(new Map(step)), copy]);
        }
        // Looked up before they are walked: walking makes one layer of them.
        for (const [layers, map] of made) {
          const lookedUp = (all: ReadonlyMap<string, number>) => keys.map((key) => `${all.get(key)} ${all.has(key)}`);
          expect(lookedUp(layers).join()).toBe(lookedUp(map).join());
        }
        for (const [layers, map] of made) {
          const sorted = [...map].toSorted(([one], [other]) => Number(one) - Number(other));
          expect([...layers].join(" ")).toBe(sorted.join(" "));
          expect(layers.size).toBe(map.size);
          const even = ([key]: readonly [string, number]) => Number(key) % 2 === 0;
          expect([...layers.only((key) => even([key, 0]))].join(" ")).toBe(sorted.filter(even).join(" "));
        }
      }),
    );
  });

  const few = new Map([
    ["1", "a"],
    ["3", "c"],
  ]);
  const [more, less] = [new Map([["2", "b"]]), new Map([["1", undefined]])];

  it("are walked in every way that a map is", () => {
    const layers = new Layers(few, Number).with(more);
    expect([...layers.keys()]).toEqual(["1", "2", "3"]);
    expect([...layers.values()]).toEqual(["a", "b", "c"]);
    expect([...layers.entries()]).toEqual([...layers]);
    const seen: unknown[] = [];
    layers.forEach((value, key, map) => seen.push([key, value, map === layers]));
    expect(seen).toEqual([
      ["1", "a", true],
      ["2", "b", true],
      ["3", "c", true],
    ]);
  });

  it("have new keys last where they have no rank, and begin empty", () => {
    const grown = new Layers<string>().with(few).with(more);
    expect([...grown]).toEqual([...few, ...more]);
    expect([...new Layers(few).with(more).only((key) => key !== "1")]).toEqual([
      ["3", "c"],
      ["2", "b"],
    ]);
  });

  it("can be had in another order, and keep to it", () => {
    const order = ["5", "2", "4", "1"];
    const other = new Layers(few, Number).with(new Map([...more, ["4", "d"]])).only(
      (key) => key !== "3",
      (key) => order.indexOf(key),
    );
    expect([...other.keys()]).toEqual(["2", "4", "1"]);
    expect([...other.with(new Map([["5", "e"]])).keys()]).toEqual(order);
  });

  it("are looked up in before they are walked", () => {
    const some = new Layers(begin, Number).with(
      new Map([
        ["5", undefined],
        ["7", 70],
        ["200", 200],
      ]),
    );
    expect(["5", "6", "7", "200", "300"].map((key) => some.get(key))).toEqual([undefined, 6, 70, 200, undefined]);
    expect(["5", "6", "7", "200", "300"].map((key) => some.has(key))).toEqual([false, true, true, true, false]);
  });

  it("put nothing in order for a few differences, and what stands above never grows far", () => {
    let asked = 0;
    const rank = (key: string) => {
      asked += 1;
      return Number(key);
    };
    const large = new Map(Array.from({ length: 10_000 }, (_, index) => [String(index), index]));
    const grown = (count: number) => {
      let layers = new Layers(large, rank);
      for (let index = 0; index < count; index += 1) layers = layers.with(new Map([[String(20_000 + index), index]]));
      return layers.get("20000");
    };
    expect([grown(90), asked]).toEqual([0, 0]);
    expect(grown(110)).toBe(0);
    expect(asked).toBeGreaterThan(0);
    asked = 0;
    expect(new Layers(few, rank).with(more).get("2")).toBe("b");
    expect(asked).toBeGreaterThan(0);
    asked = 0;
    expect([...new Layers(few, rank).with(new Map([["1", "z"]])).values()]).toEqual(["z", "c"]);
    expect(asked).toBe(0);
  });

  it("are the same where nothing changes, and leave those that they were made of as they are", () => {
    const layers = new Layers(few, Number);
    expect(layers.with(new Map())).toBe(layers);
    const without = layers.with(less);
    expect([...without.keys(), without.size, without.has("1")]).toEqual(["3", 1, false]);
    expect([...layers.keys(), layers.size, layers.get("1")]).toEqual(["1", "3", 2, "a"]);
  });
});
