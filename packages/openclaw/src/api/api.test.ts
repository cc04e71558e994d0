import { command } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runPlugin, runRegister } from "../../test/running-plugin.js";
import { apiTable } from "./index.js";

/** A command that answers what an expression gives. */
const telling = (expression: string, name = "tell") =>
  `api.registerCommand({ name: "${name}", handler: async () => ({ text: JSON.stringify(await (${expression})) }) });`;

async function told(running: Awaited<ReturnType<typeof runRegister>>, name = "tell"): Promise<unknown> {
  const { text } = await running.host.call(await running.find(command, name), "execute", { args: "" });
  return JSON.parse(text) as unknown;
}

it("every member is the object's own and enumerable, and needs no this [OC-7]", async () => {
  const running = await runRegister(
    `const { registerCommand, logger: { info }, resolvePath } = { ...api };
     registerCommand({ name: "keys", handler: () => ({ text: JSON.stringify(Object.keys(api)) }) });
     info("taken off", { where: resolvePath("./x") });
     const wrapped = { ...api, registerCommand: (given) => api.registerCommand({ ...given, name: "wrapped" }) };
     wrapped.registerCommand({ name: "plain", handler: () => ({ text: "" }) });`,
  );
  expect(running.messages()).toEqual([]);
  const flat = apiTable
    .filter(({ name, note = "" }) => !name.includes(".") && !note.startsWith("Removed"))
    .map(({ name }) => name);
  expect(new Set((await told(running, "keys")) as string[])).toEqual(new Set([...flat, "session", "agent"]));
  expect(running.log).toMatchObject([
    { message: "taken off", fields: { where: expect.stringMatching(/x$/) as string } },
  ]);
  expect(running.contributions()).toEqual(["command:keys", "command:wrapped"]);
});

it("a plugin reads what it is and where it lies [OC-7]", async () => {
  const facts = `[api.id, api.name, api.version, api.description, api.registrationMode, api.source.endsWith("index.mjs"), api.rootDir]`;
  const running = await runRegister(telling(facts), {
    manifest: { name: "A sample", version: "9", description: "Says." },
  });
  expect(await told(running)).toEqual(["sample", "A sample", "9", "Says.", "full", true, running.root]);
});

it("config is where OpenClaw has it, a copy, with the plugin's own part and its channels' alone [OC-7]", async () => {
  const running = await runRegister(
    `api.pluginConfig.list.push("mine"); api.config.plugins.entries.sample.config.list.push("mine");
     ${telling("[api.pluginConfig, api.config, api.runtime.config.current().plugins.entries.sample]")}`,
    { config: { list: ["a"] } },
  );
  const entry = { list: ["a"], enabled: true, config: { list: ["a"] } };
  const [own, config, current] = (await told(running)) as unknown[];
  expect(own).toEqual({ list: ["a", "mine"] });
  expect(config).toMatchObject({ plugins: { entries: { sample: { enabled: true } } }, channels: {} });
  expect(current).toEqual(entry);
});

it.each([
  ["module.exports = function (api) { api.registerCommand({ name: 'x', handler() {} }); };", "index.cjs"],
  [
    "exports.__esModule = true; exports.default = { default: { activate(api) { this.go(api); }, go: (api) => api.registerCommand({ name: 'x', handler() {} }) } };",
    "index.cjs",
  ],
  ["export const module = { default: (api) => api.registerCommand({ name: 'x', handler() {} }) };", "index.mjs"],
  ["export function register(api) { api.registerCommand({ name: 'x', handler() {} }); }", "index.mjs"],
  [
    "export default { id: 'SAMPLE', register: (api) => { api.registerCommand({ name: 'x', handler() {} }); return 42; } };",
    "index.mjs",
  ],
])("the export is found however it is wrapped: %s [OC-7]", async (code, entry) => {
  const running = await runPlugin(code, { entry });
  expect([running.messages(), running.contributions()]).toEqual([[], ["command:x"]]);
});

