import { describe, expect, it } from "vitest";
import { ready, stopped, type Traits } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { isReady, type Candidate } from "../catalog/candidate.js";
import { decide } from "../policy/decide.js";
import type { HostConfig } from "../config/schema.js";
import { orderPlugins } from "./order.js";
import { plan, type ActivationPlan } from "./plan.js";
import { checkRequirements } from "./requirements.js";
import { parseTrigger } from "./trigger.js";

const versions = { mortise: "1.0.0", node: "20.20.2" };

function planAll(
  text: string,
  candidates: readonly Candidate[],
  plugins: NonNullable<HostConfig["plugins"]> = {},
): ActivationPlan {
  const decisions = checkRequirements(decide(candidates, { plugins }, versions));
  const order = orderPlugins(
    decisions.flatMap(({ candidate, enabled }) => (enabled && isReady(candidate) ? [candidate] : [])),
  ).candidates;
  const trigger = parseTrigger(text, vocabulary);
  if ("code" in trigger) throw new Error(trigger.message);
  return plan(trigger, { decisions, order, vocabulary });
}

const on = (id: string, traits: Traits = {}) => ready(id, { origin: "config", ...traits });
const entries = ({ entries }: ActivationPlan) =>
  entries.map(
    ({ plugin, reasons }) => `${plugin}: ${reasons.map(({ source, label }) => `${source} ${label}`).join(", ")}`,
  );

const elevenlabs = on("elevenlabs", { provides: { speech: { elevenlabs: {} } } });
const openai = on("openai", {
  provides: { speech: { OpenAI: {} }, "text-inference": { OpenAI: { models: ["gpt"] } } },
});
const chat = on("chat", {
  activation: {
    onStartup: false,
    on: ["channel:chat", "config:channels", "provider:openai", "route:/Hint"],
    enabledBy: [],
  },
});
const tools = on("tools", {
  provides: {
    tools: { read_file: {} },
    commands: { clock: {} },
    routes: { "/exact": {}, "/files": { match: "prefix" }, "/": {} },
    hooks: { llm_input: {} },
  },
});
const all = [elevenlabs, openai, chat, tools];

describe("each trigger [PLAN-1]", () => {
  it.each([
    ["provider:elevenlabs", ["elevenlabs: ownership manifest-speech-owner"]],
    [
      "provider:openai",
      [
        "chat: hint activation-provider-hint",
        "openai: ownership manifest-text-inference-owner, ownership manifest-speech-owner",
      ],
    ],
    [
      "provider:OPENAI",
      [
        "chat: hint activation-provider-hint",
        "openai: ownership manifest-text-inference-owner, ownership manifest-speech-owner",
      ],
    ],
    ["capability:speech", ["elevenlabs: ownership manifest-speech-owner", "openai: ownership manifest-speech-owner"]],
    ["capability:text-inference", ["openai: ownership manifest-text-inference-owner"]],
    ["capability:nobody", []],
    ["tool:read_file", ["tools: ownership manifest-tool-owner"]],
    ["tool:write_file", []],
    ["command:clock", ["tools: ownership manifest-command-owner"]],
    ["route:/exact", ["tools: ownership manifest-route-owner"]],
    ["route:/exact/below", []],
    ["route:/Exact", []],
    ["route:/files", ["tools: ownership manifest-route-owner"]],
    ["route:/files/a/b", ["tools: ownership manifest-route-owner"]],
    ["route:/filesystem", []],
    ["route:/Hint", ["chat: hint activation-route-hint"]],
    ["route:/hint", []],
    ["hook:llm_input", ["tools: ownership manifest-hook-owner"]],
    ["hook:llm_output", []],
    ["channel:chat", ["chat: hint activation-channel-hint"]],
    ["config:channels", ["chat: hint activation-config-hint"]],
    ["config:channels.chat.token", ["chat: hint activation-config-hint"]],
    ["config:channelsfoo", []],
    ["service:none", []],
  ])("%s", (trigger, expected) => {
    expect(entries(planAll(trigger, all))).toEqual(expected);
  });

  it("provider, under one capability only", () => {
    const decisions = decide(all, {}, versions);
    const narrowed = plan(
      { kind: "provider", name: "openai", capability: "speech" },
      { decisions, order: [openai], vocabulary },
    );
    expect(entries(narrowed)).toEqual(["openai: ownership manifest-speech-owner"]);
  });
});

