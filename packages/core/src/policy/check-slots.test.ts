import { expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { hostWith } from "../../test/host-with.js";
import { folderWith } from "../../test/folder.js";
import type { Candidate } from "../catalog/candidate.js";
import { readHostConfig } from "../config/read.js";
import { checkHolders, checkOrders, checkSlots } from "./check-slots.js";
import { decide } from "./decide.js";

const candidates = [
  ready("keeper", { provides: { memory: { keeper: {} } } }),
  ready("talker", { provides: { speech: { talker: {} } } }),
  ready("kinds", { slots: ["notes"] }),
  stopped("blocked", "blocked"),
];

it("names slots that there are not with the nearest, and plugins that cannot fill theirs with those that can [POL-7]", () => {
  const text = `{
    "plugins": { "slots": {
      "memroy": "keeper",
      "memory.recal": "keeper",
      "memory": "Talker"
    } }
  }`;
  const loaded = readHostConfig({ file: "mortise.jsonc", cwd: folderWith({ "mortise.jsonc": text }), sections: [] });
  const found = checkSlots(loaded, candidates, vocabulary);
  expect(found.map(({ code, level, pointer, line }) => `${level} ${code} ${pointer} ${line}`)).toEqual([
    "advisory CONFIG_SLOT_UNKNOWN /plugins/slots/memroy 3",
    "advisory CONFIG_SLOT_UNKNOWN /plugins/slots/memory.recal 4",
    "warning CONFIG_SLOT_UNFIT /plugins/slots/memory 5",
  ]);
  expect(found[0]?.message).toContain('Did you mean "memory"?');
  expect(found[0]?.help).toContain("context-engine, memory, memory.capture, memory.recall, notes");
  expect(found[1]?.message).toContain('Did you mean "memory.recall"?');
  expect(found[2]).toMatchObject({ plugin: "Talker" });
  expect(found[2]?.help).toContain("keeper");
});

it("is silent about what fits, what is given to nobody, and what was not found or is blocked", () => {
  const slots = { memory: "KEEPER", "context-engine": null, notes: "kinds", "memory.recall": "gone" };
  const loaded = readHostConfig({ value: { plugins: { slots } }, cwd: ".", sections: [] });
  expect(checkSlots(loaded, candidates, vocabulary)).toEqual([]);
  const blocked = readHostConfig({ value: { plugins: { slots: { memory: "blocked" } } }, cwd: ".", sections: [] });
  expect(checkSlots(blocked, candidates, vocabulary)).toEqual([]);
});

it("says that nobody can fill a slot, and that there is none, where it is so", () => {
  const check = (slots: Readonly<Record<string, string>>, found: readonly Candidate[]) =>
    checkSlots(readHostConfig({ value: { plugins: { slots } }, cwd: ".", sections: [] }), found, vocabulary);
  const talkers = ["talker", "teller"].map((id) => ready(id, { provides: { speech: { [id]: {} } } }));
  expect(check({ memory: "talker" }, talkers)[0]?.help).toContain("none");
  const keepers = ["two", "one"].map((id) => ready(id, { provides: { memory: { [id]: {} } } }));
  expect(check({ memory: "talker" }, [...talkers, ...keepers, ready("one")])[0]?.help).toContain("one, two");
});

it("says that the plugin which was given a slot does not run, and why", async () => {
  const keeper = { provides: { memory: ["keeper"] } };
  const idle = await hostWith({ keeper }, { settings: { slots: { memory: "Keeper" }, deny: ["keeper"] } });
  expect(idle.host.diagnostics.all).toMatchObject([
    { code: "CONFIG_SLOT_IDLE", plugin: "keeper", pointer: "/plugins/slots/memory" },
  ]);
  expect(idle.host.diagnostics.all[0]?.message).toContain("plugins.deny names it");
  const running = await hostWith({ keeper }, { settings: { slots: { memory: "Keeper" } } });
  expect(running.host.diagnostics.all).toEqual([]);
});

it("of several places of one id, asks whether any runs, and tells why the first does not", () => {
  const loadedWith = (plugins: object) => readHostConfig({ value: { plugins }, cwd: ".", sections: [] });
  const check = (plugins: object, found: readonly Candidate[]) => {
    const loaded = loadedWith({ slots: { memory: "twin" }, ...plugins });
    return checkHolders(loaded, decide(found, loaded.config, { mortise: "1.0.0", node: "20.20.2" }));
  };
  const provides = { memory: { twin: {} } };
  const twins = [
    ready("twin", { provides, root: "/a", enabledByDefault: true }),
    ready("twin", { provides, root: "/b", enabledByDefault: true }),
    stopped("twin", "blocked", { provides, origin: "config" }),
  ];
  for (const found of [twins, twins.toReversed()]) {
    expect(check({}, found)).toEqual([]);
    const [idle, ...others] = check({ entries: { twin: { enabled: false } } }, found);
    expect(others).toEqual([]);
    expect(idle).toMatchObject({ code: "CONFIG_SLOT_IDLE", plugin: "twin", pointer: "/plugins/slots/memory" });
    expect(idle?.message).toContain("plugins.entries turns it off");
  }
});

it("takes for plugins.order no kind but a capability, and names them all", () => {
  const check = (order: object) =>
    checkOrders(readHostConfig({ value: { plugins: { order } }, cwd: ".", sections: [] }), vocabulary);
  expect(check({ speech: ["a"] })).toEqual([]);
  const [found] = check({ tool: ["a"] });
  expect(found).toMatchObject({ code: "CONFIG_ORDER_UNKNOWN", pointer: "/plugins/order/tool" });
  const capabilities = [...vocabulary.byKind.values()].filter(({ category }) => category === "capability");
  expect(`${found?.message} ${found?.help}`).toContain(capabilities.map(({ kind }) => kind).join(", "));
});

it("names capabilities of plugins.order that there are not with the nearest", async () => {
  const { host } = await hostWith({}, { settings: { order: { speach: ["a"], speech: ["b"] } } });
  expect(host.diagnostics.all).toMatchObject([{ code: "CONFIG_ORDER_UNKNOWN", pointer: "/plugins/order/speach" }]);
  expect(host.diagnostics.all[0]?.message).toContain('Did you mean "speech"?');
});
