import type { ChatRequest } from "@mortise/sdk";
import { callContext, startVendorServer, type VendorServer } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

interface VendorMessage {
  readonly tool_calls?: readonly { readonly id: string }[];
  readonly tool_call_id?: string;
}

const route = "POST /v1/chat/completions";
const request: ChatRequest = { model: "mistral-small-latest", messages: [{ role: "user", content: "Hello" }] };
const provider = (server: VendorServer) =>
  createTextProvider(connect({ apiKey: "mistral-key-0123456789", baseUrl: server.url, maxRetries: 0 }));
const answer = (choice: object) => ({
  json: {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "mistral-small-latest",
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
    expect(server.requests[0]?.headers.authorization).toBe("Bearer mistral-key-0123456789");
    expect(server.requests[0]?.json).toEqual({
      model: "mistral-small-latest",
      messages: [{ role: "user", content: "Hello" }],
      stream: false,
    });
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
    expect(server.requests[0]?.json).toMatchObject({
      temperature: 0,
      top_p: 0.5,
      max_tokens: 20,
      stop: ["END"],
      random_seed: 7,
      response_format: { type: "json_schema", json_schema: { name: "place", schema } },
    });
  });

  it("carries tools, the choice of one, calls and their results", async () => {
    const calls = [{ id: "abcdefgh2", function: { name: "time", arguments: { zone: "UTC" } } }];
    await using server = await startVendorServer({
      [route]: answer({ message: { content: "", tool_calls: calls }, finish_reason: "tool_calls" }),
    });
    const parameters = { type: "object", properties: { zone: { type: "string" } } };
    const result = await provider(server).complete(
      {
        ...request,
        messages: [
          { role: "system", content: [{ type: "text", text: "Be brief." }] },
          { role: "assistant", content: "", toolCalls: [{ id: "abcdefgh1", name: "time", arguments: "{}" }] },
          { role: "tool", content: "12:00", toolCallId: "abcdefgh1" },
        ],
        tools: [{ name: "time", description: "The time", parameters }],
        toolChoice: { name: "time" },
      },
      callContext(),
    );
    expect(result).toMatchObject({
      message: { content: "", toolCalls: [{ id: "abcdefgh2", name: "time", arguments: '{"zone":"UTC"}' }] },
      finishReason: "tool-calls",
    });
    expect(server.requests[0]?.json).toMatchObject({
      messages: [
        { role: "system", content: [{ type: "text", text: "Be brief." }] },
        { role: "assistant", tool_calls: [{ id: "abcdefgh1", function: { name: "time", arguments: "{}" } }] },
        { role: "tool", content: "12:00", tool_call_id: "abcdefgh1" },
      ],
      tools: [{ type: "function", function: { name: "time", description: "The time", parameters } }],
      tool_choice: { type: "function", function: { name: "time" } },
    });
  });

  it("gives another provider's call ids the form that the vendor takes", async () => {
    await using server = await startVendorServer({ [route]: answer({ message: { content: "Noon" } }) });
    const call = { name: "time", arguments: "{}" };
    await provider(server).complete(
      {
        ...request,
        messages: [
          {
            role: "assistant",
            content: "",
            toolCalls: [
              { ...call, id: "call_A" },
              { ...call, id: "call_B" },
            ],
          },
          { role: "tool", content: "12:00", toolCallId: "call_A" },
        ],
      },
      callContext(),
    );
    const [asked, told] = ((await server.received(0)).json as { messages: VendorMessage[] }).messages;
    const [first, second] = asked?.tool_calls?.map(({ id }) => id) ?? [];
    expect([first, second]).toEqual([expect.stringMatching(/^[a-z0-9]{9}$/), expect.stringMatching(/^[a-z0-9]{9}$/)]);
    expect(first).not.toBe(second);
    expect(told?.tool_call_id).toBe(first);
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
            { type: "image_url", image_url: "data:image/png;base64,AQID" },
            { type: "image_url", image_url: "https://example.com/cat.png" },
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

  it("keeps what the model thought out of what it said", async () => {
    const content = [
      { type: "thinking", thinking: [{ type: "text", text: "Hm." }] },
      { type: "text", text: "It is " },
      { type: "text", text: "noon." },
    ];
    await using server = await startVendorServer({
      [route]: answer({ message: { content }, finish_reason: "model_length" }),
    });
    await expect(provider(server).complete(request, callContext())).resolves.toMatchObject({
      message: { content: "It is noon." },
      finishReason: "length",
    });
  });

  it.each([
    ["the model broke off", answer({ message: { content: "It" }, finish_reason: "error" })],
    ["there is no message", answer({})],
    ["it cannot be read", { json: { hello: "there" } }],
  ])("is `unavailable` when %s", async (_what, reply) => {
    await using server = await startVendorServer({ [route]: reply });
    await expect(provider(server).complete(request, callContext())).rejects.toMatchObject({
      name: "CapabilityError",
      code: "unavailable",
    });
  });
});

describe("listModels", () => {
  it("lists the models that chat, with their windows", async () => {
    const card = (id: string, completion_chat: boolean) => ({ id, type: "base", capabilities: { completion_chat } });
    const small = { ...card("mistral-small-latest", true), name: "Mistral Small", max_context_length: 131_072 };
    await using server = await startVendorServer({
      "GET /v1/models": { json: { data: [small, card("mistral-embed", false), { id: "new", type: "of a new kind" }] } },
    });
    await expect(provider(server).listModels?.({}, callContext())).resolves.toEqual([
      { id: "mistral-small-latest", name: "Mistral Small", contextWindow: 131_072 },
    ]);
  });
});