describe("the start [PLAN-2]", () => {
  it("loads what declares services, gates and hooks of the start, what asks for it, and what cannot say", () => {
    const candidates = [
      on("service", { provides: { services: { ticker: {} } } }),
      on("gate", { provides: { hooks: { message_sending: {} } } }),
      on("begin", { provides: { hooks: { gateway_start: {} } } }),
      on("observer", { provides: { hooks: { llm_input: {} } } }),
      on("asks", { activation: { onStartup: true, on: [], enabledBy: [] } }),
      on("foreign", { undeclarable: ["tools", "hooks"] }),
      ...all,
    ];
    expect(entries(planAll("startup", candidates))).toEqual([
      "asks: hint activation-startup-hint",
      "begin: ownership manifest-startup-hook-owner",
      "foreign: undeclarable format-cannot-declare-tools, undeclarable format-cannot-declare-hooks",
      "gate: ownership manifest-startup-hook-owner",
      "service: ownership manifest-service-owner",
    ]);
  });
});

describe("what is required [PLAN-3]", () => {
  it("is planned too, and what that requires, each with why", () => {
    const candidates = [
      on("a", { requires: { B: "^1" }, provides: { speech: { a: {} } } }),
      on("b", { version: "1.2.0", requires: { c: "*" } }),
      on("c"),
      on("d", { requires: { c: "*" }, provides: { speech: { d: {} } } }),
      on("e"),
    ];
    expect(entries(planAll("capability:speech", candidates))).toEqual([
      "c: requirement required-by-d, requirement required-by-b",
      "b: requirement required-by-a",
      "a: ownership manifest-speech-owner",
      "d: ownership manifest-speech-owner",
    ]);
  });

  it("is found around a circle", () => {
    const candidates = [
      on("a", { version: "1.0.0", requires: { b: "*" }, provides: { speech: { a: {} } } }),
      on("b", { requires: { a: "*", c: "*" } }),
      on("c"),
    ];
    const { entries } = planAll("provider:a", candidates);
    expect(entries.map(({ plugin }) => plugin).toSorted()).toEqual(["a", "b", "c"]);
  });

  it("and does not run keeps who requires it out, and who requires those, with why", () => {
    const candidates = [
      on("a", { requires: { b: "*" } }),
      on("b", { requires: { c: "*" } }),
      on("c", { requires: { gone: "*" } }),
      on("d", { requires: { off: "*" } }),
      ready("off"),
      on("e", { requires: { old: "^2" } }),
      on("old", { version: "1.0.0" }),
      on("f", { requires: { unversioned: "^1" } }),
      on("unversioned"),
      on("g", { requires: { old: "newest" } }),
      on("h", { requires: { unversioned: "*", old: ">=1 <2" } }),
    ];
    const decisions = checkRequirements(decide(candidates, {}, versions));
    const out = decisions.filter(({ reason }) => reason === "requirement-missing");
    expect(out.map(({ candidate, diagnostics }) => `${candidate.id}: ${diagnostics[0]?.message}`)).toEqual([
      "a: The plugin lacks another plugin: a requires b, b requires c, c requires gone, gone was not found. It is kept out.",
      "b: The plugin lacks another plugin: b requires c, c requires gone, gone was not found. It is kept out.",
      "c: The plugin lacks another plugin: c requires gone, gone was not found. It is kept out.",
      "d: The plugin lacks another plugin: d requires off, off does not run: it comes with the application and is off until config enables it. It is kept out.",
      "e: The plugin lacks another plugin: e requires old, old has version 1.0.0, and ^2 is needed. It is kept out.",
      "f: The plugin lacks another plugin: f requires unversioned, unversioned has version unknown, and ^1 is needed. It is kept out.",
      'g: The plugin lacks another plugin: g requires old, old is asked for in the version "newest", which is not a semver range. It is kept out.',
    ]);
    expect(out[0]?.diagnostics[0]?.help).toContain("the plugin gone");
    expect(out[0]?.trace.at(-1)).toEqual({ rule: "requires", outcome: "refuse", reason: "requirement-missing" });
    expect(out[0]?.diagnostics[0]).toMatchObject({
      plugin: "a",
      pointer: "/requires",
      path: "/config/a/mortise.plugin.json",
    });
  });

  it("is met by the plugin of the id that runs, not by one that it shadows", () => {
    const candidates = [
      on("a", { requires: { b: "^2" } }),
      ready("b", { version: "1.0.0" }),
      on("b", { version: "2.0.0" }),
    ];
    expect(checkRequirements(decide(candidates, {}, versions)).map(({ enabled }) => enabled)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("in a long chain that breaks at its end is no matter", () => {
    const chain = Array.from({ length: 1000 }, (_, index) => on(`p${index}`, { requires: { [`p${index + 1}`]: "*" } }));
    expect(checkRequirements(decide(chain, {}, versions)).every(({ enabled }) => !enabled)).toBe(true);
  });
});

describe("a plugin without code [OWN-8]", () => {
  const codeless = (id: string, traits: Traits = {}): Candidate => {
    const { entry: _, ...candidate } = on(id, traits);
    return { ...candidate, isCodeless: true };
  };
  const gates = { provides: { speech: { x: {} }, hooks: { message_sending: {} } } };

  it.each(["startup", "capability:speech", "provider:x", "hook:message_sending"])("is never planned: %s", (trigger) => {
    const always = { onStartup: true, on: [trigger], enabledBy: [] };
    const planned = planAll(trigger, [codeless("bundle", { ...gates, activation: always })]);
    expect(planned.entries).toEqual([]);
    expect(planned.omitted).toEqual([{ plugin: "bundle", why: "not-concerned", isConcerned: false }]);
    const denied = planAll(trigger, [codeless("bundle", gates)], { deny: ["bundle"] });
    expect(denied.omitted).toEqual([{ plugin: "bundle", why: "denied", isConcerned: false }]);
  });

  it("satisfies those who require it, and keeps them out where it does not run", () => {
    const needy = on("needy", { activation: { onStartup: true, on: [], enabledBy: [] }, requires: { bundle: "*" } });
    const candidates = [codeless("bundle"), needy];
    expect(entries(planAll("startup", candidates))).toEqual(["needy: hint activation-startup-hint"]);
    expect(entries(planAll("startup", candidates, { deny: ["bundle"] }))).toEqual([]);
  });
});

describe("what is left out [PLAN-1]", () => {
  it("is told with why, and whether the trigger would need it", () => {
    const speech = { provides: { speech: { x: {} } } };
    const candidates = [
      on("runs", speech),
      on("idle"),
      on("denied", speech),
      ready("off", speech),
      ready("engine", { ...speech, enabledByDefault: true, engines: { node: "^99" } }),
      on("needy", { ...speech, requires: { gone: "*" } }),
      ready("other-off"),
      stopped("blocked", "blocked"),
      stopped("broken", "invalid"),
    ];
    const planned = planAll("capability:speech", candidates, { deny: ["denied"] });
    expect(planned.trigger).toEqual({ kind: "capability", name: "speech" });
    expect(entries(planned)).toEqual(["runs: ownership manifest-speech-owner"]);
    expect(planned.omitted).toEqual([
      { plugin: "idle", why: "not-concerned", isConcerned: false },
      { plugin: "denied", why: "denied", isConcerned: true },
      { plugin: "off", why: "bundled-off", isConcerned: true },
      { plugin: "engine", why: "engine-unmet", isConcerned: true },
      { plugin: "needy", why: "requirement-missing", isConcerned: true },
      { plugin: "other-off", why: "bundled-off", isConcerned: false },
      { plugin: "blocked", why: "blocked", isConcerned: false },
      { plugin: "broken", why: "manifest-invalid", isConcerned: false },
    ]);
  });
});
