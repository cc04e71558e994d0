import { describe, expect, it } from "vitest";
import { reasonTextOf, type Host } from "../../src/index.js";
import { hostWith } from "../host-with.js";

/** Why a plugin runs or does not, in words. */
function reasonOf(host: Host, plugin: string): string | undefined {
  const found = host.controlPlane.plugins.find(({ decision }) => decision.candidate.id === plugin);
  return found && reasonTextOf(found.decision);
}

describe("what was turned off and on while the host ran [LIFE-8]", () => {
  it("is why it does not run, and why what requires it does not", async () => {
    const { host } = await hostWith({ c: {}, needy: { manifest: { requires: { c: "*" } } } });
    await host.load(["needy"]);
    await host.disable("c");
    expect(reasonOf(host, "c")).toBe("it was turned off while the host ran");
    const lacking = host.controlPlane.diagnostics.find(({ code }) => code === "REQUIREMENT_MISSING");
    expect(lacking).toMatchObject({
      plugin: "needy",
      message: expect.stringContaining("c does not run: it was turned off while the host ran") as string,
    });
  });

  it("is why it runs, whatever the config says of it, by a former id too", async () => {
    const { host } = await hostWith(
      { c: {}, renamed: { manifest: { legacyIds: ["before"] } } },
      { settings: { entries: { c: { enabled: false }, before: { enabled: false } } } },
    );
    expect(["c", "renamed"].map((plugin) => reasonOf(host, plugin))).toEqual([
      "plugins.entries turns it off",
      "plugins.entries turns it off",
    ]);
    expect((await host.enable("c")).failed).toEqual([]);
    expect((await host.enable("renamed")).failed).toEqual([]);
    const on = "it was turned on while the host ran";
    expect(["c", "renamed"].map((plugin) => reasonOf(host, plugin))).toEqual([on, on]);
    const [first] = host.controlPlane.plugins;
    expect(first?.decision.trace).toContainEqual({
      rule: "turned on while the host runs",
      outcome: "enable",
      reason: "enabled-while-running",
    });
    expect(first?.decision.trace.map(({ rule }) => rule)).toContain("plugins.entries.enabled is false");
  });

  it("is no part of the config, which says what its operator wrote", async () => {
    const entries = { c: { enabled: true } };
    const { host } = await hostWith({ c: {} }, { settings: { entries } });
    await host.disable("c");
    expect(host.controlPlane.loaded.config.plugins?.entries).toEqual(entries);
    await host.updateConfig();
    expect(reasonOf(host, "c")).toBe("it was turned off while the host ran");
  });
});
