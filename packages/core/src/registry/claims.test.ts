import { gatewayResources, gatewaySdk, speech } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready, type Traits } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import type { PluginInstance } from "../loading/instance.js";
import { claimsOf } from "./claims.js";
import { declaredRegistry } from "./declared.js";
import { ownerChoices } from "./ownership.js";

const vocabulary = vocabularyOf(gatewaySdk);
const skill = gatewayResources[0];
const nothing = { vocabulary, instances: new Map<string, PluginInstance>(), failed: new Set<string>() };

describe("what has no code [OWN-8]", () => {
  const provides = { skills: { Baking: { path: "b" }, cooking: {} }, speech: { v: {} } };
  const registryOf = (candidate = ready("A", { provides }), known = vocabulary) =>
    declaredRegistry({ order: [candidate], vocabulary: known, choices: ownerChoices() });

  it("is active before anything is loaded, declared and in use, with what the manifest says of it", () => {
    const registry = registryOf();
    expect(registry.entries(skill)).toMatchObject([
      { id: "Baking", plugin: "A", value: { id: "Baking", root: "/bundled/A", metadata: { path: "b" } } },
      { id: "cooking", plugin: "A", value: { id: "cooking", root: "/bundled/A", metadata: {} } },
    ]);
    expect(registry.entries(skill).map(({ registration }) => registration)).toMatchObject([
      { plugin: "A", contract: skill, id: "Baking", isDeclared: true, isDisabled: false },
      { plugin: "A", contract: skill, id: "cooking", isDeclared: true, isDisabled: false },
    ]);
    expect(registry.list(skill).map(({ status }) => status)).toEqual(["active", "active"]);
    expect(registry.list(speech)).toEqual([{ id: "v", plugin: "A", status: "declared" }]);
    const registered = [...registry.contributions()].map((one) => [one.id, one.registered.length]);
    expect(registered).toEqual([
      ["Baking", 1],
      ["cooking", 1],
      ["v", 0],
    ]);
  });

  it("stands there like something of an instance that is at rest", async () => {
    const a = ready("A", { provides });
    const [use, other] = registryOf(a)
      .entries(skill)
      .map(({ registration }) => registration.use);
    expect(use).toMatchObject({ plugin: "A", candidate: a, calls: 0, config: {}, isFailing: false, isOver: false });
    expect(use).toBe(other);
    expect(Object.isFrozen(use?.config)).toBe(true);
    expect(use?.breakers.size).toBe(0);
    expect(use?.leave()).toBeUndefined();
    await expect(use?.idle()).resolves.toBeUndefined();
    expect(JSON.stringify({ use })).toBe('{"use":"A"}');
  });

  it("is the same in every generation for as long as its manifest is, and its contract", () => {
    const a = ready("A", { provides });
    const first = (registry: ReturnType<typeof registryOf>) => registry.entries(skill)[0]?.registration;
    const known = first(registryOf(a));
    expect(first(registryOf(a))).toBe(known);
    expect(first(registryOf())).not.toBe(known);
    const changed = vocabularyOf({ ...gatewaySdk, resources: [{ ...skill }] as never });
    expect(first(registryOf(a, changed))).not.toBe(known);
  });

  it("goes before what is registered undeclared, and comes beside what its plugin registers", () => {
    const a = ready("A", { provides });
    const claims = claimsOf(a, 3, {
      ...nothing,
      instances: new Map([["a", loaded(a, { registrations: [[speech, "w", false]] })]]),
    });
    expect(claims.map(({ id, isDeclared, place }) => [id, isDeclared, place])).toEqual([
      ["Baking", true, 0],
      ["cooking", true, 1],
      ["w", false, 2],
    ]);
    expect(claims.every(({ plugin, standing }) => plugin === "A" && standing.order === 3)).toBe(true);
  });
});

describe("what a plugin wants [OWN-5]", () => {
  const ids = (traits: Traits, more: Partial<typeof nothing> = {}) =>
    claimsOf(ready("a", traits), 0, { ...nothing, ...more }).map(({ contract, id }) => `${contract.kind} ${id}`);

  it("is what it declares of the kinds that there are; nothing once it failed", () => {
    const provides = { speech: { v: {} }, skills: { s: {} }, hooks: { llm_input: {} }, unheard: { x: {} } };
    expect(ids({ provides })).toEqual(["skill s", "speech v"]);
    expect(ids({ provides }, { failed: new Set(["a"]) })).toEqual([]);
  });

  it("is one thing where its manifest writes an id in two ways: the first", () => {
    expect(ids({ provides: { speech: { Voice: {}, voice: {}, other: {} } } })).toEqual([
      "speech Voice",
      "speech other",
    ]);
    expect(ids({ provides: { routes: { "/X": {}, "/x": {} } } })).toEqual(["route /X", "route /x"]);
  });
});
