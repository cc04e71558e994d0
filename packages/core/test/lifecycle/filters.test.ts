import { expect, it } from "vitest";
import { hostWith } from "../host-with.js";

const listening = (filter?: object) => ({
  provides: { hooks: { before_tool_call: filter === undefined ? {} : { filter } } },
  register: 'api.on("before_tool_call", (event) => api.logger.info(event.tool));',
});
const call = (tool: string) => ({ requestId: "r", callId: "c", tool, args: {} }) as never;

it("an owner whose manifest does not want an event is not loaded for it, nor called [HOOK-7]", async () => {
  const { host, lines } = await hostWith({
    any: listening(),
    files: listening({ tool: ["read_*", "write_*"] }),
    shell: listening({ tool: "exec" }),
  });
  const emit = async (tool: string) => {
    await host.prepareHook("before_tool_call", call(tool));
    await host.hooks.gate("before_tool_call", call(tool));
  };
  await emit("clock");
  expect([...host.registry.instances.keys()]).toEqual(["any"]);
  await emit("write_file");
  expect([...host.registry.instances.keys()]).toEqual(["any", "files"]);
  await emit("clock");
  expect(lines).toEqual(["any: clock", "any: write_file", "files: write_file", "any: clock"]);
  await host.prepareHook("before_tool_call");
  expect(host.registry.instances.has("shell")).toBe(true);
});
