import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openRpc, type RpcClient } from "../../test/rpc-client.js";
import {
  heard,
  rawRequest,
  startGateway,
  takeHeard,
  type RunningGateway,
  type TestPlugin,
} from "../../test/running-gateway.js";

const plugins: Record<string, TestPlugin> = {
  clock: {
    provides: { methods: ["clock.add", "clock.wait", "clock.reset"] },
    register: `
      api.registerGatewayMethod({ name: "clock.add", call: async ({ a, b = 1 }) => a + b });
      api.registerGatewayMethod({ name: "clock.wait", call: (_, { signal }) => new Promise((_, reject) => {
        signal.addEventListener("abort", () => { heard.push("aborted"); reject(signal.reason); });
        heard.push("waiting");
      }) });
      api.registerGatewayMethod({ name: "clock.reset", scope: "admin", call: async () => "reset" });`,
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

describe("a frame [RPC-1]", () => {
  it.each([
    ["that is no JSON", "{", -32_700],
    ["that is no object", "17", -32_600],
    ["that is an empty list", "[]", -32_600],
    ["with something in it that is no call", '[null, {"jsonrpc":"2.0","id":1,"method":"clock.add"}]', -32_600],
    ["that is another version's", '{"id":1,"method":"clock.add"}', -32_600],
    [
      "with too many calls",
      JSON.stringify(Array.from({ length: 101 }, () => ({ jsonrpc: "2.0", method: "clock.add" }))),
      -32_600,
    ],
  ])("%s is answered with an error, and the connection lives", async (_, frame, code) => {
    expect(await rpc.send(frame)).toMatchObject({ error: { code } });
    expect(await rpc.call("clock.add", { a: 1 })).toMatchObject({ result: 2 });
  });

  it("may hold several calls, and those without an id are not answered", async () => {
    const call = (params: object, id?: number) => ({ jsonrpc: "2.0", method: "clock.add", params, id });
    const answers = await rpc.send(JSON.stringify([call({ a: 1 }, 1), call({ a: 2 }), call({ a: 3 }, 3)]));
    expect(answers).toEqual([
      { jsonrpc: "2.0", id: 1, result: 2 },
      { jsonrpc: "2.0", id: 3, result: 4 },
    ]);
  });

  it("that is longer than the gateway takes ends the connection", async () => {
    const big = await openRpc(running.port);
    const closed = once(big.socket, "close");
    big.socket.send("x".repeat(4097));
    expect((await closed)[0]).toBe(1009);
  });
});

/** Tries to open a connection that the gateway refuses. */
async function refusal(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<readonly [number | undefined, unknown]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  const { error } = JSON.parse(Buffer.concat(pieces).toString()) as { error: { code: unknown } };
  return [response.statusCode, error.code];
}

describe("a connection", () => {
  it("passes the same guard as every request", async () => {
    expect(await refusal(running.port, "/rpc", { host: "evil.example" })).toEqual([403, "host_not_allowed"]);
    expect(await refusal(running.port, "/rpc", { origin: "https://evil.example" })).toEqual([
      403,
      "origin_not_allowed",
    ]);
    expect(await refusal(running.port, "/nothing", {})).toEqual([404, "unknown_url"]);
  });

  it("is asked for where somebody comes with plain HTTP", async () => {
    const { status, headers, text } = await rawRequest(running.port, "/rpc");
    expect([status, headers.upgrade, JSON.parse(text)]).toMatchObject([
      426,
      "websocket",
      { error: { code: "upgrade_required" } },
    ]);
  });

  it("is ended when the gateway closes, its calls aborted, and the caller told", async () => {
    const other = await startGateway({ plugins });
    const caller = await openRpc(other.port);
    takeHeard();
    caller.call("clock.wait").catch(() => {});
    await expect.poll(heard).toContain("waiting");
    const closed = once(caller.socket, "close");
    await other[Symbol.asyncDispose]();
    expect((await closed)[0]).toBe(1001);
    expect(heard()).toContain("aborted");
  });
});

it("asks for the token, and with it lets administrators in", async () => {
  const token = "a-token-of-enough-length";
  await using guarded = await startGateway({ plugins, section: { http: { token } } });
  expect(await refusal(guarded.port, "/rpc", {})).toEqual([401, "invalid_api_key"]);
  expect(await refusal(guarded.port, "/rpc", { authorization: `Bearer ${token}x` })).toEqual([401, "invalid_api_key"]);
  await using caller = await openRpc(guarded.port, { authorization: `Bearer ${token}` });
  expect(await caller.call("clock.reset")).toMatchObject({ result: "reset" });
});
