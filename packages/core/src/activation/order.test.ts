import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { orderPlugins } from "./order.js";

const ids = (candidates: readonly ReadyCandidate[]) => orderPlugins(candidates).candidates.map(({ id }) => id);
const plugins = (traits: Readonly<Record<string, Traits>>) =>
  Object.entries(traits).map(([id, asked]) => ready(id, asked));

describe("plugins stand [PLAN-4]", () => {
  it("by id where nobody asks otherwise", () => {
    expect(ids(plugins({ c: {}, a: {}, "B/x": {} }))).toEqual(["a", "B/x", "c"]);
  });

  it.each<[string, Record<string, Traits>, readonly string[]]>([
    ["after", { a: { after: ["b"] }, b: {} }, ["b", "a"]],
    ["before", { a: {}, b: { before: ["a"] } }, ["b", "a"]],
    ["requires", { a: { requires: { b: "*" } }, b: {} }, ["b", "a"]],
    ["after, in other capitals", { a: { after: ["B"] }, b: {} }, ["b", "a"]],
    ["both, asked by both", { a: { after: ["b"] }, b: { before: ["a"] } }, ["b", "a"]],
    ["what is not there", { a: { after: ["x"], before: ["y"], requires: { z: "*" } }, b: {} }, ["a", "b"]],
    ["itself", { a: { after: ["a"], requires: { a: "*" } } }, ["a"]],
    ["in a row", { a: { after: ["c"] }, b: {}, c: { after: ["d"] }, d: {} }, ["b", "d", "c", "a"]],
  ])("as they ask: %s", (_what, traits, expected) => {
    const { candidates, diagnostics } = orderPlugins(plugins(traits));
    expect(candidates.map(({ id }) => id)).toEqual(expected);
    expect(diagnostics).toEqual([]);
  });
});

describe("a circle [PLAN-4]", () => {
  it("is broken where the plugin of the lowest precedence asked, and told", () => {
    const circle = plugins({
      a: { after: ["c"] },
      b: { after: ["a"], origin: "config" },
      c: { after: ["b"], origin: "workspace" },
    });
    const { candidates, diagnostics } = orderPlugins(circle);
    expect(candidates.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(diagnostics).toMatchObject([
      { code: "ORDER_CYCLE", level: "warning", plugin: "a", path: "/bundled/a/mortise.plugin.json" },
    ]);
    expect(diagnostics[0]?.message).toBe(
      "The plugins a -> b -> c -> a ask to be ordered in a circle; what a asked was left out.",
    );
  });

  it("among equals is broken where the last id asked", () => {
    const { candidates, diagnostics } = orderPlugins(plugins({ a: { after: ["b"] }, b: { after: ["a"] } }));
    expect(candidates.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(diagnostics.map(({ plugin }) => plugin)).toEqual(["b"]);
  });

  it("of who requires and who would like to be later is broken at the wish, whoever has precedence", () => {
    const traits = { a: { after: ["b"] }, b: { requires: { a: "*" } } };
    const { candidates, diagnostics } = orderPlugins(plugins(traits));
    expect(candidates.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(diagnostics.map(({ plugin }) => plugin)).toEqual(["a"]);
  });

  it("that one plugin alone asked for loses only what makes it one", () => {
    const { candidates, diagnostics } = orderPlugins(
      plugins({ a: {}, b: { after: ["a", "z"], before: ["a"] }, z: {} }),
    );
    expect(candidates.map(({ id }) => id)).toEqual(["a", "z", "b"]);
    expect(diagnostics).toHaveLength(1);
  });

  it("does not hold up who only waits for it", () => {
    const traits = { a: { after: ["b"] }, b: { after: ["c"] }, c: { after: ["b"] }, d: { after: ["a"] } };
    const { candidates, diagnostics } = orderPlugins(plugins(traits));
    expect(candidates.map(({ id }) => id)).toEqual(["c", "b", "a", "d"]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The plugins b -> c -> b ask to be ordered in a circle; what c asked was left out.",
    ]);
  });

  it("leaves the others' circles to be told too", () => {
    const { diagnostics } = orderPlugins(
      plugins({ a: { after: ["b"] }, b: { after: ["a"] }, x: { before: ["y"] }, y: { before: ["x"] } }),
    );
    expect(diagnostics.map(({ plugin }) => plugin)).toEqual(["b", "y"]);
  });
});

describe("whatever plugins ask [CAT-2]", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const some = fc.subarray(names, { maxLength: 3 });
  const traits = fc.record({
    after: some,
    before: some,
    origin: fc.constantFrom("config", "workspace", "global", "bundled"),
  });
  const all = fc.tuple(...names.map((id) => traits.map((asked) => ready(id, asked as Traits))));

  it("each stands once, and the order they were found in changes nothing", () => {
    const shuffled = all.chain((found) =>
      fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length })),
    );
    fc.assert(
      fc.property(shuffled, ([found, other]) => {
        const order = orderPlugins(found);
        expect(order.candidates.map(({ id }) => id).toSorted()).toEqual(names);
        expect(orderPlugins(other)).toEqual(order);
      }),
    );
  });

  it("what is not told to be left out is kept", () => {
    const keeps = (found: readonly ReadyCandidate[]) => {
      const { candidates, diagnostics } = orderPlugins(found);
      const place = (wanted: string) => candidates.findIndex(({ id }) => id === wanted);
      const blamed = new Set(diagnostics.map(({ plugin }) => plugin));
      return found.every(({ id, manifest: { after, before } }) => {
        const isKept =
          after.every((other) => other === id || place(other) < place(id)) &&
          before.every((other) => other === id || place(other) > place(id));
        return isKept || blamed.has(id);
      });
    };
    fc.assert(
      fc.property(all, (found) => {
        expect(keeps(found)).toBe(true);
      }),
    );
  });
});

it("thousands are no matter: all in a row, all after one, and a thousand circles", () => {
  const count = 2000;
  const name = (index: number) => `p${String(index).padStart(5, "0")}`;
  const many = (asked: (index: number) => Traits) =>
    Array.from({ length: count }, (_, index) => ready(name(index), asked(index)));
  expect(ids(many((index) => ({ after: [name(index + 1)] })))[0]).toBe(name(count - 1));
  expect(ids(many(() => ({ after: [name(count - 1)] })))[0]).toBe(name(count - 1));
  expect(ids(many(() => ({ before: [name(0)] }))).at(-1)).toBe(name(0));
  expect(orderPlugins(many((index) => ({ after: [name(index ^ 1)] }))).diagnostics).toHaveLength(count / 2);
});
