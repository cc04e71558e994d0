import { describe, expect, it } from "vitest";
import { openRpc } from "../../test/rpc-client.js";
import {
  rawRequest,
  startGateway,
  takeHeard,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";
import type { ChannelReport } from "./report.js";

const configSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["token"],
  properties: { token: { type: "string", minLength: 4 }, replies: { enum: ["thread", "flat"], default: "flat" } },
  additionalProperties: false,
};

const chat: TestPlugin = {
  provides: { channel: { chat: { configSchema, aliases: ["ch"] } } },
  register: `
    heard.push("chat loaded");
    let config;
    api.registerChannel({
      id: "chat",
      aliases: ["ch"],
      async configure(request) { config = request.config; heard.push(config); },
      readiness: async () => config ? { isReady: true, detail: "connected with " + config.token } : { isReady: false, detail: "no token" },
    });`,
};
const plain: TestPlugin = {
  provides: { channel: ["plain"] },
  register: 'api.registerChannel({ id: "plain", outbound: { send: async () => ({ messageId: "1" }) } });',
};
const sulky: TestPlugin = {
  provides: { channel: ["sulky"] },
  register: `api.registerChannel({
    id: "sulky",
    async configure() { throw new Error("not today"); },
    readiness: () => new Promise(() => {}),
  });`,
};

type Channels = Readonly<Record<string, unknown>>;

function start(plugins: Record<string, TestPlugin>, channels: unknown, env = {}): Promise<RunningGateway> {
  return startGateway({ plugins, env, sections: { channels } });
}

async function readHealth({ port }: RunningGateway): Promise<{ ok: boolean; channels: ChannelReport[] }> {
  return JSON.parse((await rawRequest(port, "/healthz")).text) as { ok: boolean; channels: ChannelReport[] };
}

function codesOf({ gateway }: RunningGateway): readonly string[] {
  return gateway.host.diagnostics.all.map(({ code, pointer, plugin }) => [code, pointer, plugin].join(" "));
}

