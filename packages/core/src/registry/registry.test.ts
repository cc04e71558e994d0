import { command, defineSurface, httpRoute, speech, textInference } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { folderWith } from "../../test/folder.js";
import { loaded } from "../../test/instances.js";
import { registryOf, type RegistryTraits } from "../../test/registries.js";
import { readHostConfig } from "../config/read.js";

const voice = { provides: { speech: { v: {} } } };

describe("get [OWN-5]", () => {
  const a = ready("a", voice);

  it("says what is known of an id", () => {
    expect(registryOf([a]).get(speech, "v")).toEqual({ status: "declared", plugin: "a", overruled: [] });
    const instances = [loaded(a, { registrations: [[speech, "v"]] })];
    expect(registryOf([a], { instances }).get(speech, "v")).toMatchObject({
      status: "active",
      id: "v",
      plugin: "a",
      value: { id: "v", from: "a" },
      overruled: [],
    });
    expect(registryOf([a], { failed: ["a"] }).get(speech, "v")).toEqual({
      status: "failed",
      plugin: "a",
      overruled: [],
    });
    expect(registryOf([a], { instances: [loaded(a)] }).get(speech, "v")).toBeUndefined();
    expect(registryOf([a]).get(speech, "w")).toBeUndefined();
    expect(registryOf([a]).get(textInference, "v")).toBeUndefined();
  });

  it("takes an id in any case of letters, but a path as it is written", () => {
    const b = ready("b", { provides: { speech: { Big: {} }, routes: { "/Clock": {} } } });
    const registry = registryOf([b], {
      instances: [
        loaded(b, {
          registrations: [
            [speech, "BIG"],
            [httpRoute, "/Clock"],
          ],
        }),
      ],
    });
    expect(registry.get(speech, "bIg")?.status).toBe("active");
    expect(registry.get(httpRoute, "/Clock")?.status).toBe("active");
    expect(registry.get(httpRoute, "/clock")).toBeUndefined();
  });

  it("gives the same answer each time, without making another", () => {
    const registry = registryOf([a]);
    expect(registry.get(speech, "v")).toBe(registry.get(speech, "V"));
    expect(registry.list(speech)).toBe(registry.list(speech));
  });

  it.each(["__proto__", "constructor", "toString"])("knows nothing of %s", (id) => {
    expect(registryOf([a]).get(speech, id)).toBeUndefined();
  });
});

describe("list [OWN-1]", () => {
  it("names what is owned in plugin order, as its owner writes it", () => {
    const first = ready("first", { provides: { speech: { Shared: {}, mine: {} } } });
    const second = ready("second", { provides: { speech: { SHARED: {}, other: {} } } });
    const instances = [
      loaded(second, {
        registrations: [
          [speech, "SHARED"],
          [speech, "other"],
        ],
      }),
    ];
    expect(registryOf([first, second], { instances, owners: { "speech:shared": "second" } }).list(speech)).toEqual([
      { id: "mine", plugin: "first", status: "declared" },
      { id: "SHARED", plugin: "second", status: "active" },
      { id: "other", plugin: "second", status: "active" },
    ]);
  });

  it("leaves out what only failed plugins declare", () => {
    const a = ready("a", voice);
    expect(registryOf([a], { failed: ["a"] }).list(speech)).toEqual([]);
  });

  it("gives an id to one plugin once, however often its manifest writes it", () => {
    const a = ready("a", { provides: { speech: { v: {}, V: {} } } });
    expect(registryOf([a]).list(speech)).toMatchObject([{ id: "v" }]);
    expect(registryOf([a]).diagnostics).toEqual([]);
  });
});

