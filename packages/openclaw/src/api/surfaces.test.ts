import { command, gatewayDiscovery, gatewayMethod, interactiveHandler, service } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../test/running-plugin.js";

async function run({ host, find }: RunningPlugin, name: string, invocation: object) {
  return host.call(await find(command, name), "execute", { args: "", ...invocation });
}

it("a command is told what was typed and where, and its reply's text is the answer [OC-7]", async () => {
  const running = await runRegister(
    `api.registerCommand({ name: "/say", description: "Says.", acceptsArgs: true, handler: (ctx) => ({ text: JSON.stringify(ctx), mediaUrl: "https://example.com/a.png" }) });`,
  );
  const scope = { sessionKey: "k", accountId: "acc", requesterSenderId: "ada" };
  const [told, media] = (await run(running, "say", { args: "one two", scope })).text.split("\n");
  expect(JSON.parse(told ?? "")).toMatchObject({
    args: "one two",
    commandBody: "/say one two",
    sessionKey: "k",
    accountId: "acc",
    senderId: "ada",
    isAuthorizedSender: true,
  });
  expect(media).toBe("https://example.com/a.png");
});

it.each([
  [`"plain"`, "plain"],
  [`undefined`, ""],
  [`({ state: "up" })`, '{\n  "state": "up"\n}'],
])("a command's answer %s is a text here [OC-7]", async (reply, text) => {
  const running = await runRegister(`api.registerCommand({ name: "say", handler: async () => ${reply} });`);
  expect(await run(running, "say", {})).toEqual({ text });
});

it("a command whose name is no id is called by it all the same [OC-7]", async () => {
  const running = await runRegister(
    `api.registerCommand({ name: "stt:status", handler: (ctx) => ({ text: "<" + ctx.args + ">" }) });`,
  );
  expect(running.codes()).toEqual(["OPENCLAW_ID_REWRITTEN"]);
  const { value } = await running.find(command, "stt.status");
  const match = new RegExp(`^(?:${value.pattern})$`).exec("/stt:status now please");
  expect(await run(running, "stt.status", { args: "/stt:status now please", match: match?.slice(1) })).toEqual({
    text: "<now please>",
  });
});

it("a service is started and stopped with its folder, its config and its log, and says how it is [OC-7]", async () => {
  const running = await runRegister(
    `api.registerService({ id: "My service!", async start(ctx) { this.ctx = ctx; ctx.logger.info("start " + (await import("node:fs")).existsSync(ctx.stateDir), { config: ctx.config.plugins.entries.sample.config }); ctx.serviceHealth.reportFailure(new Error("tired")); },
       stop(ctx) { ctx.logger.info("stop " + (ctx === this.ctx)); } });`,
    { config: { a: 1 } },
  );
  const found = await running.find(service, "My-service");
  await running.host.start();
  expect(await running.host.call(found, "health", {})).toEqual({ ok: false, detail: "tired" });
  await running.host.unload("sample");
  expect(running.log.map(({ message, fields }) => [message, fields])).toEqual([
    ["start true", { config: { a: 1 } }],
    ["stop true", undefined],
  ]);
});

it.each([
  [`({ params, respond }) => respond(true, { sum: params.a + 1 })`, { sum: 2 }],
  [`async ({ respond }) => { setTimeout(() => respond(true, "later"), 5); }`, "later"],
  [`() => ({ ok: true })`, { ok: true }],
])("a gateway method answers through respond or by what it returns: %s [OC-7]", async (handler, answer) => {
  const running = await runRegister(`api.registerGatewayMethod("sample.sum", ${handler}, { scope: "operator.read" });`);
  const found = await running.find(gatewayMethod, "sample.sum");
  expect(await running.host.call(found, "call", { a: 1 })).toEqual(answer);
  expect(found.value.scope).toBe("read");
});

it("a gateway method's refusal keeps its meaning, and without a scope it is for administrators [OC-7]", async () => {
  const running = await runRegister(
    `api.registerGatewayMethod("sample.no", ({ respond }) => respond(false, undefined, { code: "INVALID_REQUEST", message: "wrong" }));
     api.registerGatewayMethod("sample.throws", () => { throw new Error("broken"); });`,
  );
  const no = await running.find(gatewayMethod, "sample.no");
  expect(no.value.scope).toBe("admin");
  await expect(running.host.call(no, "call", {})).rejects.toMatchObject({ message: "wrong", code: "invalid-request" });
  const broken = await running.find(gatewayMethod, "sample.throws");
  await expect(running.host.call(broken, "call", {})).rejects.toThrow("broken");
});

it("what makes the gateway known is told its port, and stopped when the plugin goes [OC-7]", async () => {
  const running = await runRegister(
    `api.registerGatewayDiscoveryService({ id: "mdns", advertise: (ctx) => { api.logger.info("known as " + ctx.machineDisplayName + ":" + ctx.gatewayPort); return { stop: () => api.logger.info("withdrawn") }; } });`,
  );
  const found = await running.find(gatewayDiscovery, "mdns");
  await running.host.call(found, "advertise", { name: "here", url: "http://127.0.0.1:4280" });
  await running.host.unload("sample");
  expect(running.log.map(({ message }) => message)).toEqual(["known as here:4280", "withdrawn"]);
});

it("an answer to buttons may reply [OC-7]", async () => {
  const running = await runRegister(
    `api.registerInteractiveHandler({ channel: "acme", namespace: "votes", handler: async (ctx) => { await ctx.respond.reply({ text: ctx.callback.data }); return { handled: true }; } });`,
  );
  const found = await running.find(interactiveHandler, "votes");
  expect(found.value.channels).toEqual(["acme"]);
  const given = { channel: "acme", payload: "yes", scope: {} };
  expect(await running.host.call(found, "handle", given)).toEqual({ handled: true, text: "votes:yes" });
});
