import { command, filter, gatewayResources, speech, tool, type Contract } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded, type Brought } from "../../test/instances.js";
import { registryOf } from "../../test/registries.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import type { PluginInstance } from "../loading/instance.js";
import { extendRegistry } from "./extended.js";
import { type Registry } from "./registry.js";

const skill = gatewayResources[0];

const wants = (contract: Contract, ...ids: readonly string[]) => ({
  [contract.key]: Object.fromEntries(ids.map((id) => [id, {}])),
});
const a = ready("A", { provides: wants(speech, "v") });
const b = ready("B", { provides: { ...wants(speech, "w"), ...wants(skill, "baking") } });
const c = ready("C", { provides: wants(speech, "x") });

function registryWith(
  instances: readonly PluginInstance[],
  { order = [a, b, c], failed = [] }: { readonly order?: readonly ReadyCandidate[]; readonly failed?: string[] } = {},
): Registry {
  return registryOf(order, { instances, failed, generation: instances.length });
}

/** Instances of `a` before and after a change, and of `b` after it. */
function generations(old: Brought, renewed: Brought, late: Brought) {
  const [was, is, further] = [loaded(a, old), loaded(a, renewed), loaded(b, late)];
  const older = registryWith([was]);
  const newer = registryWith([is, further]);
  return { was, is, further, older, newer, extended: extendRegistry(older, newer) };
}

const only = ({ registrations }: PluginInstance) => {
  const [first] = registrations;
  if (!first) throw new Error("It registered nothing.");
  return first;
};

