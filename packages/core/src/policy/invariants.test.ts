import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { foldId, type Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { HostConfig } from "../config/schema.js";
import { decide } from "./decide.js";
import type { Decision } from "./decision.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };
type Plugins = NonNullable<HostConfig["plugins"]>;

function decideAll(candidates: readonly Candidate[], plugins: Plugins = {}): readonly Decision[] {
  return decide(candidates, { plugins }, versions);
}

describe("whatever the candidates and the config [POL-11]", () => {
  const id = fc.constantFrom("a", "A", "b", "c");
  const traits = fc.record({
    origin: fc.constantFrom(...origins),
    root: fc.constantFrom("/1", "/2", "/3", "/4", "/5"),
    enabledByDefault: fc.boolean(),
    slots: fc.subarray(["memory", "context"]),
    engines: fc.constantFrom({}, { node: ">=99" }),
  });
  const candidate = fc
    .tuple(
      id,
      traits,
      fc.constantFrom<"ready" | "blocked" | "invalid">("ready", "ready", "ready", "blocked", "invalid"),
    )
    .map(([id, traits, status]) => (status === "ready" ? ready(id, traits) : stopped(id, status, traits)));
  const candidates = fc.uniqueArray(candidate, { selector: ({ id, root }) => `${id} ${root}`, maxLength: 12 });
  const plugins = fc.record(
    {
      enabled: fc.constantFrom(true, true, true, false),
      allow: fc.uniqueArray(id),
      deny: fc.uniqueArray(id, { maxLength: 1 }),
      slots: fc.dictionary(fc.constantFrom("memory", "context"), fc.option(id)),
      entries: fc.dictionary(id, fc.record({ enabled: fc.boolean() }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Plugins>;

  it("decisions do not depend on the order of the candidates", () => {
    const shuffled = candidates.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, plugins, ([all, other], config) => {
        const answers = new Map(decideAll(other, config).map((decision) => [decision.candidate, decision]));
        for (const decision of decideAll(all, config)) expect(answers.get(decision.candidate)).toEqual(decision);
      }),
      { numRuns: 300 },
    );
  });

  it("at most one plugin of an id runs, none that is blocked, denied or not allowed, and no slot has two", () => {
    fc.assert(
      fc.property(candidates, plugins, (all, config) => {
        const decisions = decideAll(all, config);
        expect(decisions.map(({ candidate }) => candidate)).toEqual(all);
        const running = decisions.filter(({ enabled }) => enabled).map(({ candidate }) => candidate);
        const names = running.map(({ id }) => foldId(id));
        expect(new Set(names).size).toBe(names.length);
        const folded = (list: readonly string[]) => list.map(foldId);
        for (const name of names) {
          expect(folded(config.deny ?? [])).not.toContain(name);
          if (config.allow) expect(folded(config.allow)).toContain(name);
        }
        expect(running.every(({ status }) => status === "ready")).toBe(true);
        for (const decision of decisions) {
          const last = decision.trace.findLast(({ outcome }) => outcome !== "pass");
          expect(last?.outcome).toBe(decision.enabled ? "enable" : "refuse");
          expect(last?.reason).toBe(decision.reason);
        }
        const single = running.filter(({ manifest }) => manifest?.slots.length === 1 && !config.slots);
        expect(new Set(single.map(({ manifest }) => manifest?.slots[0])).size).toBe(single.length);
      }),
      { numRuns: 300 },
    );
  });
});
