import { filter, httpRoute, speech, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded, type Brought } from "../../test/instances.js";
import { registryInput } from "../../test/registries.js";
import { callPolicy } from "../config/call-policy.js";
import type { PluginInstance } from "../loading/instance.js";
import { compareRegistries, deltaOfKind, isEmptyDelta, type RegistryDelta } from "./delta.js";
import { extendRegistry } from "./extended.js";
import { ownerChoices } from "./ownership.js";
import { buildRegistry, type Registry, type RegistryInput } from "./registry.js";

const [a, b] = [ready("a", { provides: { speech: { v: {} } } }), ready("b")];

// One for all: of other choices everything is decided anew.
const base = registryInput([a, b]);

function inputOf(instances: readonly PluginInstance[], generation = 0): RegistryInput {
  return { ...base, instances: new Map(instances.map((instance) => [instance.id, instance])), generation };
}

const registryOf = (...instances: readonly PluginInstance[]) => buildRegistry(inputOf(instances));
const of = (candidate: typeof a, brought: Brought) => loaded(candidate, brought);

/** What changed, as `kind id plugin status`. */
function told({ added, removed, changed }: RegistryDelta): Readonly<Record<string, readonly string[]>> {
  const asText = (all: RegistryDelta["added"]) =>
    all.map(({ kind, id, plugin, status }) => [kind, id, plugin, status].join(" ")).toSorted();
  return { added: asText(added), removed: asText(removed), changed: asText(changed) };
}

const changes = (before: Registry, after: Registry) => told(compareRegistries(before, after));

/** What changed from the one set of instances to the other; the same whether the newer was built from the older or not. */
function between(old: readonly PluginInstance[], renewed: readonly PluginInstance[]): ReturnType<typeof told> {
  const before = registryOf(...old);
  const next = buildRegistry(inputOf(renewed), { before, changed: ["a", "b"] });
  const found = changes(before, next);
  expect(changes(before, registryOf(...renewed))).toEqual(found);
  return found;
}

const none = { added: [], removed: [], changed: [] };

