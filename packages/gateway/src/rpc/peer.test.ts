import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openRpc, type RpcRequest } from "../../test/rpc-client.js";
import { heard, startGateway, takeHeard, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

const speaker: TestPlugin = {
  provides: { methods: ["speaker.tell", "speaker.ask", "speaker.late"] },
  register: `
    api.registerGatewayMethod({ name: "speaker.tell", call: async ({ events }, { emit }) => { events.forEach(emit); emit({ type: "odd", data: 1n }); return "told"; } });
    api.registerGatewayMethod({ name: "speaker.ask", async call(question, { ask, signal }) {
      signal.addEventListener("abort", () => heard.push("aborted"));
      try { return { answer: await ask(question) }; } catch (error) { heard.push(error.code); throw error; }
    } });
    api.registerGatewayMethod({ name: "speaker.late", call: async (_, { emit }) => { globalThis.mortiseEmit = emit; return "now"; } });`,
};

const start = (): Promise<RunningGateway> => startGateway({ plugins: { speaker } });
const confirm = { kind: "confirm", message: "Really?" };

describe("what a call emits [RPC-2]", () => {
  it("is a notification to its caller, before the answer, and to nobody else", async () => {
    await using running = await start();
    await using rpc = await openRpc(running.port);
    await using other = await openRpc(running.port);
    const events = [{ type: "status", data: { done: 0.5 } }, { type: "status" }, { type: 5 }];
    expect(await rpc.call("speaker.tell", { events })).toMatchObject({ id: 1, result: "told" });
    const requestId = expect.stringMatching(/^rpc_/) as string;
    expect(rpc.sent).toEqual([
      {
        jsonrpc: "2.0",
        method: "event",
        params: { requestId, id: 1, type: "status", data: { done: 0.5 } },
      },
      { jsonrpc: "2.0", method: "event", params: { requestId, id: 1, type: "status" } },
    ]);
    expect(other.sent).toEqual([]);
  });

  it("goes nowhere when the call is over", async () => {
    await using running = await start();
    await using rpc = await openRpc(running.port);
    await rpc.call("speaker.late");
    (globalThis as unknown as { mortiseEmit(event: object): void }).mortiseEmit({ type: "late" });
    await rpc.call("speaker.tell", { events: [{ type: "next" }] });
    expect(rpc.sent.map(({ params }) => params["type"])).toEqual(["next"]);
  });
});

describe("what a call asks", () => {
  it.each([
    [confirm, true],
    [{ kind: "text", message: "Who?" }, "Ada"],
    [{ kind: "choice", message: "Which?", choices: ["a", "b"] }, "b"],
  ])("is a request that its caller answers: %j", async (question, result) => {
    await using running = await start();
    await using rpc = await openRpc(running.port, {}, () => ({ result }));
    expect(await rpc.call("speaker.ask", question)).toMatchObject({ result: { answer: result } });
    expect(rpc.sent).toMatchObject([{ id: "ask_1", method: "ask", params: { id: 1, ...question } }]);
  });

  it.each([
    ["the caller does not know the method", () => ({ error: { code: -32_601, message: "what?" } }), "unsupported"],
    ["the caller does not want to answer", () => ({ error: { code: 1, message: "no" } }), "unavailable"],
    ["the answer does not fit", () => ({ result: "yes" }), "unavailable"],
  ])("fails where %s", async (_, answer: (request: RpcRequest) => object, code) => {
    await using running = await start();
    await using rpc = await openRpc(running.port, {}, answer);
    expect(await rpc.call("speaker.ask", confirm)).toHaveProperty("error");
    expect(takeHeard()).toEqual([code]);
  });

  it("ends with the connection", async () => {
    await using running = await start();
    const rpc = await openRpc(running.port);
    const call = rpc.call("speaker.ask", confirm).catch(() => "cut");
    await vi.waitFor(() => expect(rpc.sent).toHaveLength(1));
    rpc.socket.terminate();
    expect(await call).toBe("cut");
    await vi.waitFor(() => expect(heard()).toEqual(["aborted", "aborted"]));
  });

  it("is taken back when the call is over before it is answered", async () => {
    await using running = await startGateway({ plugins: { speaker }, callDeadlineMs: 200 });
    await using rpc = await openRpc(running.port);
    expect(await rpc.call("speaker.ask", confirm)).toMatchObject({ error: { data: { code: "timeout" } } });
    await vi.waitFor(() => expect(rpc.sent.map(({ method }) => method)).toEqual(["ask", "ask.cancel"]));
    expect(rpc.sent[1]?.params).toEqual({ id: rpc.sent[0]?.id });
  });

  it("is answered while the gateway closes", async () => {
    await using running = await startGateway({ plugins: { speaker }, closeGraceMs: 5_000 });
    const rpc = await openRpc(running.port);
    const call = rpc.call("speaker.ask", confirm);
    await vi.waitFor(() => expect(rpc.sent).toHaveLength(1));
    const closed = running.gateway.close();
    rpc.socket.send(JSON.stringify({ jsonrpc: "2.0", id: rpc.sent[0]?.id, result: true }));
    expect(await call).toMatchObject({ result: { answer: true } });
    await closed;
  });
});
