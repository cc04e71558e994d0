import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { checkScopes } from "./check-scopes.js";

describe("the scopes of config that a plugin subscribes to [LIFE-6]", () => {
  const subscribing = (...configSubscriptions: readonly string[]) => ready("p", { configSubscriptions });

  it("are those that the application has", () => {
    expect(checkScopes(subscribing("gateway", "channels"), ["gateway", "channels"])).toEqual([]);
    expect(checkScopes(subscribing(), [])).toEqual([]);
  });

  it("are named with the nearest and all that there are where they are none", () => {
    const found = checkScopes(subscribing("gateway", "chanels"), ["gateway", "channels"]);
    expect(found).toMatchObject([
      {
        code: "CONFIG_SCOPE_UNKNOWN",
        plugin: "p",
        path: "/bundled/p/mortise.plugin.json",
        pointer: "/configSubscriptions/1",
      },
    ]);
    expect(found[0]?.message).toContain('"chanels"');
    expect(found[0]?.message).toContain('Did you mean "channels"?');
    expect(`${found[0]?.message} ${found[0]?.help}`).toContain("gateway, channels");
  });

  it("are none where the application has none, and a plugin without a manifest file is named without it", () => {
    const { manifestPath: _, ...candidate } = subscribing("gateway");
    const [found] = checkScopes(candidate, []);
    expect(found).toMatchObject({ plugin: "p", pointer: "/configSubscriptions/0" });
    expect(Object.keys(found ?? {})).not.toContain("path");
    expect(`${found?.message} ${found?.help}`).toContain("none");
  });

  it("never have to name the plugin's own config, of which it hears in any case", () => {
    // Whatever the application calls its sections.
    for (const scopes of [[], ["self"]]) {
      expect(checkScopes(subscribing("self"), scopes)).toMatchObject([
        { code: "CONFIG_SCOPE_SELF", plugin: "p", pointer: "/configSubscriptions/0" },
      ]);
    }
  });
});
