import { describe, expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import type { Candidate } from "../catalog/candidate.js";
import { origins } from "../catalog/roots.js";
import type { HostConfig } from "../config/schema.js";
import { decide } from "./decide.js";
import { reasonTexts, type Decision, type DecisionReason } from "./decision.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };
type Plugins = NonNullable<HostConfig["plugins"]>;

function decideAll(candidates: readonly Candidate[], plugins: Plugins = {}): readonly Decision[] {
  return decide(candidates, { plugins }, versions);
}

function decideOne(candidate: Candidate, plugins?: Plugins): Decision {
  return decideAll([candidate], plugins)[0]!;
}

const on = { enabledByDefault: true };
const told = (decisions: readonly Decision[]) =>
  decisions.map(
    ({ candidate, reason, enabled }) => `${candidate.origin} ${candidate.id} ${enabled ? "on" : "off"} ${reason}`,
  );

describe("each reason [POL-1, POL-2]", () => {
  it.each<[DecisionReason, boolean, Candidate, Plugins]>([
    ["blocked", false, stopped("a", "blocked"), { entries: { a: { enabled: true } } }],
    ["manifest-invalid", false, stopped("a", "invalid"), { allow: ["a"] }],
    [
      "plugins-disabled",
      false,
      ready("a", { origin: "config" }),
      { enabled: false, allow: ["a"], entries: { a: { enabled: true } } },
    ],
    [
      "denied",
      false,
      ready("a", { origin: "config" }),
      { deny: ["a"], allow: ["a"], entries: { a: { enabled: true } } },
    ],
    ["disabled-in-config", false, ready("a", on), { allow: ["a"], entries: { a: { enabled: false } } }],
    ["not-allowed", false, ready("a", { origin: "config" }), { allow: ["b"], entries: { a: { enabled: true } } }],
    ["not-allowed", false, ready("a", on), { allow: [] }],
    ["not-allowed", false, ready("a", { slots: ["memory"] }), { allow: ["b"], slots: { memory: "a" } }],
    ["slot-selected", true, ready("a", { slots: ["memory"] }), { slots: { memory: "A" } }],
    ["slot-taken", false, ready("a", { slots: ["memory"], ...on }), { slots: { memory: "b" } }],
    [
      "slot-taken",
      false,
      ready("a", { slots: ["memory"] }),
      { slots: { memory: null }, entries: { a: { enabled: true } } },
    ],
    ["enabled-in-config", true, ready("a"), { entries: { a: { enabled: true } } }],
    ["allowed", true, ready("a", { origin: "workspace" }), { allow: ["a"] }],
    ["allowed", true, ready("a"), { allow: ["a"] }],
    ["configured-path", true, ready("a", { origin: "config" }), {}],
    ["bundled-default", true, ready("a", on), {}],
    ["bundled-off", false, ready("a"), { entries: { a: { config: {} } } }],
    ["workspace-off", false, ready("a", { origin: "workspace", ...on }), {}],
    ["global-off", false, ready("a", { origin: "global", ...on }), {}],
    ["engine-unmet", false, ready("a", { ...on, engines: { node: ">=99" } }), {}],
  ])("%s", (reason, enabled, candidate, plugins) => {
    expect(decideOne(candidate, plugins)).toMatchObject({ reason, enabled, candidate });
  });

  it("has a sentence", () => {
    expect(Object.values(reasonTexts).every((text) => /^[a-z].{10,}[^.]$/.test(text))).toBe(true);
  });

  it("comes with every question on the way", () => {
    const candidate = ready("a", { origin: "workspace", engines: { mortise: "^2" } });
    expect(decideOne(candidate, { entries: { a: { enabled: true } } }).trace).toEqual([
      { rule: "safety gates", outcome: "pass" },
      { rule: "manifest", outcome: "pass" },
      { rule: "plugins.enabled", outcome: "pass" },
      { rule: "plugins.deny", outcome: "pass" },
      { rule: "plugins.entries.enabled is false", outcome: "pass" },
      { rule: "one plugin per id", outcome: "pass" },
      { rule: "plugins.allow", outcome: "pass" },
      { rule: "channels.*.enabled is false", outcome: "pass" },
      { rule: "plugins.slots", outcome: "pass" },
      { rule: "plugins.entries.enabled is true", outcome: "enable", reason: "enabled-in-config" },
      { rule: "engines", outcome: "refuse", reason: "engine-unmet" },
    ]);
    expect(decideOne(ready("a")).trace.at(-1)).toEqual({ rule: "origin", outcome: "refuse", reason: "bundled-off" });
  });
});

it("ids that differ only in case are one plugin [MAN-4]", () => {
  expect(decideOne(ready("openai", on), { deny: ["OpenAI"] }).reason).toBe("denied");
  expect(decideOne(ready("openai"), { allow: ["OPENAI"] }).reason).toBe("allowed");
  expect(decideOne(ready("openai"), { entries: { OpenAI: { enabled: true } } }).reason).toBe("enabled-in-config");
  expect(told(decideAll([ready("Openai", on), ready("openai", { ...on, origin: "config" })]))).toEqual([
    "bundled Openai off shadowed",
    "config openai on configured-path",
  ]);
});

describe("two plugins of one id [POL-3]", () => {
  const workspace = ready("a", { origin: "workspace" });
  const bundled = ready("a", on);

  it("the bundled one runs until the workspace's is enabled or allowed", () => {
    const own = ["workspace a off shadowed", "bundled a on bundled-default"];
    expect(told(decideAll([workspace, bundled]))).toEqual(own);
    expect(told(decideAll([workspace, bundled], { slots: { memory: "a" } }))[0]).toBe("workspace a off shadowed");
    expect(told(decideAll([workspace, bundled], { entries: { A: { enabled: true } } }))).toEqual([
      "workspace a on enabled-in-config",
      "bundled a off shadowed",
    ]);
    expect(told(decideAll([workspace, bundled], { allow: ["a"] }))).toEqual([
      "workspace a on allowed",
      "bundled a off shadowed",
    ]);
  });

  it("the loser is named first, with both folders and the mend", () => {
    const [{ diagnostics } = { diagnostics: [] }] = decideAll([workspace, bundled]);
    expect(diagnostics).toMatchObject([
      { code: "PLUGIN_SHADOWED", plugin: "a", path: "/workspace/a/mortise.plugin.json" },
    ]);
    expect(diagnostics[0]?.message).toBe(
      'The plugin "a" at /workspace/a is not used: /bundled/a (bundled) has the same id and goes first.',
    );
    expect(diagnostics[0]?.help).toContain('set plugins.entries["a"].enabled to true');
    const [, lost] = decideAll([workspace, bundled], { allow: ["a"] });
    expect(lost?.diagnostics[0]?.help).toBe("Remove one of the two, or give one another id.");
  });

  it("origins go in order, then paths", () => {
    const every = origins.map((origin) => ready("a", { origin }));
    expect(told(decideAll(every.toReversed(), { entries: { a: { enabled: true } } })).at(-1)).toBe(
      "config a on enabled-in-config",
    );
    const twins = [ready("a", { origin: "config", root: "/z" }), ready("a", { origin: "config", root: "/b" })];
    expect(decideAll(twins).map(({ candidate, enabled }) => `${candidate.root} ${enabled}`)).toEqual([
      "/z false",
      "/b true",
    ]);
  });

  it.each(["blocked", "invalid"] as const)("one that is %s never stands before one that works", (status) => {
    const candidates = [
      stopped("a", status, { origin: "config" }),
      stopped("a", status, { origin: "workspace" }),
      bundled,
    ];
    for (const plugins of [{}, { entries: { a: { enabled: true } } }, { allow: ["a"] }]) {
      const [first, second, third] = decideAll(candidates, plugins);
      expect(third?.enabled).toBe(true);
      expect([first?.reason, second?.reason]).not.toContain("shadowed");
    }
  });
});

describe("engines [POL-4]", () => {
  const diagnosed = (engines: Record<string, string>, at = versions) =>
    decide([ready("a", { ...on, engines })], {}, at)[0]?.diagnostics[0];

  it.each([
    [{ mortise: "^1", node: ">=20.19" }, versions],
    [{ mortise: "*" }, versions],
    [{ mortise: "^1" }, { ...versions, mortise: "1.3.0-beta.1" }],
    [{ node: ">=20" }, { ...versions, node: "24.0.0-nightly20240101abc" }],
    [{ vscode: "^99" }, versions],
  ])("%j are met by %j", (engines, at) => {
    expect(diagnosed(engines, at)).toBeUndefined();
  });

  it("that are not met are named with both versions", () => {
    expect(diagnosed({ mortise: "^2" })).toMatchObject({
      code: "PLUGIN_ENGINE_UNMET",
      plugin: "a",
      path: "/bundled/a/mortise.plugin.json",
    });
    expect(diagnosed({ mortise: "^2" })?.message).toBe(
      "The plugin needs mortise ^2; this is mortise 1.2.0. It is kept out.",
    );
    expect(diagnosed({ mortise: "^1", node: ">=22" })?.message).toContain("node >=22; this is node 20.20.2");
    expect(diagnosed({ mortise: "^2" }, { ...versions, mortise: "2.0.0-rc.1" })).toBeUndefined();
    expect(diagnosed({ mortise: "^2.0.0" }, { ...versions, mortise: "2.0.0-rc.1" })?.code).toBe("PLUGIN_ENGINE_UNMET");
  });

  it("that are no range are told so", () => {
    const found = diagnosed({ mortise: "newest" });
    expect(found?.code).toBe("PLUGIN_ENGINE_INVALID");
    expect(found?.message).toContain("newest");
    expect(found?.message).toContain("mortise");
  });

  it("do not matter to a plugin that is off", () => {
    const decision = decideOne(ready("a", { engines: { node: ">=99" } }));
    expect(decision).toMatchObject({ reason: "bundled-off", diagnostics: [] });
  });
});
