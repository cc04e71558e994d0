import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import type { Candidate } from "../catalog/candidate.js";
import type { HostConfig } from "../config/schema.js";
import { decide, rule } from "./decide.js";
import type { Decision } from "./decision.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };
type Plugins = NonNullable<HostConfig["plugins"]>;

function decideAll(candidates: readonly Candidate[], plugins: Plugins = {}): readonly Decision[] {
  return decide(candidates, { plugins }, versions);
}

const on = { enabledByDefault: true };
const told = (decisions: readonly Decision[]) =>
  decisions.map(
    ({ candidate, reason, enabled }) => `${candidate.origin} ${candidate.id} ${enabled ? "on" : "off"} ${reason}`,
  );

describe("slots [POL-7]", () => {
  const memory = (id: string, traits: Traits = {}) => ready(id, { slots: ["memory"], ...on, ...traits });

  it("that the config leaves open go to the first that can fill them", () => {
    const candidates = [memory("b"), memory("a"), memory("c", { origin: "config" })];
    expect(told(decideAll(candidates))).toEqual([
      "bundled b off slot-taken",
      "bundled a off slot-taken",
      "config c on configured-path",
    ]);
    expect(decideAll(candidates)[0]?.trace.slice(-2)).toEqual([
      { rule: "engines", outcome: "pass" },
      { rule: "one plugin per slot", outcome: "refuse", reason: "slot-taken" },
    ]);
  });

  it("are not taken by what does not run", () => {
    const candidates = [memory("a", { engines: { node: "^4" } }), memory("b")];
    expect(told(decideAll(candidates))).toEqual(["bundled a off engine-unmet", "bundled b on bundled-default"]);
  });

  it("a plugin that can fill several runs while one is left for it", () => {
    const both = ready("both", { slots: ["memory", "context"], ...on });
    expect(decideAll([both], { slots: { memory: "other" } })[0]?.enabled).toBe(true);
    expect(decideAll([both], { slots: { memory: "other", context: null } })[0]?.reason).toBe("slot-taken");
    expect(told(decideAll([memory("a"), both]))).toEqual([
      "bundled a on bundled-default",
      "bundled both on bundled-default",
    ]);
    expect(told(decideAll([both, memory("z")]))).toEqual([
      "bundled both on bundled-default",
      "bundled z off slot-taken",
    ]);
  });

  it("that are given to a plugin by the config are its own", () => {
    expect(told(decideAll([memory("a"), memory("b")], { slots: { memory: "b" } }))).toEqual([
      "bundled a off slot-taken",
      "bundled b on slot-selected",
    ]);
  });
});

describe("slots of contracts", () => {
  const provider = (id: string, traits: Traits = {}) =>
    ready(id, { provides: { memory: { [id]: {} } }, ...on, ...traits });
  const holders = (candidates: readonly Candidate[], plugins: Plugins = {}) => {
    const { decisions, slots } = rule(candidates, { plugins }, versions, { vocabulary });
    return { told: told(decisions), slots: Object.fromEntries(slots) };
  };
  const all = (id: string | null) => ({ memory: id, "memory.recall": id, "memory.capture": id });

  it("are competed for by who provides under them", () => {
    expect(holders([provider("b"), provider("A")])).toEqual({
      told: ["bundled b off slot-taken", "bundled A on bundled-default"],
      slots: all("a"),
    });
    expect(holders([ready("c", { provides: { speech: { c: {} } }, ...on })]).slots).toEqual({});
  });

  it("selection turns on what is off, and what is denied stays off while nobody else takes its place", () => {
    const candidates = [provider("a"), provider("z", { enabledByDefault: false, origin: "workspace" })];
    expect(holders(candidates, { slots: { memory: "Z" } })).toEqual({
      told: ["bundled a off slot-taken", "workspace z on slot-selected"],
      slots: all("z"),
    });
    expect(holders(candidates, { slots: { memory: "z" }, deny: ["z"] })).toEqual({
      told: ["bundled a off slot-taken", "workspace z off denied"],
      slots: all("z"),
    });
  });

  it("that are given to nobody are nobody's", () => {
    const fills = { slots: { memory: null } };
    expect(holders([provider("a")], fills)).toEqual({ told: ["bundled a off slot-taken"], slots: all(null) });
  });

  it("a role may go to another, and the rest stays where it is", () => {
    const candidates = [provider("a"), provider("b", { enabledByDefault: false }), provider("c")];
    const { told: decided, slots } = holders(candidates, { slots: { "memory.recall": "b" } });
    expect(decided).toEqual(["bundled a on bundled-default", "bundled b on slot-selected", "bundled c off slot-taken"]);
    expect(slots).toEqual({ ...all("a"), "memory.recall": "b" });
  });

  it("whose every role is given away are held by who holds the first that is held", () => {
    const candidates = [provider("a"), provider("b"), provider("c")];
    const { told: decided, slots } = holders(candidates, { slots: { "memory.recall": null, "memory.capture": "c" } });
    expect(decided).toEqual(["bundled a off slot-taken", "bundled b off slot-taken", "bundled c on slot-selected"]);
    expect(slots).toEqual({ memory: "c", "memory.recall": null, "memory.capture": "c" });
  });

  it("who brings other things as well runs all the same", () => {
    const both = provider("both", { provides: { memory: { both: {} }, tools: { t: {} } } });
    const listener = provider("listener", { provides: { memory: { l: {} }, hooks: { llm_input: {} } } });
    const { told: decided, slots } = holders([both, listener, provider("first")], { slots: { memory: "first" } });
    expect(decided).toEqual([
      "bundled both on bundled-default",
      "bundled listener on bundled-default",
      "bundled first on slot-selected",
    ]);
    expect(slots).toEqual(all("first"));
    expect(holders([provider("a"), provider("b", { provides: { memory: { b: {} }, tools: { t: {} } } })]).told).toEqual(
      ["bundled a on bundled-default", "bundled b on bundled-default"],
    );
  });

  it("a plugin is not turned on by a slot that it cannot fill, but may be where its format cannot tell", () => {
    const other = ready("other", { provides: { speech: { other: {} } } });
    expect(holders([other], { slots: { memory: "other" } }).told).toEqual(["bundled other off bundled-off"]);
    const foreign = ready("other", { undeclarable: ["memory"] });
    expect(holders([foreign], { slots: { memory: "other" } }).told).toEqual(["bundled other on slot-selected"]);
  });
});
