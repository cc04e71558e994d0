import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { APIUserAbortError, type OpenAI } from "openai";
import { actor, mirror } from "../../test/chat-plugin.js";
import { collect, heard, startGateway, takeHeard, type RunningGateway } from "../../test/running-gateway.js";

let running: RunningGateway;
let client: OpenAI;
const user = (content: string) => [{ role: "user" as const, content }];
const weather = { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } };

beforeAll(async () => {
  running = await startGateway({ plugins: { mirror, actor } });
  client = running.client;
});
afterAll(() => running[Symbol.asyncDispose]());

describe("a streamed answer [GATE-1]", () => {
  it("comes in pieces: the role first, the end and its reason last, and the counts where they are wanted", async () => {
    const stream = await client.chat.completions.create({
      model: "actor/actor-1",
      messages: user("hi"),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks.map(({ choices, usage }) => [choices[0]?.delta, choices[0]?.finish_reason, usage])).toEqual([
      [{ role: "assistant", content: "", refusal: null }, null, null],
      [{ content: "Hello, " }, null, null],
      [{ content: "piecewise." }, null, null],
      [{}, "stop", null],
      [undefined, undefined, { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 }],
    ]);
    expect(new Set(chunks.map(({ id, object, model }) => `${object} ${model} ${id.slice(0, 9)}`))).toEqual(
      new Set(["chat.completion.chunk actor/actor-1 chatcmpl-"]),
    );
  });

  it("has no counts where the provider counts no tokens, nor has a whole one", async () => {
    const paid = {
      provides: { "text-inference": { paid: { models: ["paid-1"] } } },
      register: `
        const usage = { costUsd: 0.25, requests: 1 };
        api.registerProvider({
          id: "paid",
          complete: async () => ({ message: { role: "assistant", content: "So." }, finishReason: "stop", usage }),
          stream: async () => streamOf({ type: "text", text: "So." }, { type: "finish", finishReason: "stop", usage }),
        });`,
    };
    await using other = await startGateway({ plugins: { paid } });
    const asked = { model: "paid/paid-1", messages: user("hi") };
    const wanted = { ...asked, stream: true as const, stream_options: { include_usage: true } };
    const chunks = await collect(await other.client.chat.completions.create(wanted));
    expect(chunks.map(({ usage }) => usage)).toEqual([null, null, null]);
    expect(await other.client.chat.completions.create(asked)).not.toHaveProperty("usage");
  });

  it("is server-sent events that end with [DONE], without counts that nobody asked for", async () => {
    const body = JSON.stringify({ model: "actor-1", messages: user("hi"), stream: true });
    const response = await fetch(`${running.url}/v1/chat/completions`, { method: "POST", body });
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(text).not.toContain("usage");
  });

  it("is put together again by the client's own helper, tool calls too", async () => {
    const whole = await client.chat.completions
      .stream({ model: "actor/actor-1", messages: user("hi"), tools: [weather] })
      .finalChatCompletion();
    expect(whole.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ id: "call_1", function: { name: "weather", arguments: '{"city":"Oslo"}' } }] },
    });
  });

  it("is the whole answer at once where the provider cannot stream", async () => {
    const chunks = await collect(
      await client.chat.completions.create({ model: "mirror-1", messages: user("hi"), stream: true }),
    );
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? choices[0]?.finish_reason)).toEqual([
      "",
      JSON.stringify({ messages: user("hi"), model: "mirror-1" }),
      "stop",
    ]);
  });

  it("says an error on the way after what came before it, and nothing else", async () => {
    const texts: string[] = [];
    const stream = await client.chat.completions.create({ model: "actor-1", messages: user("break"), stream: true });
    const read = async () => {
      for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? "");
    };
    await expect(read()).rejects.toThrow("the line went dead");
    expect(texts).toEqual(["", "so far"]);
  });

  it("that ends without its end is an error", async () => {
    const stream = await client.chat.completions.create({ model: "actor-1", messages: user("short"), stream: true });
    await expect(collect(stream)).rejects.toThrow('The stream of "actor" ended before the answer did.');
  });

  it("that fails before its first piece has the error's status", async () => {
    const stream = client.chat.completions.create({ model: "actor-1", messages: user("late"), stream: true });
    await expect(stream).rejects.toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  });

  it("stops the provider when the caller goes away", async () => {
    takeHeard();
    const stream = await client.chat.completions.create({ model: "actor-1", messages: user("endless"), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await vi.waitFor(() => expect(heard()).toEqual(["stream aborted"]));
  });
});

it("stops the provider of a whole answer when the caller goes away", async () => {
  takeHeard();
  const leave = new AbortController();
  const answer = client.chat.completions.create({ model: "actor-1", messages: user("wait") }, { signal: leave.signal });
  const outcome = answer.catch((error: unknown) => error);
  await vi.waitFor(() => expect(heard()).toEqual(["complete called"]));
  leave.abort();
  expect(await outcome).toBeInstanceOf(APIUserAbortError);
  await vi.waitFor(() => expect(heard()).toEqual(["complete called", "complete aborted"]));
});