describe("a channel's section [CHAN-1]", () => {
  it("is handed to its owner when the gateway starts, with defaults and secrets in place", async () => {
    takeHeard();
    const channels: Channels = { chat: { enabled: true, token: { $env: "CHAT_TOKEN" } } };
    await using running = await start({ chat, plain }, channels, { CHAT_TOKEN: "sk-chat-token" });
    expect(takeHeard()).toEqual(["chat loaded", { token: "sk-chat-token", replies: "flat" }]);
    expect(await readHealth(running)).toMatchObject({
      ok: true,
      channels: [
        { id: "chat", plugin: "chat", isConfigured: true, isReady: true, detail: "connected with [redacted]" },
        { id: "plain", plugin: "plain", isConfigured: false, isReady: false, detail: "It is not loaded." },
      ],
    });
  });

  it("may name the channel by an alias, and then is its config all the same", async () => {
    takeHeard();
    await using running = await start({ chat }, { ch: { token: "long-enough" } });
    expect(takeHeard()).toEqual(["chat loaded", { token: "long-enough", replies: "flat" }]);
    expect((await readHealth(running)).channels).toEqual([
      { id: "chat", plugin: "chat", isConfigured: true, isReady: true, detail: "connected with long-enough" },
    ]);
  });

  it("under an alias that does not hold is still the channel's", async () => {
    await using running = await start({ chat }, { ch: {} });
    expect(codesOf(running).join()).toContain("/channels/ch/token chat");
    expect((await readHealth(running)).channels).toMatchObject([{ id: "chat", isConfigured: true, isReady: false }]);
  });

  it.each([
    ["of a wrong value", { token: 5 }, "CONFIG_INVALID_VALUE /channels/chat/token chat"],
    ["with a key that is none", { token: "long-enough", tokn: "x" }, "CONFIG_UNKNOWN_KEY /channels/chat/tokn chat"],
    ["whose secret is not there", { token: { $env: "NONE" } }, "SECRET_ENV_UNSET /channels/chat/token chat"],
    ["that is no object", 5, "CONFIG_INVALID_VALUE /channels/chat chat"],
  ])("%s is said, and its owner is not given it", async (_, section, said) => {
    takeHeard();
    await using running = await start({ chat }, { chat: section });
    expect(takeHeard()).toEqual([]);
    expect(codesOf(running)).toContain(said);
    expect(await readHealth(running)).toMatchObject({
      ok: false,
      channels: [{ id: "chat", isConfigured: true, isReady: false, detail: "Its config does not hold." }],
    });
  });

  it("that is turned off is passed over", async () => {
    takeHeard();
    await using running = await start({ chat, plain }, { chat: { enabled: false, token: 5 } });
    expect(takeHeard()).toEqual([]);
    const { ok, channels } = await readHealth(running);
    expect([ok, channels.filter(({ isConfigured }) => isConfigured)]).toEqual([true, []]);
  });

  it("of a channel without a schema or a configure is taken as it is", async () => {
    await using running = await start({ plain }, { plain: { anything: [1] } });
    expect(await readHealth(running)).toMatchObject({
      ok: true,
      channels: [{ id: "plain", plugin: "plain", isConfigured: true, isReady: true }],
    });
  });

  it("that nobody provides is said, with the nearest that there is", async () => {
    await using running = await start({ chat }, { chta: { token: "long-enough" } });
    expect(codesOf(running)).toContain("CHANNEL_NOT_PROVIDED /channels/chta ");
    const said = running.gateway.host.diagnostics.all.find(({ code }) => code === "CHANNEL_NOT_PROVIDED");
    expect(said?.message).toContain('Did you mean "chat"?');
    expect(await readHealth(running)).toMatchObject({
      ok: false,
      channels: [{ id: "chat" }, { id: "chta", isConfigured: true, isReady: false }],
    });
  });

  it("that its owner cannot take is said, and harms nobody else", async () => {
    await using running = await start({ sulky, chat }, { sulky: {}, chat: { token: "long-enough" } });
    expect(codesOf(running)).toContain("CHANNEL_NOT_CONFIGURED /channels/sulky sulky");
    const { channels } = await readHealth(running);
    expect(Object.fromEntries(channels.map(({ id, isReady }) => [id, isReady]))).toEqual({ sulky: false, chat: true });
  });

  it.each<readonly [string, TestPlugin, string]>([
    [
      "failed",
      { provides: { channel: { lost: { aliases: ["gone"] } } }, register: 'throw new Error("no luck");' },
      'The plugin "owner" failed: .*no luck',
    ],
    [
      "may not run",
      {
        provides: { channel: { lost: { aliases: ["gone"] } } },
        manifest: { configSchema: { type: "object", required: ["key"], properties: { key: { type: "string" } } } },
      },
      'The plugin "owner" does not run: required config is missing',
    ],
    [
      "does not register it",
      { provides: { channel: { lost: { aliases: ["gone"] } } } },
      'The plugin "owner" does not register it.',
    ],
  ])("of a plugin that %s is in the health report, with the reason", async (_, owner, reason) => {
    await using running = await start({ owner, plain }, { gone: {} });
    const { ok, channels } = await readHealth(running);
    expect(ok).toBe(false);
    const lost = channels.filter(({ isConfigured }) => isConfigured);
    expect(lost).toMatchObject([{ plugin: "owner", isReady: false, detail: expect.stringMatching(reason) }]);
    await using rpc = await openRpc(running.port);
    const listed = (await rpc.call("channels.list")).result as { readonly channels: readonly ChannelReport[] };
    expect(listed.channels).toEqual(channels);
  });

  it("stands in an object of channels, and anything else is said", async () => {
    await using running = await start({ chat }, ["chat"]);
    expect(codesOf(running)).toContain("CHANNELS_NOT_OBJECT /channels ");
  });
});

it("GET /plugins tells how each plugin's channels are", async () => {
  await using running = await start({ chat, plain }, { chat: { token: "long-enough" } });
  const { plugins } = JSON.parse((await rawRequest(running.port, "/plugins")).text) as {
    plugins: { id: string; channels?: ChannelReport[] }[];
  };
  expect(plugins.find(({ id }) => id === "chat")?.channels).toMatchObject([{ id: "chat", isReady: true }]);
});
