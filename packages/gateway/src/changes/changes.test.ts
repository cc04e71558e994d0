import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actor, mirror } from "../../test/chat-plugin.js";
import { openRpc, type RpcAnswer } from "../../test/rpc-client.js";
import {
  rawRequest,
  startGateway,
  takeHeard,
  writePlugin,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";
import type { LivePluginReport } from "../plugins/report.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

const token = "a-long-enough-token";
const bearer = { authorization: `Bearer ${token}` };
const withToken = { http: { token } };

const all = (word: string): TestPlugin => ({
  provides: {
    routes: ["/all"],
    methods: ["all.say"],
    commands: ["say"],
    "text-inference": { all: { models: [word] } },
  },
  register: `
    api.registerHttpRoute({ path: "/all", handle: async () => new Response("${word}") });
    api.registerGatewayMethod({ name: "all.say", call: async () => "${word}" });
    api.registerCommand({ name: "say", description: "${word}", execute: async () => ({ text: "${word}" }) });
    api.registerProvider({ id: "all", complete: async () => ({ message: { role: "assistant", content: "${word}" }, finishReason: "stop" }) });`,
});

const chat: TestPlugin = {
  provides: { channel: { chat: { configSchema: { type: "object", properties: { name: { type: "string" } } } } } },
  register: `
    heard.push("made");
    let config;
    api.registerChannel({
      id: "chat",
      async configure(request) { config = request.config; heard.push(config); },
      readiness: async () => ({ isReady: true, detail: config ? config.name : "none" }),
    });`,
};

async function call(running: RunningGateway, method: string, params: object = {}): Promise<RpcAnswer> {
  await using rpc = await openRpc(running.port, bearer);
  const answer = await rpc.call(method, params);
  return answer;
}

/** Writes the config anew, for the plugins that there are. */
function writeConfig({ folder, gateway }: RunningGateway, sections: object): void {
  const paths = gateway.host.controlPlane.plugins.map(({ decision }) => decision.candidate.root);
  writeFileSync(join(folder, "mortise.jsonc"), JSON.stringify({ plugins: { load: { paths } }, ...sections }));
}

async function surfacesOf(running: RunningGateway): Promise<readonly unknown[]> {
  const route = await rawRequest(running.port, "/all", { headers: bearer });
  const said = await call(running, "all.say");
  const { commands } = (await call(running, "commands.list")).result as { commands: { description: string }[] };
  const models = await rawRequest(running.port, "/v1/models", { headers: bearer });
  const { data } = JSON.parse(models.text) as { data: { id: string }[] };
  const inspected = await call(running, "plugins.inspect", { id: "all" });
  return [
    route.status === 200 ? route.text : route.status,
    said.result ?? said.error?.code,
    ...commands.map(({ description }) => description),
    ...data.map(({ id }) => id),
    (inspected.result as LivePluginReport).status,
  ];
}

describe("the operator's methods [GATE-8]", () => {
  it("reload, disable and enable a plugin, and everything that callers see follows", async () => {
    await using running = await startGateway({ plugins: { all: all("one") }, section: withToken });
    expect(await surfacesOf(running)).toEqual(["one", "one", "one", "all/one", "active"]);
    writePlugin(running.folder, "all", all("two"));
    const { result } = await call(running, "plugins.reload", { id: "ALL" });
    expect(result).toMatchObject({ reloaded: ["all"], unloaded: [], failed: [] });
    expect((result as { delta: { changed: object[] } }).delta.changed).toContainEqual({
      kind: "route",
      id: "/all",
      plugin: "all",
      status: "active",
    });
    expect(await surfacesOf(running)).toEqual(["two", "two", "two", "all/two", "active"]);
    expect((await call(running, "plugins.disable", { id: "all" })).result).toMatchObject({ unloaded: ["all"] });
    expect(await surfacesOf(running)).toEqual([404, -32_601, "off"]);
    expect((await call(running, "plugins.enable", { id: "all" })).result).toMatchObject({ failed: [] });
    expect(await surfacesOf(running)).toEqual(["two", "two", "two", "all/two", "active"]);
  });

  it("say why a plugin runs on as it was, with secrets taken out", async () => {
    await using running = await startGateway({ plugins: { all: all("one") }, section: withToken });
    await running.gateway.host.load(["all"]);
    writePlugin(running.folder, "all", { ...all("two"), module: `throw new Error("no: ${token}");` });
    const { result } = await call(running, "plugins.reload", { id: "all" });
    expect(result).toMatchObject({ reloaded: [], failed: [{ plugin: "all" }] });
    expect(JSON.stringify(result)).toContain("no: [redacted]");
    expect(await surfacesOf(running)).toEqual(["one", "one", "one", "all/one", "active"]);
  });

  it("count calls while that is asked for, and reset what is not called any more", async () => {
    await using running = await startGateway({ plugins: { all: all("one") }, section: withToken });
    expect((await call(running, "plugins.measure", { on: true })).result).toEqual({ counters: {} });
    await call(running, "all.say");
    const { result } = await call(running, "plugins.measure", { on: false });
    expect(result).toMatchObject({ counters: { all: { calls: 1, failures: 0 } } });
    await call(running, "all.say");
    expect((await call(running, "plugins.measure", { on: false })).result).toEqual(result);
    expect((await call(running, "plugins.resetBreaker", { id: "all" })).result).toEqual({ breakers: [] });
  });

  it("are for callers that have shown a token, and know only what there is", async () => {
    await using open = await startGateway({ plugins: { all: all("one") } });
    const methods = ["reload", "enable", "disable", "resetBreaker", "measure"].map((name) => `plugins.${name}`);
    for (const method of [...methods, "config.reload"]) {
      const { error } = await call(open, method, { id: "all" });
      expect(error?.data).toMatchObject({ status: 403, code: "token_required" });
    }
    await using closed = await startGateway({ plugins: { all: all("one") }, section: withToken });
    expect((await call(closed, "plugins.reload", { id: "al" })).error).toMatchObject({
      message: expect.stringContaining("all") as string,
      data: { status: 404, code: "plugin_not_found" },
    });
    expect((await call(closed, "plugins.reload")).error?.data).toMatchObject({ status: 400 });
  });
});

describe("a channel [CHAN-1]", () => {
  const start = (sections: object) => startGateway({ plugins: { chat, actor }, section: withToken, sections });
  const detail = async (running: RunningGateway) => {
    const { channels } = (await call(running, "channels.list")).result as { channels: { detail?: string }[] };
    return channels.map((each) => each.detail);
  };

  it("is configured again when its section changed, and not when another did", async () => {
    await using running = await start({ channels: { chat: { name: "one" } } });
    expect(takeHeard()).toEqual(["made", { name: "one" }]);
    writeConfig(running, { gateway: withToken, channels: { chat: { name: "two" } } });
    await call(running, "config.reload");
    expect(takeHeard()).toEqual([{ name: "two" }]);
    expect(await detail(running)).toEqual(["two"]);
    writeConfig(running, {
      gateway: { ...withToken, defaultModel: "actor/actor-1" },
      channels: { chat: { name: "two" } },
    });
    await call(running, "config.reload");
    expect(takeHeard()).toEqual([]);
  });

  it("is configured anew with its plugin, and by a word of the application's too", async () => {
    await using running = await start({ channels: { chat: { name: "one" } } });
    await running.gateway.host.reload("chat");
    await vi.waitFor(async () => expect(await detail(running)).toEqual(["one"]));
    expect(takeHeard()).toEqual(["made", { name: "one" }, "made", { name: "one" }]);
    writeConfig(running, { gateway: withToken, channels: { chat: { name: "three" } } });
    await running.gateway.host.updateConfig();
    await vi.waitFor(async () => expect(await detail(running)).toEqual(["three"]));
  });

  it("whose section is gone has its config no more", async () => {
    await using running = await start({ channels: { chat: { name: "one" } } });
    writeConfig(running, { gateway: withToken });
    await call(running, "config.reload");
    expect(takeHeard()).toEqual(["made", { name: "one" }, "made"]);
    expect((await call(running, "channels.list")).result).toMatchObject({
      channels: [{ id: "chat", isConfigured: false, detail: "none" }],
    });
  });

  it("that is turned off is not told of its section, until it is turned on", async () => {
    await using running = await start({ channels: { chat: { name: "one" } } });
    writeConfig(running, { gateway: withToken, channels: { chat: { name: "one", enabled: false } } });
    await call(running, "config.reload");
    expect(await detail(running)).not.toContain("one");
    writeConfig(running, { gateway: withToken, channels: { chat: { name: "one" } } });
    await call(running, "config.reload");
    expect(await detail(running)).toEqual(["one"]);
  });

  it("that could not be configured is tried again when something changed, and said once", async () => {
    await using running = await start({ channels: { chat: { name: 5 }, chta: {} } });
    expect(takeHeard()).toEqual([]);
    await call(running, "config.reload");
    const codes = running.gateway.host.diagnostics.all.map(({ code }) => code);
    expect(codes.filter((code) => code === "CHANNEL_NOT_PROVIDED")).toHaveLength(1);
    writeConfig(running, { gateway: withToken, channels: { chat: { name: "mended" } } });
    await call(running, "config.reload");
    expect(await detail(running)).toEqual(["mended"]);
  });
});

describe("the gateway's own section [GATE-11]", () => {
  const ask = async ({ port }: RunningGateway, body: object = {}, headers = {}) => {
    const messages = [{ role: "user", content: "hi" }];
    const all = { ...bearer, ...headers };
    return rawRequest(port, "/v1/chat/completions", {
      method: "POST",
      headers: all,
      body: JSON.stringify({ messages, ...body }),
    });
  };

  it("holds as it is now", async () => {
    await using running = await startGateway({ plugins: { actor, mirror }, section: withToken });
    expect((await ask(running)).status).toBe(400);
    const origin = "https://app.example";
    expect((await ask(running, { model: "actor/actor-1" }, { origin })).status).toBe(403);
    const section = { ...withToken, defaultModel: "actor/actor-1", allowedOrigins: [origin], bodyLimitBytes: 2048 };
    writeConfig(running, { gateway: section });
    await call(running, "config.reload");
    expect(running.gateway.settings).toMatchObject({ defaultModel: "actor/actor-1", port: 0 });
    const answer = await ask(running, {}, { origin });
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([200, origin]);
    expect((await ask(running, { user: "u".repeat(3000) })).status).toBe(413);
    await using rpc = await openRpc(running.port, bearer);
    rpc.socket.send("x".repeat(3000));
    await vi.waitFor(() => expect(rpc.socket.readyState).toBe(rpc.socket.CLOSED));
  });

  it("says what holds only from the next start, and that it does not hold yet", async () => {
    await using running = await startGateway({ plugins: { actor }, section: withToken });
    writeConfig(running, { gateway: { port: 4001, http: { token: "another-long-token" }, chat: { toolRounds: 1 } } });
    await call(running, "config.reload");
    const said = running.gateway.host.diagnostics.all.filter(({ code }) => code === "GATEWAY_RESTART_NEEDED");
    expect(said.map(({ message }) => message)).toEqual([expect.stringContaining("port, http changed")]);
    expect(running.gateway.settings).toMatchObject({ port: 0, chat: { toolRounds: 1 } });
    expect((await ask(running, { model: "actor/actor-1" })).status).toBe(200);
  });

  it("in which something is wrong now is not taken over, and said once", async () => {
    const before = { ...withToken, defaultModel: "actor/actor-1" };
    await using running = await startGateway({ plugins: { actor }, section: before });
    writeConfig(running, { gateway: { ...withToken, bodyLimitBytes: "much" } });
    await call(running, "config.reload");
    await call(running, "config.reload");
    expect((await ask(running)).status).toBe(200);
    const codes = running.gateway.host.diagnostics.all.map(({ code }) => code);
    expect(codes.filter((code) => code === "GATEWAY_CONFIG_INVALID_VALUE")).toHaveLength(1);
  });
});

it("what can never be reached is said when a plugin that comes later brings it", async () => {
  await using running = await startGateway({ plugins: { all: all("one") }, section: withToken });
  const late: TestPlugin = { provides: { routes: ["/healthz"], methods: ["plugins.late"] } };
  writePlugin(running.folder, "all", late);
  await call(running, "plugins.reload", { id: "all" });
  const codes = running.gateway.host.diagnostics.all.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["GATEWAY_ROUTE_RESERVED", "GATEWAY_METHOD_RESERVED"]));
});
