import { channel, command, gatewaySdk, memory, speech } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { hostWith } from "../../test/host-with.js";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { vocabularyOf } from "../catalog/vocabulary.js";
import { declaredRegistry } from "./declared.js";
import { ownerChoices } from "./ownership.js";

const aCommand = (name: string, ...aliases: readonly string[]) =>
  `api.registerCommand({ name: "${name}", description: "", aliases: ${JSON.stringify(aliases)}, execute: async () => ({ text: "" }) });`;

describe("a further name [OWN-7]", () => {
  it("leads to its owner, by the owner's own id", async () => {
    const { host } = await hostWith({
      a: { provides: { commands: ["time"] }, register: aCommand("time", "Now", "clock") },
    });
    await host.load(["a"]);
    for (const name of ["time", "TIME", "now", "clock"]) {
      expect(host.registry.get(command, name)).toMatchObject({ status: "active", id: "time", plugin: "a" });
    }
    expect(host.registry.list(command).map(({ id }) => id)).toEqual(["time"]);
    expect((await host.resolve(command, "clock"))?.id).toBe("time");
  });

  it("is known from the manifest before its owner is loaded", async () => {
    const { host } = await hostWith({
      a: { provides: { commands: { time: { aliases: ["now"] } } }, register: aCommand("time", "now") },
    });
    expect(host.registry.get(command, "now")).toMatchObject({ status: "declared", plugin: "a" });
    expect(await host.resolve(command, "now")).toMatchObject({ id: "time", plugin: "a" });
  });

  it("gives way to an id, whoever was loaded first; its owner keeps its id", async () => {
    const { host, codes } = await hostWith({
      a: { provides: { commands: ["time"] }, register: aCommand("time", "now") },
      b: { provides: { commands: ["now"] }, register: aCommand("now") },
    });
    await host.load(["a"]);
    await host.load(["b"]);
    expect(host.registry.get(command, "now")).toMatchObject({ id: "now", plugin: "b" });
    expect(host.registry.get(command, "time")).toMatchObject({ plugin: "a" });
    expect(codes("a")).toEqual(["OWNER_ALIAS_OVERRULED"]);
  });

  it("that two want goes to the first by the rule for ids, or as the operator chose", async () => {
    const plugins = {
      a: { provides: { commands: ["time"] }, register: aCommand("time", "now") },
      b: { provides: { commands: ["date"] }, register: aCommand("date", "now") },
    };
    const first = await hostWith(plugins);
    await first.host.load(["b", "a"]);
    expect(first.host.registry.get(command, "now")).toMatchObject({ plugin: "a" });
    expect(first.codes("b")).toEqual(["OWNER_ALIAS_OVERRULED"]);
    const chosen = await hostWith(plugins, { settings: { owners: { "command:now": "b" } } });
    await chosen.host.load(["a", "b"]);
    expect(chosen.host.registry.get(command, "now")).toMatchObject({ plugin: "b" });
    expect(chosen.codes("a")).toEqual(["OWNER_ALIAS_OVERRULED"]);
  });

  it("of an id that is overruled is nobody's", async () => {
    const { host } = await hostWith({
      a: { provides: { commands: ["time"] }, register: aCommand("time") },
      b: { provides: { commands: ["time"] }, register: aCommand("time", "now") },
    });
    await host.load(["a", "b"]);
    expect(host.registry.get(command, "now")).toBeUndefined();
  });

  it("of a plugin that failed is known as that", async () => {
    const { host } = await hostWith({
      a: { provides: { commands: { time: { aliases: ["now"] } } }, register: "throw new Error('broken')" },
    });
    await host.load(["a"]);
    expect(host.registry.get(command, "now")).toMatchObject({ status: "failed", plugin: "a" });
  });

  it("counts for capabilities too, and not where it is no id", async () => {
    const { host } = await hostWith({
      a: {
        provides: { channel: ["chat"] },
        register: 'api.registerChannel({ id: "chat", aliases: ["c", "not an id"] });',
      },
    });
    await host.load(["a"]);
    expect(host.registry.get(channel, "C")).toMatchObject({ id: "chat" });
    expect(host.registry.get(channel, "not an id")).toBeUndefined();
  });

  it("that is refused is told to its plugin, with the name, who has it, by which rule, and where", async () => {
    const { host, folder } = await hostWith({
      a: { provides: { commands: ["time"] }, register: aCommand("time", "now", "NOW", "soon") },
      b: { provides: { commands: ["now"] }, register: aCommand("now", "SOON", "b", "now") },
    });
    await host.load(["a", "b"]);
    const told = host.diagnostics.all.filter(({ code }) => code === "OWNER_ALIAS_OVERRULED");
    expect(told.map(({ plugin, path, message }) => [plugin, path, message])).toEqual([
      [
        "a",
        `${folder}/a/mortise.plugin.json`,
        'The command "time" of a cannot be called by "now": b has that name, because b has it as an id, and an id goes before an alias.',
      ],
      [
        "b",
        `${folder}/b/mortise.plugin.json`,
        'The command "now" of b cannot be called by "soon": a has that name, because it goes first by the rule for ids.',
      ],
    ]);
    expect(told[0]?.help).toContain('plugins.owners["command:now"] = "a"');
  });
});

