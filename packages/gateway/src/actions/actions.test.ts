import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRpc, type RpcClient } from "../../test/rpc-client.js";
import {
  rawRequest,
  startGateway,
  takeHeard,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";

const plugins: Record<string, TestPlugin> = {
  votes: {
    provides: { interactiveHandlers: ["votes", "picky"], messageActions: ["shout", "team/odd"] },
    register: `
      heard.push("votes loaded");
      api.registerInteractiveHandler({ id: "votes", handle: async (interaction) => ({ handled: true, text: JSON.stringify(interaction) }) });
      api.registerInteractiveHandler({ id: "picky", channels: ["Slack"], handle: async () => ({ handled: true }) });
      api.registerMessageAction({
        id: "shout", label: "Shout", description: "In capitals", icon: "icon.svg",
        run: async ({ messages, ...rest }) => ({ text: JSON.stringify(rest), replacement: messages.at(-1).content.toUpperCase() }),
      });
      api.registerMessageAction({ id: "team/odd", label: "Odd", run: async () => undefined });`,
  },
  failing: {
    provides: { messageActions: ["gone"], interactiveHandlers: ["lost"] },
    register: 'throw new Error("no luck");',
  },
};

const token = "0123456789abcdef-token";
let open: RunningGateway;
let rpc: RpcClient;
beforeAll(async () => {
  open = await startGateway({ plugins });
  rpc = await openRpc(open.port);
});
afterAll(async () => {
  await rpc[Symbol.asyncDispose]();
  await open[Symbol.asyncDispose]();
});

const post = async (id: string, body: object, { port }: RunningGateway = open, headers = {}) => {
  const path = `/v1/messages/actions/${id}`;
  const { status, text } = await rawRequest(port, path, { method: "POST", body: JSON.stringify(body), headers });
  return { status, body: JSON.parse(text) as Record<string, unknown> };
};
const messages = [
  { role: "user", content: "Say something" },
  { role: "assistant", content: "something" },
];

describe("interactions.send [TURN-6]", () => {
  it("leads to the handler of the namespace, its owner loaded", async () => {
    takeHeard();
    const values = { why: ["tea"] };
    const params = { channel: "chat", payload: "votes:yes:really", values, scope: { sessionId: "s1" } };
    const { result } = await rpc.call("interactions.send", params);
    const { text } = result as { text: string };
    expect(JSON.parse(text)).toEqual({ channel: "chat", payload: "yes:really", values, scope: { sessionId: "s1" } });
    expect(takeHeard()).toEqual(["votes loaded"]);
  });

  it("is handled only from the channels that the handler takes", async () => {
    const send = async (channel: string) =>
      (await rpc.call("interactions.send", { channel, payload: "picky:" })).result;
    expect([await send("slack"), await send("chat")]).toEqual([{ handled: true }, { handled: false }]);
  });

  it.each([
    [{ channel: "chat", payload: "votes" }, "invalid_value"],
    [{ channel: "chat" }, "missing_required_parameter"],
    [{ payload: "votes:x" }, "missing_required_parameter"],
    [{ channel: "chat", payload: "none:x" }, "interaction_handler_not_found"],
    [{ channel: "chat", payload: "lost:x" }, "plugin_failed"],
  ])("with %j is an error with the code %s", async (params, code) => {
    expect((await rpc.call("interactions.send", params)).error).toMatchObject({ data: { code } });
  });
});

describe("message actions", () => {
  it("are offered with their labels", async () => {
    const { text } = await rawRequest(open.port, "/v1/messages/actions");
    expect(JSON.parse(text)).toEqual({
      data: [
        { id: "shout", plugin: "votes", label: "Shout", description: "In capitals", icon: "icon.svg" },
        { id: "team/odd", plugin: "votes", label: "Odd" },
      ],
    });
  });

  it("get the conversation up to the message, and answer with a text or a replacement", async () => {
    const { status, body } = await post("shout", { messages, message_id: "m1", values: { loud: true } });
    expect([status, body["replacement"]]).toEqual([200, "SOMETHING"]);
    expect(JSON.parse(String(body["text"]))).toEqual({ messageId: "m1", values: { loud: true }, scope: {} });
    expect(await post("team/odd", { messages })).toEqual({ status: 200, body: {} });
  });

  it("that nobody has, that failed, and calls without a message are told apart", async () => {
    expect(await post("none", { messages })).toMatchObject({
      status: 404,
      body: { error: { code: "message_action_not_found" } },
    });
    expect(await post("gone", { messages })).toMatchObject({ status: 503, body: { error: { code: "plugin_failed" } } });
    expect(await post("shout", {})).toMatchObject({ status: 400, body: { error: { param: "messages" } } });
  });

  it("trust who asked only where the caller has shown the token", async () => {
    const scope = { requesterSenderId: "ada", currentChannelId: "general" };
    const said = async (running: RunningGateway, headers = {}) =>
      JSON.parse(String((await post("shout", { messages, scope }, running, headers)).body["text"])) as object;
    expect(await said(open)).toEqual({ scope: { currentChannelId: "general" } });
    await using guarded = await startGateway({ plugins, section: { http: { token } } });
    expect(await said(guarded, { authorization: `Bearer ${token}` })).toEqual({ scope });
  });
});
