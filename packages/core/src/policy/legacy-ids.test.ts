import { describe, expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { folderWith } from "../../test/folder.js";
import type { Candidate } from "../catalog/candidate.js";
import { readHostConfig } from "../config/read.js";
import { resolveLegacyIds } from "./legacy-ids.js";

function resolve(plugins: object, candidates: readonly Candidate[]) {
  const loaded = readHostConfig({ value: { plugins }, cwd: ".", sections: [] });
  const { loaded: resolved, diagnostics } = resolveLegacyIds(loaded, candidates, vocabulary);
  return { plugins: resolved.config.plugins, said: diagnostics.map(({ code, pointer }) => `${code} ${pointer}`) };
}

const voice = ready("voice", { legacyIds: ["Old-Voice"], provides: { speech: { nice: {} } } });

it("everywhere in the config a legacy id means the plugin that has it, and each is named [POL-9]", () => {
  const written = {
    allow: ["OLD-voice", "other"],
    deny: ["old-voice"],
    slots: { memory: "old-voice", notes: null },
    owners: { "speech:nice": "old-voice" },
    order: { speech: ["espeak", "old-voice"], embedding: ["old-voice"] },
    hooks: { llm_input: { required: ["a", "old-voice"], deadlineMs: 5 }, other: { waive: ["OLD-VOICE"] } },
    entries: { "old-voice": { enabled: true } },
  };
  expect(resolve(written, [voice])).toEqual({
    plugins: {
      allow: ["voice", "other"],
      deny: ["voice"],
      slots: { memory: "voice", notes: null },
      owners: { "speech:nice": "voice" },
      order: { speech: ["espeak", "nice"], embedding: ["old-voice"] },
      hooks: { llm_input: { required: ["a", "voice"], deadlineMs: 5 }, other: { waive: ["voice"] } },
      entries: { voice: { enabled: true } },
    },
    said: [
      "CONFIG_PLUGIN_LEGACY_ID /plugins/entries/old-voice",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/allow/0",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/deny/0",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/slots/memory",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/owners/speech:nice",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/hooks/llm_input/required/1",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/hooks/other/waive/0",
      "CONFIG_PLUGIN_LEGACY_ID /plugins/order/speech/1",
    ],
  });
});

it("a plugin, or a provider, that has the id as its own keeps it", () => {
  const written = { allow: ["old-voice"], order: { speech: ["old-voice"] } };
  const unchanged = { plugins: written, said: [] };
  expect(resolve(written, [voice, stopped("old-voice", "blocked")])).toEqual(unchanged);
  const provider = ready("else", { provides: { speech: { "old-voice": {} } } });
  expect(resolve({ order: written.order }, [voice, provider])).toEqual({ plugins: { order: written.order }, said: [] });
});

describe("of several that had an id", () => {
  const twins = [ready("w", { origin: "workspace", legacyIds: ["x"] }), ready("b", { legacyIds: ["x"] })];

  it("the one that is trusted more is meant, and to deny it denies all", () => {
    expect(resolve({ allow: ["x"], deny: ["x"] }, twins).plugins).toEqual({ allow: ["b"], deny: ["b", "w"] });
    expect(resolve({ allow: ["x"] }, twins.toReversed()).plugins).toEqual({ allow: ["b"] });
    const all = (["workspace", "global", "bundled", "config"] as const).map((origin) =>
      ready(`of-${origin}`, { origin, legacyIds: ["x"] }),
    );
    const names = ["of-config", "of-bundled", "of-global", "of-workspace"];
    expect(resolve({ deny: ["y", "x"] }, all).plugins).toEqual({ deny: ["y", ...names] });
  });

  it("among equals it is the first by id, and of one id by folder, in whatever order they were found", () => {
    const equals = ["c", "A", "b"].map((id) => ready(id, { legacyIds: ["x"] }));
    expect(resolve({ deny: ["x"] }, equals).plugins).toEqual({ deny: ["A", "b", "c"] });
    const places = ["/z", "/m", "/a"].map((root) =>
      ready("same", { root, legacyIds: ["x"], provides: { speech: { [root.slice(1)]: {} } } }),
    );
    for (const found of [places, places.toReversed()]) {
      expect(resolve({ deny: ["x"], order: { speech: ["x"] } }, found).plugins).toEqual({
        deny: ["same"],
        order: { speech: ["a"] },
      });
    }
  });
});

it("of two entries the one under the new id counts, but either turns the plugin off", () => {
  const entries = {
    "old-voice": { enabled: false, required: true, config: { a: 1 } },
    Voice: { enabled: true, config: { b: 2 } },
  };
  expect(resolve({ entries }, [voice]).plugins?.entries).toEqual({
    Voice: { enabled: false, required: true, config: { b: 2 } },
  });
});

it("each is told with the id that it has now, and nothing is where no config names any", () => {
  const loaded = readHostConfig({ value: { plugins: { deny: ["OLD-voice"] } }, cwd: ".", sections: [] });
  const { diagnostics } = resolveLegacyIds(loaded, [voice], vocabulary);
  expect(diagnostics).toMatchObject([{ plugin: "voice", pointer: "/plugins/deny/0" }]);
  expect(diagnostics[0]?.message).toContain('"OLD-voice"');
  expect(diagnostics[0]?.message).toContain('"voice"');
  const none = readHostConfig({ value: {}, cwd: ".", sections: [] });
  expect(resolveLegacyIds(none, [voice], vocabulary)).toEqual({ loaded: none, diagnostics: [] });
});

it("the entry under the new id counts wherever it stands, and turns off what the other has on", () => {
  const now = { enabled: false, config: { b: 2 } };
  const before = { enabled: true, required: true, config: { a: 1 } };
  const expected = { voice: { enabled: false, required: true, config: { b: 2 } } };
  expect(resolve({ entries: { voice: now, "old-voice": before } }, [voice]).plugins?.entries).toEqual(expected);
  expect(resolve({ entries: { "old-voice": before, voice: now } }, [voice]).plugins?.entries).toEqual(expected);
});

it("places elsewhere in the config stay what they are", () => {
  const plugins = { entries: { "old-voice": {}, other: {} }, order: { speech: ["a"] } };
  const loaded = readHostConfig({ value: { plugins }, cwd: ".", sections: [] });
  const { loaded: resolved } = resolveLegacyIds(loaded, [voice], vocabulary);
  const pointers = ["/plugins/order/speech/0", "/plugins/entries/other/enabled", "/plugins/entries/gone/x", "/plugins"];
  for (const pointer of pointers) expect(resolved.place(pointer)).toEqual(loaded.place(pointer));
  expect(resolved.place("/channels/entries/voice")).toEqual(loaded.place("/channels/entries/voice"));
});

it("what is said of an entry still leads to where the file has it", () => {
  const text = '{\n  "plugins": { "entries": {\n    "old-voice": { "config": {\n      "rate": 1 } } } }\n}';
  const loaded = readHostConfig({ file: "mortise.jsonc", cwd: folderWith({ "mortise.jsonc": text }), sections: [] });
  const { loaded: resolved } = resolveLegacyIds(loaded, [voice], vocabulary);
  expect(resolved.place("/plugins/entries/voice/config/rate")).toMatchObject({
    pointer: "/plugins/entries/old-voice/config/rate",
    line: 4,
  });
});
