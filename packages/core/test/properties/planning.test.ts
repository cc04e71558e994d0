import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderPlugins } from "../../src/activation/order.js";
import { plan, type ActivationPlan } from "../../src/activation/plan.js";
import { checkRequirements } from "../../src/activation/requirements.js";
import { parseTrigger } from "../../src/activation/trigger.js";
import { isReady, type Candidate } from "../../src/catalog/candidate.js";
import { decide } from "../../src/policy/decide.js";
import { ready } from "../candidates.js";
import { vocabulary } from "../discovery.js";

const pluginIds = ["a", "b", "c", "d", "e", "f"];
const ids = ["x", "y"];

const random = fc.record({
  provides: fc.record({
    speech: fc.subarray(ids),
    tools: fc.subarray(ids),
    hooks: fc.subarray(["llm_input", "llm_output"]),
  }),
  requires: fc.subarray([...pluginIds, "nobody"], { maxLength: 2 }),
  after: fc.subarray(pluginIds, { maxLength: 2 }),
  hints: fc.subarray(["tool:x", "provider:y", "channel:chat"]),
  isOff: fc.boolean(),
});
type Random = typeof random extends fc.Arbitrary<infer Value> ? Value : never;

/** What each trigger needs by what a manifest says, told another way than the planner does. */
const triggers: Readonly<Record<string, (plugin: Random) => boolean>> = {
  "tool:x": ({ provides, hints }) => provides.tools.includes("x") || hints.includes("tool:x"),
  "tool:y": ({ provides }) => provides.tools.includes("y"),
  "capability:speech": ({ provides }) => provides.speech.length > 0,
  "provider:y": ({ provides, hints }) => provides.speech.includes("y") || hints.includes("provider:y"),
  "hook:llm_input": ({ provides }) => provides.hooks.includes("llm_input"),
  "channel:chat": ({ hints }) => hints.includes("channel:chat"),
};

const sets = fc.record({
  plugins: fc.array(random, { minLength: 1, maxLength: pluginIds.length }),
  trigger: fc.constantFrom(...Object.keys(triggers)),
  shuffle: fc.infiniteStream(fc.nat()),
});

/** What a set comes to: the plan, and who runs at all. */
function planned(plugins: readonly Random[], trigger: string, candidates: readonly Candidate[]): ActivationPlan {
  const entries = Object.fromEntries(
    plugins.flatMap(({ isOff }, at) => (isOff ? [[pluginIds[at], { enabled: false }]] : [])),
  );
  const versions = { mortise: "1.0.0", node: "20.20.2" };
  const decisions = checkRequirements(decide(candidates, { plugins: { entries } }, versions));
  const running = decisions.flatMap(({ candidate, enabled }) => (enabled && isReady(candidate) ? [candidate] : []));
  const read = parseTrigger(trigger, vocabulary);
  if ("code" in read) throw new Error(read.message);
  return plan(read, { decisions, order: orderPlugins(running).candidates, vocabulary });
}

const toMap = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));

const candidatesOf = (plugins: readonly Random[]) =>
  plugins.map(({ provides, requires, after, hints }, at) =>
    ready(pluginIds[at] ?? "", {
      origin: "config",
      provides: { speech: toMap(provides.speech), tools: toMap(provides.tools), hooks: toMap(provides.hooks) },
      requires: Object.fromEntries(requires.map((id) => [id, "*"])),
      after,
      activation: { onStartup: false, on: hints, enabledBy: [] },
    }),
  );

/** Plugins by id, and what can be reached from one by what is required. */
function requirementsIn(plugins: readonly Random[]) {
  const byId = new Map(plugins.map((plugin, at) => [pluginIds[at] ?? "", plugin]));
  const reach = (id: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
    for (const next of byId.get(id)?.requires ?? []) if (next !== id && !seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  const runs = (id: string) => [id, ...reach(id)].every((each) => byId.get(each)?.isOff === false);
  return { byId, reach, runs };
}

describe("for any set of plugins and any trigger", () => {
  it("the plan is who is concerned and what they require, of those who run; everybody else is left out, with why [PLAN-1, PLAN-3]", () => {
    fc.assert(
      fc.property(sets, ({ plugins, trigger }) => {
        const { byId, reach, runs } = requirementsIn(plugins);
        const isConcerned = (id: string) => triggers[trigger]?.(byId.get(id) as Random) === true;
        const concerned = [...byId.keys()].filter((id) => runs(id) && isConcerned(id));
        const { entries, omitted } = planned(plugins, trigger, candidatesOf(plugins));
        const loaded = entries.map(({ plugin }) => plugin);
        expect(loaded.toSorted()).toEqual([...new Set(concerned.flatMap((id) => [id, ...reach(id)]))].toSorted());
        expect([...loaded, ...omitted.map(({ plugin }) => plugin)].toSorted()).toEqual([...byId.keys()]);
        for (const { plugin, why, isConcerned: told } of omitted) {
          expect([plugin, why === "not-concerned"]).toEqual([plugin, runs(plugin)]);
          expect([plugin, told]).toEqual([plugin, !runs(plugin) && isConcerned(plugin)]);
        }
        for (const { plugin, reasons } of entries) {
          expect([plugin, reasons.some(({ source }) => source !== "requirement")]).toEqual([
            plugin,
            isConcerned(plugin),
          ]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("who is required stands before who requires it, unless each requires the other [PLAN-3, PLAN-4]", () => {
    fc.assert(
      fc.property(sets, ({ plugins, trigger }) => {
        const { byId, reach } = requirementsIn(plugins);
        const order = planned(plugins, trigger, candidatesOf(plugins)).entries.map(({ plugin }) => plugin);
        for (const [at, id] of order.entries()) {
          for (const required of byId.get(id)?.requires ?? []) {
            const isMutual = required === id || reach(required).has(id);
            expect([id, required, isMutual || order.indexOf(required) < at]).toEqual([id, required, true]);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it("the order in which plugins were found changes nothing [CAT-2]", () => {
    fc.assert(
      fc.property(sets, ({ plugins, trigger, shuffle }) => {
        const shuffled = candidatesOf(plugins)
          .map((candidate) => [shuffle.next().value as number, candidate] as const)
          .toSorted(([one], [other]) => one - other)
          .map(([, candidate]) => candidate);
        const { entries } = planned(plugins, trigger, candidatesOf(plugins));
        expect(planned(plugins, trigger, shuffled).entries).toEqual(entries);
      }),
      { numRuns: 150 },
    );
  });
});