describe("who owns an id [OWN-2]", () => {
  const bundled = ready("zeta", voice);
  const global = ready("eta", { ...voice, origin: "global" });
  const configured = ready("omega", { ...voice, origin: "config" });
  const both = [
    loaded(bundled, { registrations: [[speech, "v"]] }),
    loaded(configured, { registrations: [[speech, "v"]] }),
  ];

  it("is decided by origin first, and the loser is told first, with both paths and the mend", () => {
    const registry = registryOf([global, configured, bundled], { instances: both });
    expect(registry.get(speech, "v")).toMatchObject({ plugin: "omega", overruled: ["eta", "zeta"] });
    expect(registry.diagnostics.map(({ code, plugin, message, help }) => [code, plugin, message, help])).toEqual([
      [
        "OWNER_OVERRULED",
        "eta",
        'The speech "v" of eta (/global/eta) is not used: omega (/config/omega) owns it, because config plugins go before global plugins.',
        'Disable one of the two, or choose the owner in the config: plugins.owners["speech:v"] = "eta".',
      ],
      [
        "OWNER_OVERRULED",
        "zeta",
        expect.stringMatching(/of zeta .* omega .* config plugins go before bundled/),
        expect.any(String),
      ],
    ]);
  });

  it("is decided by plugin order among equals", () => {
    const [a, b] = [ready("a", voice), ready("b", voice)];
    expect(registryOf([b, a]).get(speech, "v")).toMatchObject({ plugin: "b", overruled: ["a"] });
    expect(registryOf([b, a]).diagnostics[0]?.message).toContain("it goes first in plugin order");
  });

  it("is decided for what is declared against what is not, whatever its origin", () => {
    const lenient = ready("lenient", { origin: "config", declarations: "lenient" });
    const instances = [loaded(lenient, { registrations: [[speech, "v", false]] })];
    const registry = registryOf([lenient, bundled], { instances });
    expect(registry.get(speech, "v")).toMatchObject({ status: "declared", plugin: "zeta" });
    expect(registry.diagnostics[0]?.message).toContain("its manifest declares it and the other's does not");
  });

  it("may be a plugin that is not loaded yet, before one that is", () => {
    const instances = [loaded(bundled, { registrations: [[speech, "v"]] })];
    const registry = registryOf([configured, bundled], { instances });
    expect(registry.get(speech, "v")).toMatchObject({ status: "declared", plugin: "omega", overruled: ["zeta"] });
    expect([...(instances[0]?.registrations ?? [])].map(registry.isActive)).toEqual([false]);
  });

  it("is the next one when the first failed, or did not register it", () => {
    const instances = [loaded(bundled, { registrations: [[speech, "v"]] })];
    expect(registryOf([configured, bundled], { instances, failed: ["omega"] }).get(speech, "v")).toMatchObject({
      plugin: "zeta",
      status: "active",
      overruled: [],
    });
    const absent = [...instances, loaded(configured)];
    expect(registryOf([configured, bundled], { instances: absent }).get(speech, "v")).toMatchObject({ plugin: "zeta" });
  });

  it("is whom the operator chose [OWN-4]", () => {
    const registry = registryOf([configured, bundled], { owners: { "Speech:V": "ZETA" } });
    expect(registry.get(speech, "v")).toMatchObject({ plugin: "zeta", overruled: ["omega"] });
    expect(registry.diagnostics[0]?.message).toContain("because plugins.owners says so");
  });

  it("of a path is whom the operator chose for this very path", () => {
    const [a, b] = [
      ready("a", { provides: { routes: { "/X": {} } } }),
      ready("b", { provides: { routes: { "/X": {} } } }),
    ];
    expect(registryOf([a, b], { owners: { "route:/X": "b" } }).get(httpRoute, "/X")).toMatchObject({ plugin: "b" });
    const other = registryOf([a, b], { owners: { "route:/x": "b" } });
    expect(other.get(httpRoute, "/X")).toMatchObject({ plugin: "a" });
    expect(other.diagnostics.map(({ code }) => code)).toEqual(["OWNER_OVERRULED", "OWNER_CHOICE_UNMET"]);
  });

  it("may be everybody, of a contract that is shared", () => {
    interface Note {
      readonly id: string;
      read(): Promise<string>;
    }
    const note = defineSurface<Note>()({
      kind: "note",
      key: "notes",
      ownership: "shared",
      operations: { read: "required" },
    });
    const [a, b] = [ready("a"), ready("b")];
    const instances = [a, b].map((candidate) => loaded(candidate, { registrations: [[note, "n"]] }));
    const registry = registryOf([a, b], { instances });
    expect(registry.list(note).map(({ plugin }) => plugin)).toEqual(["a", "b"]);
    expect(instances.flatMap(({ registrations }) => [...registrations].map(registry.isActive))).toEqual([true, true]);
    expect(registry.diagnostics).toEqual([]);
  });
});

