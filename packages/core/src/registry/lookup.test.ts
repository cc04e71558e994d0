import { command, gatewayResources, speech, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { loaded } from "../../test/instances.js";
import { registryOf } from "../../test/registries.js";
import type { PluginInstance } from "../loading/instance.js";

describe("what only failed plugins declare [OWN-5]", () => {
  const a = ready("A", { provides: { speech: { V: {} }, commands: { time: { aliases: ["Now"] } } } });
  const b = ready("B", { provides: { speech: { v: {}, w: {} } } });

  it("has the first of them to answer for it, in any case of letters, by its aliases too", () => {
    const registry = registryOf([a, b], { failed: ["a", "b"] });
    const failed = (plugin: string) => ({ status: "failed", plugin, overruled: [] });
    expect(registry.get(speech, "v")).toEqual(failed("A"));
    expect(registry.get(speech, "W")).toEqual(failed("B"));
    expect(registry.get(command, "now")).toEqual(failed("A"));
    expect(registryOf([b, a], { failed: ["a", "b"] }).get(speech, "v")).toEqual(failed("B"));
  });

  it("is not what another declared and did not bring, nor what has no code, nor of kinds that there are not", () => {
    const strange = ready("strange", { provides: { unheard: { x: {} }, skills: { s: {} }, speech: { x: {} } } });
    const registry = registryOf([a, b, strange], { failed: ["strange"], instances: [loaded(a), loaded(b)] });
    expect(registry.get(speech, "w")).toBeUndefined();
    expect(registry.get(speech, "x")).toMatchObject({ status: "failed", plugin: "strange" });
    expect(registry.get(gatewayResources[0], "s")).toBeUndefined();
    expect(registry.list(gatewayResources[0])).toEqual([]);
  });
});

describe("what its plugin took out of use [REG-6]", () => {
  const a = ready("a", { provides: { tools: { t: {} } } });
  const b = ready("b", { provides: { tools: { t: {} } } });
  const [one, other] = [a, b].map((candidate) => loaded(candidate, { registrations: [[tool, "t"]] })) as [
    PluginInstance,
    PluginInstance,
  ];
  for (const registration of one.registrations) registration.isDisabled = true;
  const registry = registryOf([a, b], { instances: [one, other] });

  it("is still its plugin's, and is said to be disabled", () => {
    expect(registry.get(tool, "t")).toEqual({ status: "disabled", plugin: "a", overruled: ["b"] });
    expect(registry.list(tool)).toEqual([{ id: "t", plugin: "a", status: "disabled" }]);
    expect([...registry.contributions()]).toMatchObject([{ id: "t", plugin: "a", status: "disabled" }]);
  });

  it("is neither among what may be called, nor active", () => {
    expect(registry.entries(tool)).toEqual([]);
    expect([one, other].flatMap(({ registrations }) => [...registrations].map(registry.isActive))).toEqual([
      false,
      false,
    ]);
  });
});

it("what a plugin never registered is not active [OWN-1]", () => {
  const a = ready("a");
  const [first, second] = [loaded(a, { registrations: [[tool, "t"]] }), loaded(a, { registrations: [[tool, "u"]] })];
  const registry = registryOf([a], { instances: [first] });
  expect([...second.registrations].map(registry.isActive)).toEqual([false]);
});
