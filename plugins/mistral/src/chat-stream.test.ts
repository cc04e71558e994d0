import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ChatChunk, ChatRequest } from "@mortise/sdk";
import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

const route = "POST /v1/chat/completions";
const request: ChatRequest = { model: "mistral-small-latest", messages: [{ role: "user", content: "Hello" }] };
const apiKey = "mistral-key-0123456789";
const piece = (delta: object, finish_reason: string | null = null, rest: object = {}) => ({
  id: "1",
  model: "mistral-small-latest",
  choices: [{ index: 0, delta, finish_reason }],
  ...rest,
});
const hello = [piece({ role: "assistant", content: "" }), piece({ content: "Hel" }), piece({ content: "lo" })];

async function open(server: VendorServer, signal?: AbortSignal): Promise<ReadableStream<ChatChunk>> {
  const provider = createTextProvider(connect({ apiKey, baseUrl: server.url, maxRetries: 0 }));
  return (await provider.stream?.(request, callContext({ signal }))) as ReadableStream<ChatChunk>;
}

async function readAll(stream: ReadableStream<ChatChunk>): Promise<ChatChunk[]> {
  const chunks: ChatChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

/** Runs until now unreachable objects are gone, whatever flags the process was started with. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

describe("stream [VEND-1]", () => {
  it("gives text piece by piece and ends with the usage", async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };
    await using server = await startVendorServer({
      [route]: { events: [...hello, piece({ content: "" }, "stop", { usage }), "[DONE]"] },
    });
    expect(await readAll(await open(server))).toEqual([
      { type: "text", text: "Hel" },
      { type: "text", text: "lo" },
      { type: "finish", finishReason: "stop", usage: { inputTokens: 9, outputTokens: 3 } },
    ]);
    expect(server.requests[0]?.json).toMatchObject({ stream: true });
  });

  it("gives tool calls", async () => {
    const tool_calls = [
      { id: "abcdefgh1", function: { name: "time", arguments: '{"zone":"UTC"}' }, index: 0 },
      { function: { name: "date", arguments: {} }, index: 1 },
    ];
    await using server = await startVendorServer({
      [route]: { events: [piece({ content: "", tool_calls }, "tool_calls"), "[DONE]"] },
    });
    expect(await readAll(await open(server))).toEqual([
      { type: "tool-call", index: 0, id: "abcdefgh1", name: "time", arguments: '{"zone":"UTC"}' },
      { type: "tool-call", index: 1, name: "date", arguments: "{}" },
      { type: "finish", finishReason: "tool-calls" },
    ]);
  });

  it("fails before it begins when the vendor refuses", async () => {
    await using server = await startVendorServer({ [route]: { status: 500, json: { message: "oops" } } });
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

  it("ends the request when the caller aborts, even after a garbage collection", async () => {
    await using server = await startVendorServer({ [route]: { events: hello, ending: "open" } });
    const abort = new AbortController();
    const reader = (await open(server, abort.signal)).getReader();
    await reader.read();
    await reader.read();
    const pending = reader.read();
    await collectGarbage();
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
