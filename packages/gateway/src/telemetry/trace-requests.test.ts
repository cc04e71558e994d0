import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { actor } from "../../test/chat-plugin.js";
import { openRpc } from "../../test/rpc-client.js";
import { collect, rawRequest, startGateway, type RunningGateway } from "../../test/running-gateway.js";
import { rememberSpans, type SpanMemory } from "../../test/span-memory.js";
import { weather } from "../../test/tool-plugins.js";
import { ask, startWithCaller, sunny } from "../../test/tool-turns.js";

const traced = { section: { telemetry: { openTelemetry: true } } };
const hi = { model: "actor/actor-1", messages: [{ role: "user" as const, content: "hi" }] };

let memory: SpanMemory;
beforeEach(() => void (memory = rememberSpans()));
afterEach(() => memory[Symbol.dispose]());

const tree = () => memory.spans.map((span) => [span.name, ...memory.above(span)].toReversed().join(" > ")).toSorted();
const start = (): Promise<RunningGateway> => startGateway({ plugins: { actor }, ...traced });

it("a chat request is a span, and so is every call that it brings about, below it [GATE-9]", async () => {
  const gate = { provides: { hooks: ["before_tool_call"] }, register: 'api.on("before_tool_call", () => undefined);' };
  await using running = await startWithCaller({ weather, gate }, undefined, traced.section);
  await ask(running, sunny);
  const request = "POST /v1/chat/completions";
  expect(tree()).toEqual([
    request,
    `${request} > mortise.hook.before_tool_call`,
    `${request} > mortise.text-inference.complete`,
    `${request} > mortise.text-inference.complete`,
    `${request} > mortise.tool.execute`,
  ]);
  expect(memory.span("mortise.tool.execute").attributes).toMatchObject({
    "mortise.plugin": "weather",
    "gen_ai.tool.name": "weather",
  });
  expect(memory.span(request).attributes).toMatchObject({
    "http.response.status_code": 200,
    "http.route": "/v1/chat/completions",
  });
});

it("a streamed answer ends its span when it has been read whole, or is read no further", async () => {
  await using running = await start();
  const stream = await running.client.chat.completions.create({ ...hi, stream: true });
  await collect(stream);
  await vi.waitFor(() => expect(tree()).toContain("POST /v1/chat/completions"));
  expect(tree()).toContain("POST /v1/chat/completions > mortise.text-inference.stream");

  const endless = { ...hi, messages: [{ role: "user" as const, content: "endless" }], stream: true as const };
  for await (const _ of await running.client.chat.completions.create(endless)) break;
  await vi.waitFor(() => expect(tree().filter((path) => path === "POST /v1/chat/completions")).toHaveLength(2));
});

it("a fault is on the span of the call and on that of the request; a refusal is none", async () => {
  await using running = await start();
  const bug = { ...hi, messages: [{ role: "user" as const, content: "bug" }] };
  await expect(running.client.chat.completions.create(bug)).rejects.toMatchObject({ status: 500 });
  await rawRequest(running.port, "/v1/nothing");
  await rawRequest(running.port, "/v1/models", { method: "HEAD" });
  await vi.waitFor(() => expect(memory.spans).toHaveLength(4));
  expect(memory.span("mortise.text-inference.complete").status).toMatchObject({ message: "inner detail" });
  expect(memory.span("POST /v1/chat/completions").status).toMatchObject({ code: 2 });
  expect(memory.span("GET /v1/*")).toMatchObject({
    status: { code: 0 },
    attributes: { "http.response.status_code": 404 },
  });
});

it("a plugin's route and a frame of JSON-RPC are spans with their calls below them", async () => {
  const desk = {
    provides: { routes: ["/desk"], methods: ["desk.look"] },
    register: `
      api.registerHttpRoute({ path: "/desk", handle: async () => new Response(null, { status: 204 }) });
      api.registerGatewayMethod({ name: "desk.look", call: async () => "a lamp" });`,
  };
  await using running = await startGateway({ plugins: { desk }, ...traced });
  await rawRequest(running.port, "/desk");
  {
    await using rpc = await openRpc(running.port);
    expect((await rpc.call("desk.look")).result).toBe("a lamp");
  }
  expect(tree()).toEqual(["GET", "GET > mortise.route.handle", "rpc", "rpc > mortise.method.call"]);
  expect(memory.span("GET").attributes).toMatchObject({ "url.path": "/desk", "http.response.status_code": 204 });
});

it("nothing is traced unless the config asks for it, and nothing after the gateway has closed", async () => {
  {
    await using silent = await startGateway({ plugins: { actor } });
    await silent.client.chat.completions.create(hi);
  }
  const running = await start();
  await running[Symbol.asyncDispose]();
  await running.gateway.fetch(new Request("http://127.0.0.1/v1/models"));
  expect(tree()).toEqual([]);
});
