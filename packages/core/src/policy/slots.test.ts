import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import type { Candidate } from "../catalog/candidate.js";
import type { HostConfig } from "../config/schema.js";
import { decide } from "./decide.js";
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

describe("slots", () => {
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
