// Alone in its process: it looks at the listeners of the whole process.
import { expect, it } from "vitest";
import { runPlugin } from "../../test/running-plugin.js";

/** Registers some of everything and throws; what is left of it afterwards would show in the log. */
const code = `
  const all = (api) => {
    const tool = { name: "half_tool", description: "", parameters: { type: "object" }, execute: () => ({ content: [] }) };
    api.registerTool(tool);
    api.registerTool(() => ({ ...tool, name: "half_made" }), { name: "half_made" });
    api.on("before_prompt_build", () => api.logger.info("hook"));
    api.on("gateway_start", () => api.logger.info("started"));
    api.registerHook("command:new", () => {}, { name: "half-hook" });
    api.registerService({ id: "half-service", start: () => api.logger.info("service"), stop() {} });
    api.registerCommand({ name: "half", handler: () => ({ text: "" }) });
    api.registerHttpRoute({ path: "/half", auth: "plugin", handler: (_, response) => response.end() });
    api.registerGatewayMethod("half.method", () => {});
    api.registerCli(({ program }) => program.command("half"), { commands: ["half"] });
    api.registerChannel({ plugin: { id: "half-channel", meta: {}, outbound: { sendText() {} } } });
    api.registerProvider({ id: "half-models", label: "Half", auth: [] });
    api.registerSpeechProvider({ id: "half-speech", synthesize() {} });
    api.registerContextEngine("half-engine", () => ({ assemble() {} }));
    api.registerMemoryCapability({ promptBuilder: () => [] });
  };
  const parts = (api) => {
    api.runtime.events.onAgentEvent(() => {});
    api.runtime.state.openKeyedStore({ namespace: "half", maxEntries: 1 });
    api.runtime.logging.getChildLogger({ part: "half" });
    api.setRunContext({ runId: "r", namespace: "n", value: 1 });
    api.registerRuntimeLifecycle({ id: "half", cleanup: () => api.logger.info("cleaned") });
    api.lifecycle.onDispose(() => api.logger.info("disposed"));
    api.lifecycle.signal.addEventListener("abort", () => api.logger.info("aborted"));
  };
  export default { id: "sample", register(api) {
    all(api);
    parts(api);
    setTimeout(() => {
      try { api.registerTool({ name: "late", description: "", execute() {} }); } catch (error) { api.logger.info(error.code); }
    }, 0);
    throw new Error("half way");
  } };`;

it("a plugin that throws half way through register leaves nothing behind [OC-9]", async () => {
  const events = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
  const before = events();
  const running = await runPlugin(code);
  const { host, log } = running;
  expect(running.codes()).toContain("REGISTER_THREW");
  expect(running.messages().join("\n")).toContain("half way");
  expect(running.contributions()).toEqual([]);
  expect(host.registry.instances.size).toBe(0);
  for (const hook of ["before_prompt_build", "gateway_start"]) expect(host.registry.handlers(hook)).toEqual([]);
  await expect.poll(() => log.some(({ message }) => message.startsWith("REGISTER_"))).toBe(true);
  const said = log.map(({ message }) => message);
  expect(said.filter((each) => ["hook", "started", "service"].includes(each))).toEqual([]);
  expect(said.filter((each) => ["cleaned", "disposed", "aborted"].includes(each.split(" ")[0] ?? ""))).toHaveLength(3);
  expect(events()).toEqual(before);
});
