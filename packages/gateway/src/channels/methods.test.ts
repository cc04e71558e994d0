import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRpc, type RpcClient } from "../../test/rpc-client.js";
import { startGateway, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

const chat: TestPlugin = {
  provides: { channel: { chat: { configSchema: { type: "object", properties: { room: { type: "string" } } } } } },
  register: `
    let sent = 0;
    api.registerChannel({
      id: "chat",
      conversations: { thread: "/topic/" },
      outbound: { send: async (message) => ({ messageId: JSON.stringify({ number: ++sent, ...message }) }) },
      resolveTarget: async ({ text }) => {
        if (text === "#tea") return { target: "room:5/topic/9" };
        if (text !== "@ada") throw fail("not-found", "nobody is called " + text);
        return { target: "user:1", label: "Ada" };
      },
      actions: {
        describeMessageTool: async (scope) => ({ actions: ["send", "react"], capabilities: [], parameters: {}, mediaSourceParams: {}, scope }),
        handleAction: async ({ action, parameters }) => action === "react" ? { handled: true, text: parameters.emoji } : { handled: false },
      },
      readiness: async () => ({ isReady: true }),
    });`,
};
const mute: TestPlugin = { provides: { channel: ["mute"] }, register: 'api.registerChannel({ id: "mute" });' };
const failing: TestPlugin = { provides: { channel: ["failing"] }, register: 'throw new Error("no luck");' };

let running: RunningGateway;
let rpc: RpcClient;
beforeAll(async () => {
  running = await startGateway({ plugins: { chat, mute, failing }, sections: { channels: { mute: 5 } } });
  rpc = await openRpc(running.port);
});
afterAll(async () => {
  await rpc[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
});

const sentBy = (result: unknown) => JSON.parse((result as { messageId: string }).messageId) as object;

describe("channels.send [CHAN-2]", () => {
  it("lets the channel find the target, and goes out through it", async () => {
    const params = { channel: "chat", to: "@ada", text: "Tea?", threadId: "7", scope: { accountId: "bot" } };
    const { result } = await rpc.call("channels.send", params);
    expect(sentBy(result)).toMatchObject({ target: "user:1", text: "Tea?", threadId: "7", accountId: "bot" });
  });

  it("takes a target that names a thread apart, as the channel writes it", async () => {
    const send = async (more: object) =>
      sentBy((await rpc.call("channels.send", { channel: "chat", to: "#tea", text: "Tea?", ...more })).result);
    expect(await send({})).toMatchObject({ target: "room:5", threadId: "9" });
    expect(await send({ threadId: "1" })).toMatchObject({ target: "room:5", threadId: "1" });
    const parts = await rpc.call("channels.readConversation", { channel: "chat", id: "room:5/topic/9" });
    expect(parts.result).toEqual({ conversation: "room:5", thread: "9", inheritsFrom: "room:5" });
  });

  it.each([
    [{ channel: "chat", to: "@bob", text: "x" }, "not_found"],
    [{ channel: "chat", to: "@ada" }, "missing_required_parameter"],
    [{ channel: "none", to: "x", text: "x" }, "channel_not_found"],
    [{ channel: "failing", to: "x", text: "x" }, "plugin_failed"],
    [{ channel: "mute", to: "x", text: "x" }, "channel_not_configured"],
  ])("with %j is an error with the code %s", async (params, code) => {
    expect((await rpc.call("channels.send", params)).error).toMatchObject({ data: { code } });
  });
});

describe("the actions of a channel", () => {
  it("are described for where they are asked", async () => {
    const { result } = await rpc.call("channels.describeActions", { channel: "chat", scope: { sessionId: "s" } });
    expect(result).toMatchObject({ actions: ["send", "react"], scope: { sessionId: "s" } });
  });

  it("are done by the channel; a send that it leaves to others goes the shared way", async () => {
    const react = { channel: "chat", action: "react", parameters: { emoji: "tea" } };
    expect((await rpc.call("channels.act", react)).result).toEqual({ handled: true, text: "tea" });
    const send = { channel: "chat", action: "send", parameters: { to: "@ada", text: "Hi" } };
    const { handled, data } = (await rpc.call("channels.act", send)).result as { handled: boolean; data: unknown };
    expect([handled, sentBy(data)]).toEqual([true, expect.objectContaining({ target: "user:1", text: "Hi" })]);
    expect((await rpc.call("channels.act", { channel: "chat", action: "dance" })).result).toEqual({ handled: false });
  });
});

it("channels.list tells how each is", async () => {
  expect((await rpc.call("channels.list")).result).toEqual({
    channels: expect.arrayContaining([
      { id: "chat", plugin: "chat", isConfigured: false, isReady: true },
      { id: "mute", plugin: "mute", isConfigured: true, isReady: false, detail: "Its config does not hold." },
    ]),
  });
});
