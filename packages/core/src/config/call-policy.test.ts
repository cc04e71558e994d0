import { describe, expect, it } from "vitest";
import { callPolicy } from "./call-policy.js";
import { readHostConfig } from "./read.js";

function policyOf(plugins: object) {
  const { config, diagnostics } = readHostConfig({ value: { plugins }, cwd: ".", sections: [] });
  expect(diagnostics).toEqual([]);
  return callPolicy(config);
}

it("says nothing where the operator did [CFG-8]", () => {
  const policy = callPolicy({});
  expect(policy.deadlineFor("a")).toBeUndefined();
  expect(policy.deadlineFor("a", "h")).toBeUndefined();
  expect(policy.isHandlerOn("a", "h")).toBe(true);
  expect(policy.priorityFor("a", "h")).toBeUndefined();
  expect(policy.breakerFor("a")).toEqual({ failures: 5, cooldownMs: 30_000 });
  expect([policy.requiredAt("h"), [...policy.waivedAt("h")]]).toEqual([[], []]);
});

describe("of deadlines", () => {
  const policy = policyOf({
    hooks: { slow: { deadlineMs: 30 } },
    entries: {
      A: { deadlineMs: 10, hooks: { slow: { deadlineMs: 20 }, other: { priority: 1 } } },
      b: { deadlineMs: 40 },
    },
  });
  it.each([
    ["the entry's word on the hook goes first", "a", "slow", 20],
    ["then the hook's", "b", "slow", 30],
    ["which counts for plugins that have no entry", "c", "slow", 30],
    ["then the entry's, also where it says other things of the hook", "a", "other", 10],
    ["which alone counts for what is no hook", "B", undefined, 40],
    ["and for a hook that nobody speaks of", "b", "toString", 40],
    ["and then nothing", "c", "other", undefined],
  ])("%s", (_what, plugin, hook, expected) => {
    expect(policy.deadlineFor(plugin, hook)).toBe(expected);
  });
});

it("turns one handler off and moves another, whatever case the id is written in", () => {
  const policy = policyOf({ entries: { Mixed: { hooks: { one: { enabled: false }, two: { priority: -3 } } } } });
  expect([policy.isHandlerOn("mixed", "one"), policy.isHandlerOn("MIXED", "two")]).toEqual([false, true]);
  expect([policy.priorityFor("mixed", "one"), policy.priorityFor("mIxed", "two")]).toEqual([undefined, -3]);
  expect(policy.isHandlerOn("another", "one")).toBe(true);
});

it("joins an entry's breaker with that of all plugins, member by member", () => {
  const policy = policyOf({
    breaker: { failures: 2 },
    entries: { a: { breaker: { cooldownMs: 1000 } }, b: { breaker: { failures: 9 } }, c: {} },
  });
  expect(["A", "b", "c", "d"].map(policy.breakerFor)).toEqual([
    { failures: 2, cooldownMs: 1000 },
    { failures: 9, cooldownMs: 30_000 },
    { failures: 2, cooldownMs: 30_000 },
    { failures: 2, cooldownMs: 30_000 },
  ]);
});

it("knows who is required at a gate and who is waived there", () => {
  const policy = policyOf({ hooks: { gate: { required: ["Guard", "audit"], waive: ["Flaky"] } } });
  expect(policy.requiredAt("gate")).toEqual(["guard", "audit"]);
  expect([...policy.waivedAt("gate")]).toEqual(["flaky"]);
  expect([policy.requiredAt("constructor"), policy.waivedAt("other").size]).toEqual([[], 0]);
});
