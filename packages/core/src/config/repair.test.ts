import { describe, expect, it } from "vitest";
import { repairHostConfig } from "./repair.js";

const place = (pointer: string) => ({ pointer, path: "/etc/mortise.jsonc" });

function repair(plugins: unknown) {
  return repairHostConfig({ plugins: structuredClone(plugins) }, place);
}

function messages(plugins: unknown): readonly string[] {
  return repair(plugins).diagnostics.map(({ message }) => message);
}

describe("a broken gate stays shut [CFG-3]", () => {
  const shut = { enabled: false };
  it.each([
    ["plugins", "yes", shut],
    ["enabled", { enabled: "no", load: { paths: ["a"] } }, { enabled: false, load: { paths: ["a"] } }],
    ["enabled, misspelt", { enabeld: false }, shut],
    ["enabled, in capitals", { Enabled: false }, shut],
    ["deny", { deny: { evil: true }, allow: ["a"] }, { enabled: false, allow: ["a"] }],
    ["deny, misspelt beside another", { deny: [], denny: ["evil"] }, { deny: [], enabled: false }],
    ["a part of deny", { deny: ["a", 7] }, { enabled: false, deny: ["a"] }],
    ["a part of deny that can be no id", { deny: [" evil"] }, { enabled: false, deny: [] }],
    ["entries", { entries: [] }, shut],
    ["allow", { allow: 1 }, { allow: [] }],
    ["a part of allow", { allow: ["a", null] }, { allow: ["a"] }],
    ["an entry", { entries: { a: "sk-1", b: {} } }, { entries: { a: shut, b: {} } }],
    ["an entry with a line break in its name", { entries: { "a\nb": null } }, { entries: { "a\nb": shut } }],
    [
      "an entry's enabled",
      { entries: { a: { enabled: 0, config: {} } } },
      { entries: { a: { enabled: false, config: {} } } },
    ],
    ["an entry's enabled, misspelt", { entries: { "a/b": { enable: false } } }, { entries: { "a/b": shut } }],
    ["hooks", { hooks: [] }, shut],
    ["a hook", { hooks: { gate: 1 } }, { hooks: {}, enabled: false }],
    ["who is required at a hook", { hooks: { gate: { required: true } } }, { hooks: { gate: {} }, enabled: false }],
    [
      "a part of who is required at a hook",
      { hooks: { gate: { required: ["a", 7] } } },
      { hooks: { gate: { required: ["a"] } }, enabled: false },
    ],
    ["an entry's hooks", { entries: { a: { hooks: true } } }, { entries: { a: shut } }],
    [
      "a handler's enabled",
      { entries: { a: { hooks: { h: { enabled: "no" } } } } },
      { entries: { a: { hooks: { h: {} }, enabled: false } } },
    ],
    ["an entry's config", { entries: { a: { enabled: true, config: [] } } }, { entries: { a: shut } }],
  ])("%s", (_what, given, expected) => {
    expect(repair(given).config).toEqual({ plugins: expected });
  });

  it.each([
    ["a misspelt deny", { denny: ["evil"] }, { deny: ["evil"] }],
    ["a misspelt allow", { alow: ["a"] }, { allow: ["a"] }],
    ["misspelt entries", { entreis: { a: { enabeld: false } } }, { entries: { a: shut } }],
    ["a misspelt enabled that turns on", { entries: { a: { enabld: true } } }, { entries: { a: { enabled: true } } }],
    ["one id to be denied", { deny: "evil" }, { deny: ["evil"] }],
    [
      "one id that is required at a hook, the key misspelt",
      { hooks: { gate: { requird: "a" } } },
      { hooks: { gate: { required: ["a"] } } },
    ],
    [
      "one trigger, and a misspelt word",
      { entries: { a: { requiredFor: "startup", onFailure: "abrt" } } },
      { entries: { a: { requiredFor: ["startup"], onFailure: "abort" } } },
    ],
    [
      "a handler's misspelt enabled",
      { entries: { a: { hooks: { h: { enabeld: false } } } } },
      {
        entries: { a: { hooks: { h: { enabled: false } } } },
      },
    ],
    ["a misspelt gate that is broken too", { denny: 1 }, shut],
  ])("and is read as what was plainly meant: %s", (_what, given, expected) => {
    expect(repair(given).config).toEqual({ plugins: expected });
  });

  it("and says what that means", () => {
    expect(messages({ denny: ["evil"] })[0]).toContain('Until it is mended it is read as "deny".');
    expect(messages({ deny: "evil" })[0]).toContain("Until it is mended it is read as a list of one.");
    expect(messages({ deny: 1 })[0]).toContain("Until it is mended no plugin runs.");
    expect(messages({ allow: 1 })[0]).toContain("Until it is mended nothing is allowed.");
    expect(messages({ entries: { a: 1 } })[0]).toContain("Until it is mended the plugin is off.");
  });
});