it.each([
  ["export const plugin = { id: 'sample', register() {} };", "LOAD_NO_PLUGIN", /"plugin" looks like one/],
  ["export default { id: 'other', register() {} };", "LOAD_ID_MISMATCH", /other/],
  ["export default { id: 'sample', async register(api) { api.registerCommand({}); } };", "REGISTER_ASYNC", /promise/],
  [
    "export default (api) => { api.registerService({ id: 'half', start() {} }); api.registerHttpHandler(() => {}); };",
    "OPENCLAW_MEMBER_REMOVED",
    /registerHttpHandler/,
  ],
  [
    "export default ({ registerHttpHandler: add }) => (0, globalThis.undefinedHere ?? {}).registerHttpHandler(add);",
    "OPENCLAW_MEMBER_REMOVED",
    /registerHttpRoute|registerHttpHandler/,
  ],
  ["export default (api) => api.registerTol({});", "OPENCLAW_MEMBER_UNKNOWN", /registerTool/],
  ["export default (api) => { throw new Error('on purpose'); };", "REGISTER_THREW", /on purpose/],
])("a plugin that cannot be loaded leaves nothing behind: %s [OC-9]", async (code, failure, words) => {
  const running = await runPlugin(code);
  expect(running.codes()).toContain(failure);
  expect(running.messages().join("\n")).toMatch(words);
  expect(running.contributions()).toEqual([]);
});

it("the removed member is absent, so that plugins can look for it [OC-9]", async () => {
  const running = await runRegister(`if (api.registerHttpHandler) api.registerHttpHandler(() => {});`);
  expect(running.messages()).toEqual([]);
});

it("registering after register returned throws [OC-9]", async () => {
  const running = await runRegister(
    `${telling("attempt()")} const attempt = () => { try { api.registerTool({ name: "late", description: "", execute() {} }); } catch (error) { return error.code; } };`,
  );
  expect(await told(running)).toBe("REGISTER_LATE");
  expect(running.contributions()).toEqual(["command:tell"]);
});

it("what has no counterpart is told once by its name, and gives what a plugin can go on with [OC-9]", async () => {
  const running = await runRegister(
    `api.registerSessionExtension({}); api.session.state.registerSessionExtension({}); api.registerWorkerProvider({});
     api.on("before_prompt_build", () => {});
     ${telling("api.session.workflow.enqueueNextTurnInjection({ sessionKey: 's', text: 't' })")}`,
  );
  expect(running.codes()).toEqual(["OPENCLAW_MEMBER_WITHOUT_COUNTERPART", "OPENCLAW_MEMBER_WITHOUT_COUNTERPART"]);
  expect(running.messages()[0]).toContain("api.registerSessionExtension");
  expect(await told(running)).toEqual({ enqueued: false, id: "", sessionKey: "" });
  expect(running.host.registry.handlers("before_prompt_build")).toHaveLength(1);
});

it("the lifecycle ends with the plugin, and turns may keep what they know [OC-7]", async () => {
  const running = await runRegister(
    `api.lifecycle.onDispose(() => api.logger.info("disposed"));
     api.lifecycle.registerRuntimeLifecycle({ id: "l", cleanup: ({ reason }) => api.logger.info("cleaned " + reason) });
     const { signal } = api.lifecycle;
     signal.addEventListener("abort", () => api.logger.info("aborted"));
     api.runContext.setRunContext({ runId: "r", namespace: "n", value: { seen: 1 } });
     ${telling("[api.runContext.getRunContext({ runId: 'r', namespace: 'n' }), api.getRunContext({ runId: 'other', namespace: 'n' }), signal.aborted]")}`,
  );
  expect(await told(running)).toEqual([{ seen: 1 }, null, false]);
  await running.host.unload("sample");
  const lines = running.log.map(({ message }) => message);
  expect(lines.toSorted()).toEqual(["aborted", "cleaned disable", "disposed"]);
});
