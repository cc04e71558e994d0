import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import type { HostConfig } from "../config/schema.js";
import { mentionedProviders, readMentions, type Mention } from "./auto-enable.js";
import { decide } from "./decide.js";
import { reasonTextOf } from "./decision.js";

const versions = { mortise: "1.2.0", node: "20.20.2" };

interface Written {
  readonly plugins?: NonNullable<HostConfig["plugins"]>;
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly further?: readonly Mention[];
}

/** What is decided of one plugin, in words. */
function told(traits: Traits, { plugins = {}, sections = {}, further = [] }: Written): string {
  const config = { plugins };
  const mentions = readMentions({ config, sections }, further);
  const [decision] = decide([ready("p", traits)], config, versions, { vocabulary, mentions, sections });
  return decision ? `${decision.enabled ? "on" : "off"} ${reasonTextOf(decision)}` : "";
}

const openai: Traits = { provides: { "text-inference": { openai: {} }, speech: { openai: {} } } };
const telegram: Traits = { provides: { channel: { telegram: {} } } };
const named: Written = { further: [{ trigger: "provider:OpenAI", pointer: "/models/default" }] };
const mentioned = (what: string) => `on the config mentions something that it owns: ${what}`;
const off = "off it comes with the application and is off until config enables it";

describe("what the config mentions turns on who owns it, and says what and where [POL-8]", () => {
  it.each<[string, Traits, Written, string]>([
    ["the application's mention", openai, named, mentioned("provider:OpenAI at /models/default")],
    [
      "an order",
      openai,
      { plugins: { order: { speech: ["espeak", "openai"] } } },
      mentioned("speech:openai at /plugins/order/speech/1"),
    ],
    ["an order of another capability", openai, { plugins: { order: { embedding: ["openai"] } } }, off],
    [
      "an owner",
      { provides: { tools: { Clock: {} } } },
      { plugins: { owners: { "tool:clock": "P" } } },
      mentioned("tool:clock at /plugins/owners/tool:clock"),
    ],
    ["an owner that is another plugin", openai, { plugins: { owners: { "speech:openai": "q" } } }, off],
    [
      "a channel",
      telegram,
      { sections: { channels: { telegram: { token: "t" } } } },
      mentioned("channel:telegram at /channels/telegram"),
    ],
    ["a channel that is no object", telegram, { sections: { channels: { telegram: true } } }, off],
    [
      "what the manifest waits for",
      { activation: { onStartup: false, on: [], enabledBy: ["provider:openai"] } },
      { plugins: { order: { speech: ["openai"] } } },
      mentioned("speech:openai at /plugins/order/speech/0"),
    ],
    [
      "a path that the manifest waits for",
      { activation: { onStartup: false, on: [], enabledBy: ["config:browser.engine"] } },
      { sections: { browser: { engine: "firefox" } } },
      mentioned("config:browser.engine at /browser/engine"),
    ],
    [
      "a path that says no",
      { activation: { onStartup: false, on: [], enabledBy: ["config:browser.engine"] } },
      { sections: { browser: { engine: false } } },
      off,
    ],
    [
      "what is only a hint of activation",
      { activation: { onStartup: false, on: ["provider:openai"], enabledBy: [] } },
      named,
      off,
    ],
    ["a global plugin's", { ...openai, origin: "global" }, named, mentioned("provider:OpenAI at /models/default")],
  ])("%s", (_, traits, written, expected) => {
    expect(told(traits, written)).toBe(expected);
  });
});

describe("a mention is overruled", () => {
  it.each<[string, Traits, Written, string]>([
    ["for a workspace's plugin", { ...openai, origin: "workspace" }, named, "off workspace plugins are off"],
    ["by deny", openai, { ...named, plugins: { deny: ["p"] } }, "off plugins.deny names it"],
    [
      "by its entry",
      openai,
      { ...named, plugins: { entries: { P: { enabled: false } } } },
      "off plugins.entries turns",
    ],
    ["by an allow list without it", openai, { ...named, plugins: { allow: ["q"] } }, "off plugins.allow does not"],
    ["by plugins.enabled", openai, { ...named, plugins: { enabled: false } }, "off plugins.enabled is false"],
  ])("%s", (_, traits, written, expected) => {
    expect(told(traits, written)).toContain(expected);
  });
});

describe("channels that are turned off", () => {
  const channels = { telegram: { enabled: false }, Matrix: { enabled: false } };
  const both: Traits = { provides: { channel: { telegram: {}, matrix: {} } }, enabledByDefault: true };

  it("turn off the plugin that owns no other", () => {
    expect(told(both, { sections: { channels } })).toBe("off every channel that it owns is turned off");
    expect(told(both, { sections: { channels }, plugins: { entries: { p: { enabled: true } } } })).toContain(
      "off every",
    );
  });

  it("leave on a plugin that owns another, or none", () => {
    expect(told(both, { sections: { channels: { telegram: { enabled: false } } } })).toContain("on it comes with");
    expect(told({ ...openai, enabledByDefault: true }, { sections: { channels } })).toContain("on it comes with");
  });
});

describe("the name of a model mentions whatever provider it may begin with [POL-8]", () => {
  const mentions = (name: unknown) => mentionedProviders("text-inference", name, "/gateway/defaultModel");
  const triggers = (name: unknown) => mentions(name).map(({ trigger }) => trigger);

  it("because ids of providers may have slashes too", () => {
    expect(mentions("openai")).toEqual([{ trigger: "text-inference:openai", pointer: "/gateway/defaultModel" }]);
    expect(triggers("hub/openai/gpt")).toEqual([
      "text-inference:hub",
      "text-inference:hub/openai",
      "text-inference:hub/openai/gpt",
    ]);
  });

  it.each([undefined, null, 5, "", {}, ["openai"]])("and %j is no name", (name) => {
    expect(mentions(name)).toEqual([]);
  });
});