describe("a choice of the operator that comes to nothing [OWN-4]", () => {
  const a = ready("a", voice);
  const codes = (given: RegistryTraits, order = [a]) =>
    registryOf(order, given).diagnostics.map(({ code, pointer }) => [code, pointer]);
  const unmet = ["OWNER_CHOICE_UNMET", "/plugins/owners/speech:v"];

  it("is told", () => {
    expect(codes({ owners: { "speech:v": "b" } })).toEqual([unmet]);
    expect(codes({ owners: { "speech:w": "a" } })).toEqual([["OWNER_CHOICE_UNMET", "/plugins/owners/speech:w"]]);
    expect(codes({ owners: { nonsense: "a" } })).toEqual([["OWNER_CHOICE_UNMET", "/plugins/owners/nonsense"]]);
  });

  it("is told with the kind that was meant", () => {
    const messages = (what: string) =>
      registryOf([a], { owners: { [what]: "a" } }).diagnostics.map(({ message }) => message);
    expect(messages("tools:x")).toEqual([expect.stringContaining('There is no kind "tools". Did you mean "tool:x"?')]);
    expect(messages("speach:v")).toEqual([
      expect.stringContaining('There is no kind "speach". Did you mean "speech"?'),
    ]);
    expect(messages("tool:x")).toEqual([expect.not.stringContaining("There is no kind")]);
  });

  it("is told with its place in the config, as it is written there", () => {
    const file = JSON.stringify({ plugins: { owners: { "speech:v": "a", "Tools:X": "a" } } }, null, 2);
    const cwd = folderWith({ "mortise.jsonc": file });
    const { config, place } = readHostConfig({ cwd, sections: [] });
    const { diagnostics } = registryOf([a], { owners: config.plugins?.owners ?? {}, place });
    expect(diagnostics).toMatchObject([
      { code: "OWNER_CHOICE_UNMET", path: `${cwd}/mortise.jsonc`, line: 5, pointer: "/plugins/owners/Tools:X" },
    ]);
  });

  it("is not told of a plugin that failed, for that is told already", () => {
    expect(codes({ owners: { "speech:v": "a" }, failed: ["a"] })).toEqual([]);
  });

  it("is not told of a plugin that cannot say ahead before it is loaded", () => {
    const mute = ready("mute", { undeclarable: ["speech"] });
    expect(codes({ owners: { "speech:v": "mute" } }, [mute])).toEqual([]);
    expect(codes({ owners: { "speech:v": "mute" }, instances: [loaded(mute)] }, [mute])).toEqual([unmet]);
  });
});

describe("handlers [HOOK-6]", () => {
  it("stand by priority, then in plugin order, then as they were registered", () => {
    const [a, b] = [ready("a"), ready("b")];
    const instances = [
      loaded(b, { hooks: [{ priority: 5 }, { priority: 0 }] }),
      loaded(a, {
        hooks: [
          { priority: 0, deadlineMs: 1 },
          { priority: 0, deadlineMs: 2 },
          { priority: -1 },
          { hook: "llm_output" },
        ],
      }),
    ];
    const handlers = registryOf([a, b], { instances }).handlers("llm_input");
    expect(handlers.map(({ plugin, priority, deadlineMs }) => [plugin, priority, deadlineMs])).toEqual([
      ["b", 5, undefined],
      ["a", 0, 1],
      ["a", 0, 2],
      ["b", 0, undefined],
      ["a", -1, undefined],
    ]);
    expect(Object.isFrozen(handlers)).toBe(true);
  });

  it("that ask to go round in a circle are told by hook, whichever came first", () => {
    const [a, b] = [ready("a"), ready("b")];
    const round = (other: string, ...hooks: readonly string[]) => ({
      hooks: hooks.map((hook) => ({ hook, after: [other] })),
    });
    const registryWith = (...names: readonly string[]) =>
      registryOf([a, b], {
        instances: [loaded(a, round("b", ...names)), loaded(b, round("a", ...names.toReversed()))],
      });
    const expected = ["llm_input", "llm_output", "session_start"].map(
      (hook) => expect.stringContaining(`handlers of ${hook} each ask`) as string,
    );
    for (const names of [
      ["llm_input", "session_start", "llm_output"],
      ["session_start", "llm_output", "llm_input"],
    ]) {
      const { diagnostics } = registryWith(...names);
      expect(diagnostics.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => "HOOK_ORDER_CYCLE"));
      expect(diagnostics.map(({ message }) => message)).toEqual(expected);
    }
  });

  it("of a hook that nobody listens to are one and the same empty list", () => {
    const registry = registryOf([]);
    expect(registry.handlers("llm_input")).toEqual([]);
    expect(registry.handlers("llm_input")).toBe(registryOf([]).handlers("llm_output"));
  });
});

it("ids of different kinds do not meet", () => {
  const a = ready("a", { provides: { speech: { x: {} }, commands: { x: {} } } });
  const registry = registryOf([a, ready("b", { provides: { "text-inference": { x: {} } } })]);
  expect([registry.get(command, "x")?.plugin, registry.get(textInference, "x")?.plugin]).toEqual(["a", "b"]);
  expect(registry.conflicts).toEqual([]);
});