describe("a generation that is extended [LIFE-7]", () => {
  const brought = { registrations: [[speech, "v"]] } as const;
  const extend = () => generations(brought, brought, { registrations: [[speech, "w"]] });

  it("has those that were not loaded in it, and of the others the instances that it had", () => {
    const { was, further, older, newer, extended } = extend();
    expect([...extended.instances]).toEqual([
      ["a", was],
      ["b", further],
    ]);
    expect(extended.generation).toBe(older.generation);
    expect(extended.get(speech, "v")).toBe(older.get(speech, "v"));
    expect(extended.get(speech, "w")).toBe(newer.get(speech, "w"));
    expect(extended.get(speech, "x")).toMatchObject({ status: "declared", plugin: "C" });
    expect(extended.get(speech, "y")).toBeUndefined();
  });

  it("lists each once, whether it is asked for ids, for what is active, or for everything", () => {
    const { was, further, extended } = extend();
    expect(extended.list(speech)).toEqual([
      { id: "v", plugin: "A", status: "active" },
      { id: "w", plugin: "B", status: "active" },
      { id: "x", plugin: "C", status: "declared" },
    ]);
    expect(extended.entries(speech).map(({ registration }) => registration)).toEqual([only(was), only(further)]);
    expect(extended.list(skill)).toEqual([{ id: "baking", plugin: "B", status: "active" }]);
    expect(extended.entries(skill).map(({ id, plugin }) => [id, plugin])).toEqual([["baking", "B"]]);
    expect([...extended.contributions()].map(({ kind, id, plugin }) => `${kind} ${id} ${plugin}`).toSorted()).toEqual([
      "skill baking B",
      "speech v A",
      "speech w B",
      "speech x C",
    ]);
  });

  it("says of what was replaced since that it is active, and not of what replaced it", () => {
    const { was, is, further, extended } = extend();
    expect([was, is, further].map((instance) => extended.isActive(only(instance)))).toEqual([true, false, true]);
  });

  it("tells what was told then", () => {
    const { older, extended } = extend();
    expect(extended.conflicts).toBe(older.conflicts);
    expect(extended.diagnostics).toBe(older.diagnostics);
  });

  it("knows nothing of what a plugin has brought since, or has brought no more", () => {
    const { extended: changed } = generations(brought, { registrations: [[tool, "t"]] }, {});
    expect(changed.get(tool, "t")).toBeUndefined();
    expect([changed.list(tool), changed.entries(tool)]).toEqual([[], []]);
    expect(changed.get(speech, "v")).toMatchObject({ status: "active", plugin: "A" });
    expect([...changed.contributions()].map(({ id }) => id).toSorted()).toEqual(["baking", "v", "x"]);
  });

  it("says that something was taken out of use then", () => {
    const { newer } = extend();
    const disabled = loaded(a, brought);
    only(disabled).isDisabled = true;
    const view = extendRegistry(registryWith([disabled]), newer);
    expect(view.get(speech, "v")).toEqual({ status: "disabled", plugin: "A", overruled: [] });
    expect(view.list(speech)[0]).toEqual({ id: "v", plugin: "A", status: "disabled" });
    expect(view.entries(speech).map(({ plugin }) => plugin)).toEqual(["B"]);
  });

  it("and gives its place to nobody, whoever would own it now", () => {
    const disabled = loaded(a, brought);
    only(disabled).isDisabled = true;
    const rival = loaded(b, { registrations: [[speech, "v"]] });
    const view = extendRegistry(registryWith([disabled]), registryWith([loaded(a), rival]));
    expect(view.get(speech, "v")).toMatchObject({ status: "disabled", plugin: "A" });
    expect(view.list(speech).find(({ id }) => id === "v")).toMatchObject({ plugin: "A", status: "disabled" });
    expect(view.entries(speech)).toEqual([]);
    expect(view.isActive(only(rival))).toBe(false);
  });

  it("has what was tried in vain then, if it is loaded now", () => {
    const { was, newer } = extend();
    const view = extendRegistry(registryWith([was], { failed: ["b"] }), newer);
    expect(view.get(speech, "w")).toBe(newer.get(speech, "w"));
  });

  it("gives an id that was owned then to nobody else, whoever would own it now", () => {
    const { was, is } = extend();
    const rival = ready("rival", { origin: "config", provides: wants(speech, "V", "more") });
    const late = loaded(rival, {
      registrations: [
        [speech, "V"],
        [speech, "more"],
      ],
    });
    const now = registryWith([is, late], { order: [rival, a] });
    expect(now.get(speech, "v")).toMatchObject({ plugin: "rival" });
    const view = extendRegistry(registryWith([was], { order: [a] }), now);
    expect(view.get(speech, "v")).toMatchObject({ plugin: "A" });
    const expected = [
      ["v", "A"],
      ["more", "rival"],
    ];
    expect(view.list(speech).map(({ id, plugin }) => [id, plugin])).toEqual(expected);
    expect(view.entries(speech).map(({ id, plugin }) => [id, plugin])).toEqual(expected);
    expect([...view.contributions()].map(({ id, plugin }) => [id, plugin])).toEqual(expected);
  });

  it("keeps what has no code as it was, and takes that of plugins that were not there", () => {
    const { is, older } = extend();
    const reread = ready("B", { provides: { skills: { baking: { path: "other" }, cooking: {} } } });
    const view = extendRegistry(older, registryWith([is, loaded(c)], { order: [a, reread, c] }));
    expect(view.get(skill, "baking")).toBe(older.get(skill, "baking"));
    expect(view.entries(skill).map(({ id, value }) => [id, value])).toEqual([
      ["baking", expect.objectContaining({ metadata: {} })],
      ["cooking", expect.objectContaining({ metadata: {} })],
    ]);
  });

  it("of a contract that is shared has everybody's, each once", () => {
    const events = { registrations: [[filter, "e"]] } as const;
    const shared = generations(events, events, events);
    expect(shared.extended.entries(filter).map(({ registration }) => registration)).toEqual([
      only(shared.was),
      only(shared.further),
    ]);
    expect(shared.extended.list(filter).map(({ plugin }) => plugin)).toEqual(["A", "B"]);
  });
});

describe("handlers of a generation that is extended [HOOK-6]", () => {
  const names = (old: Brought, late: Brought) =>
    generations(old, { hooks: [{ priority: 50 }] }, late)
      .extended.handlers("llm_input")
      .map(({ plugin, priority }) => `${plugin}${priority}`);

  it("that have come go before the first of lower priority, and after their equals", () => {
    const own = { hooks: [{ priority: 5 }, { priority: 0 }] };
    expect(names(own, { hooks: [{ priority: 9 }, { priority: 5 }, { priority: 0 }] })).toEqual([
      "B9",
      "A5",
      "B5",
      "A0",
      "B0",
    ]);
    expect(names(own, {})).toEqual(["A5", "A0"]);
    expect(names({}, own)).toEqual(["B5", "B0"]);
  });

  it("leave those of the older as they are there", () => {
    const { older, extended } = generations({ hooks: [{}] }, {}, { hooks: [{}] });
    expect(extended.handlers("llm_input")).toHaveLength(2);
    expect(older.handlers("llm_input")).toHaveLength(1);
  });
});

it("an alias leads where it led [OWN-7]", () => {
  const [one] = [loaded(a, { registrations: [[command, "time"]] })];
  Object.assign(only(one), { value: { name: "time", aliases: ["now"] } });
  const view = extendRegistry(registryWith([one]), registryWith([loaded(a), loaded(b)]));
  expect(view.get(command, "now")).toMatchObject({ id: "time", plugin: "A" });
});
