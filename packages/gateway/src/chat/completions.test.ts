import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APIError, type OpenAI } from "openai";
import { actor, mirror } from "../../test/chat-plugin.js";
import { startGateway, type RunningGateway } from "../../test/running-gateway.js";

let running: RunningGateway;
let client: OpenAI;
const user = (content: string) => [{ role: "user" as const, content }];
const weather = { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } };

beforeAll(async () => {
  running = await startGateway({ plugins: { mirror, actor } });
  client = running.client;
});
afterAll(() => running[Symbol.asyncDispose]());

/** What the provider was given. */
async function mirrored(body: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>): Promise<unknown> {
  const answer = await client.chat.completions.create({ model: "mirror/mirror-1", messages: user("hi"), ...body });
  return JSON.parse(answer.choices[0]?.message.content ?? "");
}

async function failure(body: object): Promise<APIError> {
  const error: unknown = await client.chat.completions
    .create({ model: "actor/actor-1", messages: user("hi"), ...body } as never)
    .then(
      (answer) => Promise.reject(new Error(`answered ${JSON.stringify(answer)}`)),
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof APIError)) throw error;
  return error;
}

describe("a whole answer [GATE-1]", () => {
  it("has the members of OpenAI's format", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { data: answer, request_id } = await client.chat.completions
      .create({ model: "actor/actor-1", messages: user("hi") })
      .withResponse();
    expect(answer).toEqual({
      id: expect.stringMatching(/^chatcmpl-[0-9a-f]{32}$/),
      object: "chat.completion",
      created: expect.any(Number),
      model: "actor/actor-1",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Hello, whole.", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    });
    expect(answer.created).toBeGreaterThanOrEqual(before);
    expect(request_id).toBe(answer.id);
  });

  it("hands every setting on to the provider, in the contract's words", async () => {
    const given = await mirrored({
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 10,
      max_completion_tokens: 20,
      stop: "END",
      seed: 7,
      response_format: { type: "json_schema", json_schema: { name: "city", schema: { type: "object" } } },
      tools: [weather],
      tool_choice: { type: "function", function: { name: "weather" } },
    });
    expect(given).toEqual({
      model: "mirror-1",
      messages: user("hi"),
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 20,
      stop: ["END"],
      seed: 7,
      responseFormat: { type: "json-schema", name: "city", schema: { type: "object" } },
      tools: [{ name: "weather", description: "", parameters: { type: "object" } }],
      toolChoice: { name: "weather" },
    });
  });

  it("hands a whole conversation on: developer texts, parts, images, tool calls and their results", async () => {
    const png = Buffer.from([137, 80, 78, 71]).toString("base64");
    const { messages } = (await mirrored({
      messages: [
        {
          role: "developer",
          content: [
            { type: "text", text: "Be " },
            { type: "text", text: "brief." },
          ],
        },
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
            { type: "image_url", image_url: { url: "https://example.com/cat.jpg" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "a", type: "function", function: { name: "look", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "a", content: "a cat" },
      ],
    })) as { messages: unknown };
    expect(messages).toEqual([
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is it?" },
          { type: "image", data: { bytes: [137, 80, 78, 71] }, mediaType: "image/png" },
          { type: "image-url", url: "https://example.com/cat.jpg" },
        ],
      },
      { role: "assistant", content: "", toolCalls: [{ id: "a", name: "look", arguments: "{}" }] },
      { role: "tool", content: "a cat", toolCallId: "a" },
    ]);
  });

  it("carries the calls of tools", async () => {
    const answer = await client.chat.completions.create({
      model: "actor/actor-1",
      messages: user("hi"),
      tools: [weather],
    });
    expect(answer.choices[0]).toMatchObject({
      message: {
        content: null,
        tool_calls: [{ id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } }],
      },
      finish_reason: "tool_calls",
    });
  });

  it("takes a model's own id where one provider has it, and a provider's where it has one model", async () => {
    expect((await mirrored({ model: "mirror-1" })) as object).toMatchObject({ model: "mirror-1" });
    expect((await mirrored({ model: "mirror" })) as object).toMatchObject({ model: "mirror-1" });
  });
});

describe("what providers refuse [GATE-1]", () => {
  it("has OpenAI's status, type and code", async () => {
    expect(await failure({ messages: user("locked") })).toMatchObject({
      status: 401,
      type: "authentication_error",
      code: "invalid_api_key",
    });
    expect(await failure({ messages: user("gone") })).toMatchObject({ status: 404, code: "model_not_found" });
    const busy = await failure({ messages: user("busy") });
    expect(busy).toMatchObject({ status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" });
    expect(busy.headers?.get("retry-after")).toBe("2");
    expect(busy.headers?.get("retry-after-ms")).toBe("1500");
  });

  it("says nothing of an error that nobody foresaw, but in the log", async () => {
    const error = await failure({ messages: user("bug") });
    expect(error).toMatchObject({ status: 500, type: "server_error", code: "internal_error" });
    expect(error.message).not.toContain("inner detail");
    const line = running.log.find(({ message }) => message.includes("inner detail"));
    expect(line).toMatchObject({ level: "error", fields: { requestId: error.requestID } });
  });

  it("names the provider that answers nonsense", async () => {
    expect(await failure({ messages: user("odd") })).toMatchObject({
      status: 502,
      message: expect.stringContaining('"actor" gave something that is no answer'),
    });
    expect(await failure({ messages: user("odd"), stream: true })).toMatchObject({
      status: 502,
      message: expect.stringContaining('"actor" gave something that is no stream'),
    });
  });
});

describe("models that are not there", () => {
  it("are 404 model_not_found", async () => {
    expect(await failure({ model: "nobody/nothing" })).toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
    });
  });

  it("a provider with several models must be told which", async () => {
    expect(await failure({ model: "actor" })).toMatchObject({
      status: 404,
      message: expect.stringContaining("'actor/actor-1'"),
    });
  });
});
