import type { ChatRequest } from "@mortise/sdk";
import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

const route = "POST /v1/chat/completions";
const request: ChatRequest = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] };
const provider = (server: VendorServer) =>
  createTextProvider(connect({ apiKey: "sk-test-0123456789", baseUrl: `${server.url}/v1`, maxRetries: 0 }));
const answer = (choice: object) => ({
  json: {
    choices: [{ index: 0, finish_reason: "stop", ...choice }],
    usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
  },
});

describe("complete [VEND-1]", () => {
  it("answers, and sends the key and the request", async () => {
    await using server = await startVendorServer({
      [route]: answer({ message: { role: "assistant", content: "Hi" } }),
    });
    await expect(provider(server).complete(request, callContext())).resolves.toEqual({
      message: { role: "assistant", content: "Hi" },
      finishReason: "stop",
      usage: { inputTokens: 9, outputTokens: 3 },
    });
    expect(server.requests[0]).toMatchObject({ method: "POST", path: "/v1/chat/completions" });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-test-0123456789");
    expect(server.requests[0]?.json).toEqual({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hello" }] });
  });

  it("sends every parameter under the vendor's name", async () => {
    await using server = await startVendorServer({ [route]: answer({ message: { content: "{}" } }) });
    const schema = { type: "object", properties: { city: { type: "string" } } };
    await provider(server).complete(
      {
        ...request,
        temperature: 0,
        topP: 0.5,
        maxOutputTokens: 20,
        stop: ["END"],
        seed: 7,
        responseFormat: { type: "json-schema", name: "place", schema },
      },
      callContext(),
    );
    expect(server.requests[0]?.json).toEqual({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content: "Hello" }],
      temperature: 0,
      top_p: 0.5,
      max_completion_tokens: 20,
      stop: ["END"],
      seed: 7,
      response_format: { type: "json_schema", json_schema: { name: "place", schema } },
    });
  });

  it.each([
    ["json", "json_object"],
    ["text", "text"],
  ] as const)("asks for the response format %s as %s", async (type, vendorType) => {
    await using server = await startVendorServer({ [route]: answer({ message: { content: "{}" } }) });
    await provider(server).complete({ ...request, responseFormat: { type } }, callContext());
    expect(server.requests[0]?.json).toMatchObject({ response_format: { type: vendorType } });
  });

  it("carries tools, the choice of one, calls and their results", async () => {
    const calls = [{ id: "call_2", type: "function", function: { name: "time", arguments: '{"zone":"UTC"}' } }];
    await using server = await startVendorServer({
      [route]: answer({
        message: { role: "assistant", content: null, tool_calls: calls },
        finish_reason: "tool_calls",
      }),
    });
    const parameters = { type: "object", properties: { zone: { type: "string" } } };
    const result = await provider(server).complete(
      {
        ...request,
        messages: [
          { role: "system", content: [{ type: "text", text: "Be brief." }] },
          { role: "assistant", content: "", toolCalls: [{ id: "call_1", name: "time", arguments: "{}" }] },
          { role: "tool", content: "12:00", toolCallId: "call_1" },
        ],
        tools: [{ name: "time", description: "The time", parameters }],
        toolChoice: { name: "time" },
      },
      callContext(),
    );
    expect(result).toMatchObject({
      message: { content: "", toolCalls: [{ id: "call_2", name: "time", arguments: '{"zone":"UTC"}' }] },
      finishReason: "tool-calls",
    });
    expect(server.requests[0]?.json).toEqual({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: [{ type: "text", text: "Be brief." }] },
        {
          role: "assistant",
          content: "",
          tool_calls: [{ id: "call_1", type: "function", function: { name: "time", arguments: "{}" } }],
        },
        { role: "tool", content: "12:00", tool_call_id: "call_1" },
      ],
      tools: [{ type: "function", function: { name: "time", description: "The time", parameters } }],
      tool_choice: { type: "function", function: { name: "time" } },
    });
  });

  it("sends images by bytes and by address", async () => {
    await using server = await startVendorServer({ [route]: answer({ message: { content: "A cat" } }) });
    const content = [
      { type: "text", text: "What is it?" },
      { type: "image", data: Uint8Array.of(1, 2, 3), mediaType: "image/png" },
      { type: "image-url", url: "https://example.com/cat.png" },
    ] as const;
    await provider(server).complete({ ...request, messages: [{ role: "user", content }] }, callContext());
    expect(server.requests[0]?.json).toMatchObject({
      messages: [
        {
          content: [
            { type: "text", text: "What is it?" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
            { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
          ],
        },
      ],
    });
  });

  it("refuses an image in a system message, which the vendor does not take", async () => {
    await using server = await startVendorServer({});
    const content = [{ type: "image-url", url: "https://example.com/cat.png" }] as const;
    await expect(
      provider(server).complete({ ...request, messages: [{ role: "system", content }] }, callContext()),
    ).rejects.toMatchObject({ code: "unsupported" });
    expect(server.requests).toEqual([]);
  });

  it.each([
    [{ message: { content: null, refusal: "I cannot." } }, "I cannot.", "stop"],
    [{ message: { content: "cut of" }, finish_reason: "length" }, "cut of", "length"],
    [{ message: { content: "" }, finish_reason: "content_filter" }, "", "content-filter"],
  ])("reads the answer %j", async (choice, content, finishReason) => {
    await using server = await startVendorServer({ [route]: answer(choice) });
    await expect(provider(server).complete(request, callContext())).resolves.toMatchObject({
      message: { content },
      finishReason,
    });
  });

  it("says so when the answer holds no message", async () => {
    await using server = await startVendorServer({ [route]: { json: { choices: [] } } });
    await expect(provider(server).complete(request, callContext())).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("listModels", () => {
  it("lists the models that chat", async () => {
    const ids = ["gpt-4o", "o3", "gpt-4o-mini-tts", "whisper-1", "text-embedding-3-small", "dall-e-3", "my-own-model"];
    await using server = await startVendorServer({ "GET /v1/models": { json: { data: ids.map((id) => ({ id })) } } });
    await expect(provider(server).listModels?.({}, callContext())).resolves.toEqual([
      { id: "gpt-4o" },
      { id: "o3" },
      { id: "my-own-model" },
    ]);
  });
});
