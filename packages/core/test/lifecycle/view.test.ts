import { gatewayResources, tool } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const bringing = (name: string) => ({
  provides: { tools: [name] },
  register: `api.registerTool({ name: "${name}", description: "", parameters: {}, execute: async () => ({ text: "" }) });`,
});

describe("a view [LIFE-7]", () => {
  it("is joined by what it ensures and loads, and keeps to what it had", async () => {
    const { host } = await hostWith({ a: bringing("t"), b: bringing("u"), c: bringing("v") });
    await host.load(["a"]);
    using view = host.view();
    const before = view.registry.get(tool, "t");
    await host.reload("a");
    expect((await view.ensure("tool:u")).entries.map(({ plugin }) => plugin)).toEqual(["b"]);
    await view.load(["c"]);
    expect([...view.registry.instances.keys()].toSorted()).toEqual(["a", "b", "c"]);
    expect(view.registry.get(tool, "t")).toBe(before);
    expect(host.registry.get(tool, "t")).not.toEqual(before);
  });

  it("shows what has no code once, and what was out of use then as out of use, when something has joined it", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `const t = api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "" }) });
          t.disable();`,
      },
      b: bringing("u"),
      c: { provides: { skills: ["baking"] } },
    });
    await host.load(["a"]);
    using view = host.view();
    await host.reload("a");
    await view.ensure("tool:u");
    expect([...view.registry.instances.keys()].toSorted()).toEqual(["a", "b"]);
    expect(view.registry.entries(gatewayResources[0]).map(({ id }) => id)).toEqual(["baking"]);
    expect(view.registry.get(tool, "t")).toMatchObject({ status: "disabled", plugin: "a" });
  });
});
