import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { checkRequirements } from "../activation/requirements.js";
import { foldId, type ReadyCandidate } from "../catalog/candidate.js";
import { rule } from "./decide.js";
import { refuse, type Decision } from "./decision.js";
import { settle } from "./settle.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };

/** Settles plugins of which some have a config that does not hold. */
async function settled(candidates: readonly ReadyCandidate[], broken: readonly string[]) {
  const { ruling, outcome } = await settle(
    (keptOut) => rule(candidates, {}, versions, { keptOut }),
    async ({ decisions }) => {
      const isBroken = ({ candidate, enabled }: Decision) => enabled && broken.includes(candidate.id);
      const checked = decisions.map((one) => (isBroken(one) ? refuse(one, "config", "config-invalid", []) : one));
      return { decisions: checkRequirements(checked) };
    },
  );
  const reasons = Object.fromEntries(outcome.decisions.map(({ candidate, reason }) => [candidate.id, reason]));
  return { reasons, slots: Object.fromEntries(ruling.slots), decisions: outcome.decisions };
}

const on = (id: string, traits: Traits = {}) => ready(id, { enabledByDefault: true, ...traits });

describe("a plugin that requires one which lost its slot [POL-6]", () => {
  const needy = on("b-needy", { slots: ["context"], requires: { "b-memory": "*" }, conflicts: { "c-rival": "*" } });
  const candidates = [
    on("a-memory", { slots: ["memory"] }),
    on("b-memory", { slots: ["memory"] }),
    needy,
    on("c-rival"),
    on("c-spare", { slots: ["context"] }),
  ];

  it("is kept out, and leaves its own slot and what it is in conflict with to others", async () => {
    const { reasons, slots } = await settled(candidates, []);
    expect(reasons).toEqual({
      "a-memory": "bundled-default",
      "b-memory": "slot-taken",
      "b-needy": "requirement-missing",
      "c-rival": "bundled-default",
      "c-spare": "bundled-default",
    });
    expect(slots).toEqual({ memory: "a-memory", context: "c-spare" });
  });

  it("is tried again when the slot goes elsewhere, with all that follows from its running", async () => {
    const { reasons, slots } = await settled(candidates, ["a-memory"]);
    expect(reasons).toEqual({
      "a-memory": "config-invalid",
      "b-memory": "bundled-default",
      "b-needy": "bundled-default",
      "c-rival": "conflict",
      "c-spare": "slot-taken",
    });
    expect(slots).toEqual({ memory: "b-memory", context: "b-needy" });
  });

  it("is tried again also when the slot comes free a round later, because its holder's own requirement is gone", async () => {
    const late = on("a-memory", { slots: ["memory"], requires: { "a-base": "*" } });
    const { reasons, slots } = await settled([late, on("a-base"), ...candidates.slice(1)], ["a-base"]);
    expect(reasons).toMatchObject({ "a-memory": "requirement-missing", "b-needy": "bundled-default" });
    expect(slots).toEqual({ memory: "b-memory", context: "b-needy" });
  });

  it("stays out where its running would itself take away what it requires", async () => {
    // With `needy` there is no `rival`, then `holder` has the slot, then `wanted` has none, then there is no `needy`.
    const { reasons, slots } = await settled(
      [
        on("a-needy", { requires: { "d-wanted": "*" }, conflicts: { "b-rival": "*" } }),
        on("b-rival", { conflicts: { "c-holder": "*" } }),
        on("c-holder", { slots: ["memory"] }),
        on("d-wanted", { slots: ["memory"] }),
        on("e-dependent", { requires: { "a-needy": "*" } }),
      ],
      [],
    );
    expect(reasons).toEqual({
      "a-needy": "requirement-missing",
      "b-rival": "bundled-default",
      "c-holder": "conflict",
      "d-wanted": "bundled-default",
      "e-dependent": "requirement-missing",
    });
    expect(slots).toEqual({ memory: "d-wanted" });
  });
});

describe("whatever the plugins [POL-6, POL-11]", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const few = fc.subarray(names, { maxLength: 2 });
  const ranges = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, "*"]));
  const traits = fc.record({ slots: fc.subarray(["memory", "context"]), requires: few, conflicts: few });
  const sets = fc.tuple(...names.map((id) => traits.map((given) => ({ id, ...given }))));
  const candidatesOf = (set: readonly { id: string; slots: string[]; requires: string[]; conflicts: string[] }[]) =>
    set.map(({ id, slots, requires, conflicts }) =>
      on(id, { slots, requires: ranges(requires.filter((one) => one !== id)), conflicts: ranges(conflicts) }),
    );

  it("settling ends, and what runs has what it requires, no enemy, and a slot where it wants one", async () => {
    await fc.assert(
      fc.asyncProperty(sets, few, async (set, broken) => {
        const candidates = candidatesOf(set);
        const { decisions, slots } = await settled(candidates, broken);
        const running = decisions.flatMap(({ enabled, candidate }) => (enabled ? [candidate] : []));
        const ids = running.map(({ id }) => foldId(id));
        expect(ids.filter((id) => broken.includes(id))).toEqual([]);
        for (const { id, manifest } of running) {
          expect(ids).toEqual(expect.arrayContaining(Object.keys(manifest?.requires ?? {})));
          expect(Object.keys(manifest?.conflicts ?? {}).filter((other) => other !== id && ids.includes(other))).toEqual(
            [],
          );
          const wanted = manifest?.slots ?? [];
          expect(wanted.length === 0 || wanted.some((slot) => slots[slot] === id)).toBe(true);
        }
        for (const holder of Object.values(slots)) expect(ids).toContain(holder);
      }),
      { numRuns: 2000 },
    );
  });

  it("the order in which they were found changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(sets, few, async (set, broken) => {
        const one = await settled(candidatesOf(set), broken);
        const other = await settled(candidatesOf(set.toReversed()), broken);
        expect(other.reasons).toEqual(one.reasons);
        expect(other.slots).toEqual(one.slots);
      }),
      { numRuns: 500 },
    );
  });
});

describe("ruling anew [POL-6]", () => {
  it("is done only where something more is kept out: a host rules over all its plugins at each change", async () => {
    const candidates = [on("a"), on("b")];
    const ruledWith = async (broken: readonly string[]) => {
      const asked: string[][] = [];
      await settle(
        (keptOut) => {
          asked.push([...keptOut].map(({ id }) => id));
          return rule(candidates, {}, versions, { keptOut });
        },
        async ({ decisions }) => ({
          decisions: decisions.map((one) =>
            one.enabled && broken.includes(one.candidate.id) ? refuse(one, "config", "config-invalid", []) : one,
          ),
        }),
      );
      return asked;
    };
    expect(await ruledWith([])).toEqual([[]]);
    expect(await ruledWith(["b"])).toEqual([[], ["b"]]);
  });
});
