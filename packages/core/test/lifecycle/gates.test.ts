import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { hostWith } from "../host-with.js";

const gate = (name: string) => {
  let open = () => {};
  Object.assign(globalThis, { [name]: new Promise<void>((resolve) => (open = resolve)) });
  return () => open();
};
const tick = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a gate [HOOK-9]", () => {
  it("stays shut while what guarded it is being unloaded: it is loaded again", async () => {
    const { host } = await hostWith({
      a: {
        provides: { hooks: ["before_tool_call"] },
        register: `api.on("before_tool_call", () => ({ block: true, reason: "no" }));`,
        members: "onUnload: () => globalThis.gU,",
      },
    });
    const openU = gate("gU");
    await host.prepareHook("before_tool_call");
    const call = { toolName: "t", args: {}, toolCallId: "x" } as never;
    expect(await host.hooks.gate("before_tool_call", call)).toMatchObject({ blocked: true });
    const unloading = host.unload("a");
    await vi.waitFor(() => expect(host.registry.instances.has("a")).toBe(false));
    await host.prepareHook("before_tool_call");
    expect(await host.hooks.gate("before_tool_call", call)).toMatchObject({ blocked: true });
    openU();
    await unloading;
  });

  it("stays shut until a guard that had failed is loaded", async () => {
    const { host, folder } = await hostWith({
      a: { provides: { hooks: ["before_tool_call"] }, module: "throw new Error('no')" },
    });
    await host.prepareHook("before_tool_call");
    const call = { toolName: "t", args: {}, toolCallId: "x" } as never;
    expect(await host.hooks.gate("before_tool_call", call)).toMatchObject({ blocked: true });
    const openG = gate("gG");
    writeFileSync(
      join(folder, "a", "index.mjs"),
      `export default { id: "a", register(api) { api.on("before_tool_call", () => ({ block: true, reason: "good" })); }, onLoad: () => globalThis.gG };`,
    );
    const reloading = host.reload("a");
    await tick(100);
    const outcome = host.prepareHook("before_tool_call").then(() => host.hooks.gate("before_tool_call", call));
    await tick();
    openG();
    expect(await outcome).toMatchObject({ blocked: true });
    await reloading;
  });

  it("stays shut while a guard that had failed is tried again, also for who did not prepare it", async () => {
    const { host, folder } = await hostWith({
      a: { provides: { hooks: ["before_tool_call"] }, module: "throw new Error('no')" },
    });
    await host.prepareHook("before_tool_call");
    const call = { toolName: "t", args: {}, toolCallId: "x" } as never;
    const openG = gate("gG");
    writeFileSync(
      join(folder, "a", "index.mjs"),
      `export default { id: "a", register(api) { api.on("before_tool_call", () => ({ block: true, reason: "good" })); }, onLoad: () => globalThis.gG };`,
    );
    const reloading = host.reload("a");
    const seen = new Set();
    for (let i = 0; i < 20; i += 1) {
      await tick(10);
      seen.add((await host.hooks.gate("before_tool_call", call)).blocked);
    }
    openG();
    await reloading;
    expect([...seen]).toEqual([true]);
  });
});

it("a gate that fails open is closed all the same by an owner that could not be loaded, until that is waived", async () => {
  const broken = { provides: { hooks: ["message_sending"] }, module: "throw new Error('no');" };
  const reply = { requestId: "r", model: "m", text: "Hello.", messages: [] } as never;
  const send = async (settings: object) => {
    const { host } = await hostWith({ a: broken }, { settings });
    await host.prepareHook("message_sending");
    return host.hooks.gate("message_sending", reply);
  };
  expect(await send({})).toMatchObject({ blocked: true, plugin: "a" });
  expect(await send({ hooks: { message_sending: { waive: ["a"] } } })).toMatchObject({ blocked: false });
});