describe("a further name by the manifests [OWN-7]", () => {
  const commands = (id: string, names: Readonly<Record<string, readonly unknown[]>>, traits: object = {}) =>
    ready(id, {
      provides: {
        commands: Object.fromEntries(Object.entries(names).map(([name, aliases]) => [name, { aliases } as never])),
      },
      ...traits,
    });
  const registryOf = (order: readonly ReadyCandidate[], owners = {}) =>
    declaredRegistry({ order, vocabulary: vocabularyOf(gatewaySdk), choices: ownerChoices(owners) });

  it("is ignored where it is no text", () => {
    const registry = registryOf([commands("a", { time: [7, null, ["now"], "now"] })]);
    expect(registry.get(command, "now")).toMatchObject({ plugin: "a" });
    expect(registry.get(command, "7")).toBeUndefined();
    const strange = ready("a", { provides: { commands: { time: { aliases: "now" } } } });
    expect(registryOf([strange]).get(command, "n")).toBeUndefined();
  });

  it("goes to who is first in plugin order, though an id that comes before leads to a later plugin", () => {
    const [a, b, c] = [commands("a", { x: [] }), commands("b", { y: ["w"] }), commands("c", { x: ["w"] })];
    const registry = registryOf([a, b, c], { "command:x": "c" });
    expect(registry.get(command, "x")).toMatchObject({ plugin: "c" });
    expect(registry.get(command, "w")).toMatchObject({ plugin: "b" });
  });

  it("is told in plugin order, where there is no file by the plugin's folder", () => {
    const other = { ...commands("c", { z: ["x"] }), manifestPath: undefined as never };
    const { diagnostics } = registryOf([commands("a", { x: [] }), commands("b", { y: ["x"] }), other]);
    expect(diagnostics.map(({ plugin, path }) => [plugin, path])).toEqual([
      ["b", "/bundled/b/mortise.plugin.json"],
      ["c", "/bundled/c"],
    ]);
  });

  it("is nobody's where its plugin does not hold the slot", () => {
    const recalled = { ...memory, aliasField: "aliases" };
    const { contracts } = gatewaySdk;
    const vocabulary = vocabularyOf({ ...gatewaySdk, contracts: { ...contracts, registerMemoryProvider: recalled } });
    const order = ["a", "b"].map((id) => ready(id, { provides: { memory: { [id]: { aliases: [`${id}-too`] } } } }));
    const slots = new Map([["memory", "b"]]);
    const registry = declaredRegistry({ order, vocabulary, choices: ownerChoices(), slots });
    expect(registry.get(recalled, "b-too")).toMatchObject({ plugin: "b" });
    expect(registry.get(recalled, "a-too")).toBeUndefined();
  });

  it("of kinds without such names is a field like any other", () => {
    const a = ready("a", { provides: { speech: { v: { aliases: ["w"], undefined: ["u"] } } } });
    const registry = registryOf([a]);
    expect([registry.get(speech, "w"), registry.get(speech, "u")]).toEqual([undefined, undefined]);
  });
});