describe("the difference between two generations [LIFE-10]", () => {
  it("is empty where nothing is otherwise, whether the one was built from the other or not", () => {
    const instance = of(a, { registrations: [[speech, "v"]], hooks: [{}, { hook: "llm_output" }] });
    expect(between([instance], [instance])).toEqual(none);
    const before = registryOf(instance);
    expect(changes(before, before)).toEqual(none);
  });

  it("has what came, as it is, and what went, as it was", () => {
    const old = of(a, {
      registrations: [
        [speech, "v"],
        [tool, "gone"],
      ],
      hooks: [{ hook: "llm_input" }],
    });
    const renewed = of(b, { registrations: [[tool, "here"]], hooks: [{ hook: "llm_output" }] });
    expect(between([old], [renewed])).toEqual({
      added: ["hook llm_output b active", "tool here b active"],
      removed: ["hook llm_input a active", "tool gone a active"],
      changed: ["speech v a declared"],
    });
    const { removed } = compareRegistries(registryOf(old), registryOf(renewed));
    expect(removed.find(({ kind }) => kind === "tool")?.registered).toEqual([[...old.registrations][1]]);
  });

  it("carries the number of the newer", () => {
    const newer = buildRegistry(inputOf([], 7));
    expect(compareRegistries(registryOf(), newer).generation).toBe(7);
    expect(deltaOfKind(compareRegistries(registryOf(), newer), "tool").generation).toBe(7);
  });

  it.each<[string, Brought, Brought]>([
    ["another registration of the same", { registrations: [[tool, "t"]] }, { registrations: [[tool, "t"]] }],
    ["a handler more", { hooks: [{}] }, { hooks: [{}, {}] }],
    ["a handler less", { hooks: [{}, {}] }, { hooks: [{}] }],
    ["another handler", { hooks: [{}] }, { hooks: [{}] }],
  ])("is a change where a plugin has %s", (_name, old, renewed) => {
    const { added, removed, changed } = between([of(b, old)], [of(b, renewed)]);
    expect([added, removed]).toEqual([[], []]);
    expect(changed).toHaveLength(1);
  });

  it("is a change where another owns it, writes it otherwise, or took it out of use", () => {
    const [one, other] = [of(a, { registrations: [[tool, "t"]] }), of(b, { registrations: [[tool, "T"]] })];
    const before = registryOf(one);
    const [was] = [...before.contributions()];
    expect(between([one], [of(a, {}), other])).toEqual({ ...none, changed: ["tool T b active"] });
    for (const registration of one.registrations) registration.isDisabled = true;
    expect(changes(before, registryOf(one))).toEqual({ ...none, changed: ["tool t a disabled"] });
    expect(was?.status).toBe("active");
  });

  it("is a change where one instance comes to have a handler more, or has one less", () => {
    const [handler, further] = of(b, { hooks: [{}, {}] }).hooks;
    const few = { ...of(b, {}), hooks: new Set([handler]) } as PluginInstance;
    const many = { ...few, hooks: new Set([handler, further]) } as PluginInstance;
    expect(between([few], [many])).toEqual({ ...none, changed: ["hook llm_input b active"] });
    expect(between([many], [few])).toEqual({ ...none, changed: ["hook llm_input b active"] });
    expect(between([many], [many])).toEqual(none);
  });

  it("is a change where a plugin that is not loaded takes over what another only declared", () => {
    const declaring = [ready("a", { provides: { tools: { t: {} } } }), ready("b", { provides: { tools: { t: {} } } })];
    const registryIn = (order: RegistryInput["order"]) => buildRegistry({ ...inputOf([]), order });
    expect(changes(registryIn(declaring), registryIn(declaring.toReversed()))).toEqual({
      ...none,
      changed: ["tool t b declared"],
    });
  });

  it("tells each owner of what is shared apart, and handlers by plugin", () => {
    const brought = { registrations: [[filter, "f"]], hooks: [{}] } as const;
    const [one, other] = [of(a, brought), of(b, brought)];
    expect(between([one, other], [one, of(b, {})])).toEqual({
      ...none,
      removed: ["filter f b active", "hook llm_input b active"],
    });
    expect(between([of(a, {}), other], [one, other])).toEqual({
      ...none,
      added: ["filter f a active", "hook llm_input a active"],
    });
  });

  it("tells paths apart that differ in case", () => {
    const both = of(a, {
      registrations: [
        [httpRoute, "/X"],
        [httpRoute, "/x"],
      ],
    });
    expect(between([both], [both])).toEqual(none);
    const one = of(b, { registrations: [[httpRoute, "/X"]] });
    const other = of(b, { registrations: [[httpRoute, "/x"]] });
    expect(between([one], [other])).toEqual({
      added: ["route /x b active"],
      removed: ["route /X b active"],
      changed: [],
    });
  });

  it("is whole where rules changed", () => {
    const [one, other] = [
      of(a, { registrations: [[tool, "t"]] }),
      of(b, { registrations: [[tool, "t"]], hooks: [{}] }),
    ];
    const before = registryOf(one, other);
    const choices = ownerChoices({ "tool:t": "b" });
    const chosen = buildRegistry({ ...inputOf([one, other]), choices }, { before, changed: [] });
    expect(changes(before, chosen)).toEqual({ ...none, changed: ["tool t b active"] });
    const without = buildRegistry({ ...inputOf([of(a, {})]), choices }, { before, changed: ["a", "b"] });
    expect(changes(before, without)).toEqual({ ...none, removed: ["hook llm_input b active", "tool t a active"] });
    const handlerPolicy = callPolicy({ plugins: { entries: { b: { hooks: { llm_input: { enabled: false } } } } } });
    const muted = buildRegistry({ ...inputOf([one, other]), handlerPolicy }, { before, changed: [] });
    expect(changes(before, muted)).toEqual({ ...none, removed: ["hook llm_input b active"] });
  });

  it("is whole between generations that do not follow one another", () => {
    const [one, other] = [of(a, { registrations: [[tool, "t"]] }), of(b, { registrations: [[tool, "u"]] })];
    const first = registryOf();
    const second = buildRegistry(inputOf([one]), { before: first, changed: ["a"] });
    const third = buildRegistry(inputOf([one, other]), { before: second, changed: ["b"] });
    expect(changes(second, third)).toEqual({ ...none, added: ["tool u b active"] });
    expect(changes(first, third)).toEqual({
      added: ["tool t a active", "tool u b active"],
      removed: ["speech v a declared"],
      changed: [],
    });
    expect(changes(third, second)).toEqual({ ...none, removed: ["tool u b active"] });
    const view = extendRegistry(second, third);
    expect(changes(second, view)).toEqual({ ...none, added: ["tool u b active"] });
    expect(changes(view, third)).toEqual(none);
  });

  it("looks at nothing but what changed, of generations that follow one another, and tells it in plugin order", () => {
    const kept = of(a, { registrations: [[speech, "v"]] });
    const order = [a, ready("c"), b];
    const instances = ["b", "c"].map((id) => of(ready(id), { registrations: [[tool, id]], hooks: [{}] }));
    const first = buildRegistry({ ...inputOf([kept]), order });
    const after = buildRegistry({ ...inputOf([kept, ...instances]), order }, { before: first, changed: ["b", "c"] });
    const looked: string[] = [];
    for (const [name, registry] of Object.entries({ first, after })) {
      const { contributions } = registry;
      Object.assign(registry, {
        contributions: () => {
          looked.push(name);
          return contributions();
        },
      });
    }
    const { added } = compareRegistries(first, after);
    expect(added.map(({ kind, plugin }) => `${kind} ${plugin}`)).toEqual(["tool c", "tool b", "hook c", "hook b"]);
    expect(looked).toEqual([]);
    compareRegistries(after, first);
    expect(looked).toEqual(["after", "first"]);
  });
});

describe("a part of a difference [LIFE-10]", () => {
  const before = registryOf(
    of(a, {
      registrations: [
        [speech, "v"],
        [tool, "gone"],
        [tool, "kept"],
      ],
    }),
  );
  const after = registryOf(
    of(a, {
      registrations: [
        [speech, "v"],
        [tool, "kept"],
        [tool, "here"],
      ],
      hooks: [{}],
    }),
  );
  const delta = compareRegistries(before, after);

  it("has what is of one kind", () => {
    expect(told(deltaOfKind(delta, "tool"))).toEqual({
      added: ["tool here a active"],
      removed: ["tool gone a active"],
      changed: ["tool kept a active"],
    });
    expect(told(deltaOfKind(delta, "hook"))).toEqual({ ...none, added: ["hook llm_input a active"] });
    expect(deltaOfKind(delta, "command")).toEqual({ generation: 0, ...none });
  });

  it("is empty where nothing is in it", () => {
    const some = delta.added.slice(0, 1);
    expect(isEmptyDelta(deltaOfKind(delta, "command"))).toBe(true);
    for (const part of ["added", "removed", "changed"]) {
      expect(isEmptyDelta({ generation: 0, ...none, [part]: some })).toBe(false);
    }
    expect(isEmptyDelta({ generation: 0, added: some, removed: some, changed: [] })).toBe(false);
    expect(isEmptyDelta({ generation: 0, added: some, removed: [], changed: some })).toBe(false);
    expect(isEmptyDelta({ generation: 0, added: [], removed: some, changed: some })).toBe(false);
  });
});
