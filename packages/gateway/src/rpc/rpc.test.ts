import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRpc, type RpcClient } from "../../test/rpc-client.js";
import { heard, startGateway, takeHeard, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

const plugins: Record<string, TestPlugin> = {
  clock: {
    provides: { methods: ["clock.add", "clock.wait", "clock.fail", "clock.bug", "clock.big", "clock.reset"] },
    register: `
      heard.push("clock loaded");
      const parameters = { type: "object", required: ["a"], properties: { a: { type: "number" }, b: { type: "number", default: 1 } }, additionalProperties: false };
      api.registerGatewayMethod({ name: "clock.add", parameters, call: async ({ a, b }) => a + b });
      api.registerGatewayMethod({ name: "clock.wait", call: (_, { signal }) => new Promise((_, reject) => {
        signal.addEventListener("abort", () => { heard.push("aborted"); reject(signal.reason); });
        heard.push("waiting");
      }) });
      api.registerGatewayMethod({ name: "clock.fail", call: async () => { throw fail("rate-limited", "slow down", { retryAfterMs: 1500 }); } });
      api.registerGatewayMethod({ name: "clock.bug", call: async () => { throw new TypeError("inner detail"); } });
      api.registerGatewayMethod({ name: "clock.big", call: async () => 10n });
      api.registerGatewayMethod({ name: "clock.reset", scope: "admin", call: async () => "reset" });`,
  },
  tools: {
    provides: {
      tools: {
        told: { description: "Told ahead", parameters: { type: "object", properties: {} } },
      },
      commands: { greet: { description: "Greets", aliases: ["hi"] } },
    },
    register: `heard.push("tools loaded");
      api.registerTool({ name: "told", description: "Told ahead", parameters: { type: "object", properties: {} }, execute: async () => ({ text: "" }) });
      api.registerCommand({ name: "greet", description: "Greets", aliases: ["hi"], execute: async () => ({ text: "hi" }) });`,
  },
  quiet: {
    provides: { tools: ["untold"] },
    register: `heard.push("quiet loaded");
      api.registerTool({ name: "untold", description: "Told late", parameters: { type: "object" }, optional: true, execute: async () => ({ text: "" }) });`,
  },
  failing: { provides: { methods: ["failing.method"] }, register: 'throw new Error("no luck");' },
  greedy: {
    provides: { methods: ["gateway.health", "plugins.mine"] },
    register: `for (const name of ["gateway.health", "plugins.mine"]) api.registerGatewayMethod({ name, call: async () => "stolen" });`,
  },
};

let running: RunningGateway;
let rpc: RpcClient;
beforeAll(async () => {
  running = await startGateway({ plugins, section: { bodyLimitBytes: 4096 } });
  rpc = await openRpc(running.port);
});
afterAll(async () => {
  await rpc[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
});

describe("a plugin's method [RPC-1]", () => {
  it("loads its owner when it is first called, and gets the parameters with defaults in place", async () => {
    expect(takeHeard()).toEqual([]);
    expect(await rpc.call("clock.add", { a: 2 })).toEqual({ jsonrpc: "2.0", id: 1, result: 3 });
    expect(await rpc.call("clock.add", { a: 2, b: 5 })).toMatchObject({ result: 7 });
    expect(takeHeard()).toEqual(["clock loaded"]);
  });

  it("never sees parameters that do not fit", async () => {
    for (const params of [{}, { a: "two" }, { a: 1, c: 2 }, undefined]) {
      const { error } = await rpc.call("clock.add", params);
      expect(error).toMatchObject({ code: -32_602, data: { code: "invalid_parameters", status: 400 } });
      expect(error?.message).toContain("The parameters of 'clock.add' do not fit");
    }
  });

  it("that fails answers with the stable code of the error, and tells no inner detail", async () => {
    expect((await rpc.call("clock.fail")).error).toMatchObject({
      code: -32_000,
      message: "slow down",
      data: { code: "rate_limit_exceeded", type: "rate_limit_error", status: 429, retryAfterMs: 1500 },
    });
    for (const method of ["clock.bug", "clock.big"]) {
      const { error } = await rpc.call(method);
      expect(error).toMatchObject({
        code: -32_603,
        data: { code: "internal_error", requestId: expect.stringMatching(/^rpc_/) },
      });
      expect(JSON.stringify(error)).not.toContain("inner detail");
    }
    expect(running.log.map(({ message }) => message).join("\n")).toContain(
      "The method clock.bug failed: TypeError: inner detail",
    );
  });

  it("that nobody has is told from one whose plugin failed", async () => {
    expect((await rpc.call("clock.none")).error).toMatchObject({ code: -32_601, data: { code: "method_not_found" } });
    expect((await rpc.call("failing.method")).error).toMatchObject({
      code: -32_000,
      data: { code: "plugin_failed", status: 503 },
    });
  });

  it("for administrators is shut where the gateway asks nobody for a token", async () => {
    expect((await rpc.call("clock.reset")).error).toMatchObject({ data: { code: "token_required", status: 403 } });
  });

  it("is aborted when the caller leaves", async () => {
    const leaving = await openRpc(running.port);
    takeHeard();
    leaving.call("clock.wait").catch(() => {});
    await expect.poll(heard).toContain("waiting");
    leaving.socket.terminate();
    await expect.poll(heard).toContain("aborted");
  });

  it("with a name that is the gateway's own is never called, and that is said", async () => {
    expect((await rpc.call("gateway.health")).result).toMatchObject({ services: [] });
    const said = running.gateway.host.diagnostics.all.filter(({ code }) => code === "GATEWAY_METHOD_RESERVED");
    expect(said.map(({ plugin, message }) => [plugin, /"([^"]+)"/.exec(message)?.[1]])).toEqual([
      ["greedy", "gateway.health"],
      ["greedy", "plugins.mine"],
    ]);
    expect((await rpc.call("plugins.mine")).error).toMatchObject({ code: -32_601 });
  });
});

describe("the gateway's own methods", () => {
  it("list plugins, and inspect one", async () => {
    const { plugins: listed } = (await rpc.call("plugins.list")).result as {
      plugins: { id: string; status: string }[];
    };
    expect(listed.map(({ id, status }) => `${id} ${status}`).toSorted()).toEqual([
      "clock active",
      "failing failed",
      "greedy enabled",
      "quiet enabled",
      "tools enabled",
    ]);
    expect((await rpc.call("plugins.inspect", { id: "CLOCK" })).result).toMatchObject({
      id: "clock",
      status: "active",
    });
    expect((await rpc.call("plugins.inspect", { id: "none" })).error).toMatchObject({
      data: { code: "plugin_not_found" },
    });
    expect((await rpc.call("plugins.inspect")).error).toMatchObject({ code: -32_602, data: { param: "id" } });
  });

  it("list tools and commands, and load only the owners whose manifest does not tell", async () => {
    takeHeard();
    expect((await rpc.call("commands.list")).result).toEqual({
      commands: [{ name: "greet", plugin: "tools", description: "Greets", aliases: ["hi"] }],
    });
    expect((await rpc.call("tools.list")).result).toEqual({
      tools: expect.arrayContaining([
        { name: "told", plugin: "tools", description: "Told ahead", parameters: { type: "object", properties: {} } },
        { name: "untold", plugin: "quiet", description: "Told late", parameters: { type: "object" }, optional: true },
      ]),
    });
    expect(takeHeard()).toEqual(["quiet loaded"]);
  });
});
