import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Layers } from "./layers.js";

const change = fc.tuple(fc.integer({ min: 0, max: 150 }).map(String), fc.option(fc.nat(), { nil: undefined }));
const changes = fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 12 });
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
          for (let key = 0; key <= 150; key += 1) {
            expect([layers.get(String(key)), layers.has(String(key))]).toEqual([
              map.get(String(key)),
              map.has(String(key)),
            ]);
          }
        }
        for (const [layers, map] of made) {
          const sorted = [...map].toSorted(([one], [other]) => Number(one) - Number(other));
          expect([...layers]).toEqual(sorted);
          expect(layers.size).toBe(map.size);
          expect([...layers.only((key) => Number(key) % 2 === 0)]).toEqual(
            sorted.filter(([key]) => Number(key) % 2 === 0),
          );
        }
      }),
    );
  });
});
