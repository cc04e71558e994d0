import { channel } from "@mortise/sdk";
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runRegister, type RunningPlugin } from "../../../test/running-plugin.js";

const manifest = { channels: ["acme"], channelConfigs: { acme: { schema: { type: "object" } } } };

const acme = (more: string) => `api.registerChannel({ plugin: {
  id: "acme", meta: { label: "Acme", aliases: ["ac"] },
  config: {
    listAccountIds: (cfg) => Object.keys(cfg.channels?.acme?.accounts ?? {}),
    resolveAccount: (cfg, accountId) => ({ accountId, ...cfg.channels?.acme?.accounts?.[accountId] }),
    isConfigured: (account) => Boolean(account.token),
  },
  ${more}
} });`;

const outbound = `outbound: {
  deliveryMode: "direct",
  sendText: async (ctx) => { api.logger.info("text", ctx); return { channel: "acme", messageId: 7, threadId: ctx.threadId }; },
  sendMedia: async (ctx) => { api.logger.info("media", ctx); return { channel: "acme", messageId: "m-" + ctx.text }; },
  sendPoll: async (ctx) => { api.logger.info("poll", ctx); return { messageId: "p" }; },
  resolveTarget: ({ to }) => to.startsWith("@") ? { ok: true, to: "id-" + to.slice(1) } : { ok: false, error: new Error("who is " + to) },
},`;

type Operation = "outbound.send" | "outbound.sendPoll" | "resolveTarget" | "readiness" | "configure";

async function call({ host, find }: RunningPlugin, operation: string, request: object): Promise<unknown> {
  const found = await find(channel, "acme");
  return host.call(found, operation as Operation, request);
}

const toldBy = (running: RunningPlugin, what: string) =>
  running.log.filter(({ message }) => message === what).map(({ fields }) => fields);

it("messages go out by the channel's own ways, media as files [OC-7]", async () => {
  const running = await runRegister(acme(outbound), { manifest });
  expect(running.messages()).toEqual([]);
  expect((await running.find(channel, "acme")).value).toMatchObject({ label: "Acme", aliases: ["ac"] });
  await call(running, "configure", { config: { accounts: { main: { token: "t" } } } });
  const sent = await call(running, "outbound.send", { target: "room", text: "Hi", threadId: "t1" });
  expect(sent).toEqual({ messageId: "7", threadId: "t1" });
  expect(toldBy(running, "text")).toMatchObject([{ to: "room", text: "Hi", accountId: "main", threadId: "t1" }]);
  const media = [
    { data: new Uint8Array([1, 2]), mediaType: "image/png" },
    { data: new Uint8Array([3]), mediaType: "text/plain", name: "a.log" },
  ];
  expect(await call(running, "outbound.send", { target: "room", text: "See", media })).toEqual({ messageId: "m-" });
  const files = toldBy(running, "media").map((fields) => fields?.["mediaUrl"] as string);
  expect(files.map((file) => [existsSync(file), readFileSync(file).length, file.slice(-4)])).toEqual([
    [true, 2, ".png"],
    [true, 1, ".log"],
  ]);
  const poll = { target: "room", question: "Tea?", options: ["yes", "no"], durationSeconds: 5_000 };
  expect(await call(running, "outbound.sendPoll", poll)).toEqual({ messageId: "p" });
  expect(toldBy(running, "poll")).toMatchObject([{ to: "room", poll: { question: "Tea?", durationHours: 2 } }]);
});

it("targets are found, or not, as the channel says [OC-7]", async () => {
  const running = await runRegister(acme(outbound), { manifest });
  expect(await call(running, "resolveTarget", { text: "@ada" })).toEqual({ target: "id-ada" });
  await expect(call(running, "resolveTarget", { text: "ada" })).rejects.toMatchObject({
    code: "not-found",
    message: "who is ada",
  });
});

it("a channel is ready when its account is configured [OC-7]", async () => {
  const running = await runRegister(acme(""), { manifest });
  expect(await call(running, "readiness", {})).toMatchObject({ isReady: false });
  await call(running, "configure", { config: { accounts: { main: { token: "t" } } } });
  expect(await call(running, "readiness", {})).toEqual({ isReady: true });
});

it("actions of the shared message tool are described and handled [OC-7]", async () => {
  const running = await runRegister(
    acme(`actions: {
      describeMessageTool: ({ accountId }) => ({ actions: ["react", "send"], capabilities: ["buttons"], schema: [{ properties: { emoji: { type: "string" } }, actions: ["react"] }], mediaSourceParams: { send: ["path"] } }),
      handleAction: async ({ action, params, requesterSenderId }) => ({ content: [{ type: "text", text: action + params.emoji + requesterSenderId }] }),
    },`),
    { manifest },
  );
  expect(await call(running, "actions.describeMessageTool", {})).toEqual({
    actions: ["react", "send"],
    capabilities: ["buttons"],
    parameters: { react: { emoji: { type: "string" } } },
    mediaSourceParams: { send: ["path"] },
  });
  const request = { action: "react", parameters: { emoji: "+" }, scope: { requesterSenderId: "ada" } };
  expect(await call(running, "actions.handleAction", request)).toEqual({ handled: true, text: "react+ada" });
});

it("what comes in is not taken, which is told, and a channel may come without a wrapping [OC-9]", async () => {
  const running = await runRegister(
    `api.registerChannel({ id: "acme", meta: {}, gateway: { startAccount: async () => {} } }); api.registerChannel({});`,
    { manifest },
  );
  expect(running.codes()).toEqual(["OPENCLAW_MEMBER_WITHOUT_COUNTERPART", "OPENCLAW_REGISTRATION_LEFT_OUT"]);
  expect(running.contributions()).toContain("channel:acme");
  expect((await running.find(channel, "acme")).value.outbound).toBeUndefined();
});
