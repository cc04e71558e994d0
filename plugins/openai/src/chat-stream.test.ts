import type { ChatChunk, ChatRequest } from "@mortise/sdk";
import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

const route = "POST /v1/chat/completions";
const request: ChatRequest = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };
const apiKey = "sk-test-0123456789";
const piece = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const hello = [piece({ role: "assistant", content: "" }), piece({ content: "Hel" }), piece({ content: "lo" })];

async function open(server: VendorServer, signal?: AbortSignal): Promise<ReadableStream<ChatChunk>> {
  const provider = createTextProvider(connect({ apiKey, baseUrl: `${server.url}/v1`, maxRetries: 0 }));
  return (await provider.stream?.(request, callContext({ signal }))) as ReadableStream<ChatChunk>;
}

async function readAll(stream: ReadableStream<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

describe("stream [VEND-1]", () => {
  it("gives text piece by piece and ends with the usage", async () => {
    const usage = { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } };
    await using server = await startVendorServer({
      [route]: { events: [...hello, piece({}, "stop"), usage, "[DONE]"] },
    });
    expect(await readAll(await open(server))).toEqual([
      { type: "text", text: "Hel" },
      { type: "text", text: "lo" },
      { type: "finish", finishReason: "stop", usage: { inputTokens: 9, outputTokens: 3 } },
    ]);
    expect(server.requests[0]?.json).toMatchObject({ stream: true, stream_options: { include_usage: true } });
  });

  it("gives the pieces of tool calls", async () => {
    const call = (index: number, rest: object) => piece({ tool_calls: [{ index, ...rest }] });
    const events = [
      call(0, { id: "call_1", type: "function", function: { name: "time", arguments: "" } }),
      call(0, { function: { arguments: '{"zone":' } }),
      call(0, { function: { arguments: '"UTC"}' } }),
      call(1, { id: "call_2", type: "function", function: { name: "date", arguments: "{}" } }),
      piece({}, "tool_calls"),
      "[DONE]",
    ];
    await using server = await startVendorServer({ [route]: { events } });
    expect(await readAll(await open(server))).toEqual([
      { type: "tool-call", index: 0, id: "call_1", name: "time" },
      { type: "tool-call", index: 0, arguments: '{"zone":' },
      { type: "tool-call", index: 0, arguments: '"UTC"}' },
      { type: "tool-call", index: 1, id: "call_2", name: "date", arguments: "{}" },
      { type: "finish", finishReason: "tool-calls" },
    ]);
  });

  it("fails before it begins when the vendor refuses", async () => {
    await using server = await startVendorServer({ [route]: { status: 500, json: { error: { message: "oops" } } } });
    await expect(open(server)).rejects.toMatchObject({ code: "unavailable", status: 500 });
  });

  it("fails with `unavailable` when the connection breaks in the middle", async () => {
    await using server = await startVendorServer({ [route]: { events: hello, ending: "open" } });
    const reader = (await open(server)).getReader();
    expect((await reader.read()).value).toEqual({ type: "text", text: "Hel" });
    expect((await reader.read()).value).toEqual({ type: "text", text: "lo" });
    server.requests[0]?.cut();
    await expect(reader.read()).rejects.toMatchObject({ name: "CapabilityError", code: "unavailable" });
  });

  it.each([
    ["without a finish", [...hello, "[DONE]"]],
    ["with an error of the vendor's", [...hello, { error: { message: `overloaded, ${apiKey}` } }]],
    ["with something that is not JSON", [...hello, "{"]],
  ])("fails with `unavailable` when the stream ends %s", async (_how, events) => {
    await using server = await startVendorServer({ [route]: { events } });
    const failure = await readAll(await open(server)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "CapabilityError", code: "unavailable" });
    expect(String(failure)).not.toContain(apiKey);
  });

  it("ends the request when the caller aborts", async () => {
    await using server = await startVendorServer({ [route]: { events: hello, ending: "open" } });
    const abort = new AbortController();
    const reader = (await open(server, abort.signal)).getReader();
    await reader.read();
    await reader.read();
    const pending = reader.read();
    abort.abort();
    await expect(pending).rejects.toMatchObject({ name: "CapabilityError", code: "aborted" });
    await server.requests[0]?.clientGone;
  });

  it("ends the request when the reader cancels, even while a piece is awaited", async () => {
    await using server = await startVendorServer({ [route]: { events: hello, ending: "open" } });
    const reader = (await open(server)).getReader();
    await reader.read();
    await reader.read();
    const pending = reader.read();
    await reader.cancel();
    expect(await pending).toEqual({ done: true, value: undefined });
    await server.requests[0]?.clientGone;
  });
});
