import { channel, command } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../../test/host-with.js";

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
});
