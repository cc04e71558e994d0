import fc from "fast-check";
import { expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { foldId, type Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { HostConfig } from "../config/schema.js";
import { decide } from "./decide.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };
type Plugins = NonNullable<HostConfig["plugins"]>;
const on = (id: string, traits: Traits = {}) => ready(id, { enabledByDefault: true, version: "1.5.0", ...traits });
const decideAll = (candidates: readonly Candidate[], plugins: Plugins = {}) =>
  decide(candidates, { plugins }, versions);
const out = (candidates: readonly Candidate[], plugins?: Plugins) =>
  decideAll(candidates, plugins).flatMap(({ candidate, reason }) => (reason === "conflict" ? [candidate.id] : []));

it("of two that conflict one is kept out, whichever says so: by name, then by origin, then by id [POL-5]", () => {
  const pair = [on("a", { conflicts: { B: "*" } }), on("b")];
  expect(out(pair)).toEqual(["b"]);
  expect(out([on("a"), on("b", { conflicts: { a: "*" } })])).toEqual(["b"]);
  expect(out(pair, { entries: { b: { enabled: true } } })).toEqual(["a"]);
  expect(out(pair, { entries: { a: { enabled: true }, b: { enabled: true } } })).toEqual(["b"]);
  expect(out([on("a"), on("b", { origin: "config", conflicts: { a: "*" } })])).toEqual(["a"]);
});

it("is about the versions that the manifest names", () => {
  expect(out([on("a", { conflicts: { b: "^1.5" } }), on("b")])).toEqual(["b"]);
  expect(out([on("a", { conflicts: { b: "^2" } }), on("b")])).toEqual([]);
  const unversioned = ready("b", { enabledByDefault: true });
  expect(out([on("a", { conflicts: { b: "^1" } }), unversioned])).toEqual([]);
  expect(out([on("a", { conflicts: { b: "*" } }), unversioned])).toEqual(["b"]);
});

it("is about versions before a release too, and a range that is none means every version", () => {
  const beta = ready("b", { enabledByDefault: true, version: "1.6.0-beta.1" });
  expect(out([on("a", { conflicts: { b: "^1.5" } }), beta])).toEqual(["b"]);
  expect(out([on("a", { conflicts: { b: "whatever" } }), beta])).toEqual(["b"]);
  expect(out([on("a", { conflicts: { b: "whatever" } }), on("c")])).toEqual([]);
});

it("leads to where the loser's own manifest says so, and only there", () => {
  const pointers = (...candidates: readonly Candidate[]) =>
    decideAll(candidates).flatMap(({ diagnostics }) => diagnostics.map(({ plugin, pointer }) => [plugin, pointer]));
  expect(pointers(on("a"), on("b", { conflicts: { a: "*" } }))).toEqual([["b", "/conflicts"]]);
  expect(pointers(on("a", { conflicts: { b: "*" } }), on("b"))).toEqual([["b", undefined]]);
});

it("a plugin that does not run, or is kept out itself, is in nobody's way", () => {
  expect(out([on("a", { conflicts: { b: "*" } }), on("b")], { deny: ["a"] })).toEqual([]);
  expect(out([on("a", { conflicts: { a: "*" } })])).toEqual([]);
  expect(out([on("a"), on("b", { conflicts: { a: "*", c: "*" } }), on("c")])).toEqual(["b"]);
});

it("both plugins, who says so and the mend are named", () => {
  const [, loser] = decideAll([on("a", { conflicts: { b: "*" } }), on("b")]);
  expect(loser?.trace.at(-1)).toEqual({ rule: "conflicts", outcome: "refuse", reason: "conflict" });
  expect(loser?.diagnostics[0]).toMatchObject({
    code: "PLUGIN_CONFLICT",
    plugin: "b",
    path: "/bundled/b/mortise.plugin.json",
  });
  expect(loser?.diagnostics[0]?.message).toBe(
    'The plugins "b" and "a" (at /bundled/a) must not run beside one another: the manifest of a says so. "b" is kept out.',
  );
  expect(loser?.diagnostics[0]?.help).toContain('plugins.entries["a"].enabled = false to use b');
});

it("no two that conflict run, who is kept out has a rival that runs, and the order of the candidates is nothing", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const traits = fc.record({
    origin: fc.constantFrom(...origins.filter((origin) => origin !== "workspace" && origin !== "global")),
    conflicts: fc.dictionary(id, fc.constantFrom("*", "^1", "^2"), { maxKeys: 2 }),
  });
  const sets = fc
    .uniqueArray(fc.tuple(id, traits), { selector: ([name]) => name })
    .map((all) => all.map(([name, given]) => on(name, given)))
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  const excludes = ({ manifest }: Candidate, other: Candidate) =>
    other.id in (manifest?.conflicts ?? {}) && manifest?.conflicts[other.id] !== "^2";
  const conflicting = (one: Candidate, other: Candidate) =>
    foldId(one.id) !== foldId(other.id) && (excludes(one, other) || excludes(other, one));
  fc.assert(
    fc.property(sets, fc.subarray(["a", "b", "c"]), ([all, shuffled], named) => {
      const entries = Object.fromEntries(named.map((name) => [name, { enabled: true }]));
      const decisions = decideAll(all, { entries });
      const other = new Map(decideAll(shuffled, { entries }).map((decision) => [decision.candidate, decision]));
      for (const decision of decisions) expect(other.get(decision.candidate)).toEqual(decision);
      const running = decisions.filter(({ enabled }) => enabled).map(({ candidate }) => candidate);
      expect(running.some((one) => running.some((two) => conflicting(one, two)))).toBe(false);
      for (const { candidate, reason } of decisions.filter(({ enabled }) => !enabled)) {
        expect(reason).toBe("conflict");
        expect(running.some((one) => conflicting(one, candidate))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