describe("what is no gate [CFG-2]", () => {
  it("is set aside, and the rest works", () => {
    const { config, diagnostics } = repair({
      deny: ["evil"],
      load: { paths: ["a", 1, "b"], path: "c" },
      order: { speech: "a", embedding: ["b"] },
      hooks: { gate: { waive: 7, deadlineMs: "long" } },
      breaker: { failures: 0 },
      entries: { a: { enabled: true, deadlineMs: 0, onFailure: "shrug", colour: "red" } },
    });
    expect(config.plugins).toEqual({
      deny: ["evil"],
      load: { paths: ["a", "b"] },
      order: { embedding: ["b"] },
      hooks: { gate: {} },
      breaker: {},
      entries: { a: { enabled: true } },
    });
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`).toSorted()).toEqual([
      "CONFIG_INVALID_VALUE /plugins/breaker/failures",
      "CONFIG_INVALID_VALUE /plugins/entries/a/deadlineMs",
      "CONFIG_INVALID_VALUE /plugins/entries/a/onFailure",
      "CONFIG_INVALID_VALUE /plugins/hooks/gate/deadlineMs",
      "CONFIG_INVALID_VALUE /plugins/hooks/gate/waive",
      "CONFIG_INVALID_VALUE /plugins/load/paths/1",
      "CONFIG_INVALID_VALUE /plugins/order/speech",
      "CONFIG_UNKNOWN_KEY /plugins/entries/a/colour",
      "CONFIG_UNKNOWN_KEY /plugins/load/path",
    ]);
  });

  it("leaves pointers to what stands behind it as they were written", () => {
    const { config, asWritten } = repair({ allow: [1, "a", 2, 3, "b", "c"], load: { paths: [1, "x"] } });
    expect(config.plugins?.allow).toEqual(["a", "b", "c"]);
    expect([0, 1, 2].map((index) => asWritten(`/plugins/allow/${index}`))).toEqual([
      "/plugins/allow/1",
      "/plugins/allow/4",
      "/plugins/allow/5",
    ]);
    expect(asWritten("/plugins/load/paths/0")).toBe("/plugins/load/paths/1");
    expect(asWritten("/plugins/deny/0")).toBe("/plugins/deny/0");
    expect(asWritten("/plugins/allow")).toBe("/plugins/allow");
  });
});

describe("what is said", () => {
  it("has the expected form, what was found, and the nearest key", () => {
    const { diagnostics } = repair({ enabled: "no", alow: [] });
    expect(diagnostics.map(({ message }) => message).toSorted()).toEqual([
      'Expected true or false, found the string "no". Until it is mended no plugin runs.',
      'The config has no key "alow" here. Did you mean "allow"? Until it is mended it is read as "allow".',
    ]);
  });

  it("offers to remove a key, but none that was meant for a gate", () => {
    const fixes = repair({ zzzzzz: 1, denny: [] }).diagnostics.map(({ fix }) => fix);
    expect(fixes).toEqual([{ path: "/etc/mortise.jsonc", pointer: "/plugins/zzzzzz" }, undefined]);
  });

  it("never has a value of a plugin's entry", () => {
    const secret = "sk-1234567";
    const said = JSON.stringify(
      repair({ entries: { a: secret, b: { config: secret }, c: { apiKey: secret } } }).diagnostics,
    );
    expect(said).not.toContain(secret);
    expect(said).toContain("found a string");
  });
});

it("two entries for one plugin turn it off, and name each other", () => {
  const { config, diagnostics } = repair({ entries: { OpenAI: { enabled: true }, b: {}, openai: { enabled: true } } });
  expect(config.plugins?.entries).toEqual({ OpenAI: { enabled: false }, b: {} });
  expect(diagnostics).toMatchObject([{ code: "CONFIG_ENTRY_TWICE", pointer: "/plugins/entries/openai" }]);
  expect(diagnostics[0]?.message).toContain('both "OpenAI" and "openai"');
});

it("a file with more faults than anyone mends piece by piece lets nothing run", () => {
  const { config } = repair({ load: { paths: Array.from({ length: 600 }, () => 1) } });
  expect(config).toEqual({ plugins: { enabled: false } });
});
