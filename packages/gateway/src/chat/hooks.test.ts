import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type OpenAI from "openai";
import { actor, mirror } from "../../test/chat-plugin.js";
import { collect, heard, hookPlugin, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";

const say = (content: string) => ({ model: "actor/actor-1", messages: [{ role: "user" as const, content }] });

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

const observed = ["message_received", "llm_input", "llm_output"];
const watcher: TestPlugin = {
  provides: { hooks: observed },
  register: observed
    .map((name) => `api.on("${name}", (event, context) => { heard.push(["${name}", event, context.requestId]); });`)
    .join("\n"),
};

describe("the hooks that observe [TURN-3]", () => {
  it("see a turn in order, each with the request's id", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const { id } = await running.client.chat.completions.create(say("hi"));
    await vi.waitFor(() => expect(heard()).toHaveLength(3));
    const messages = [{ role: "user", content: "hi" }];
    expect(takeHeard()).toEqual([
      ["message_received", { requestId: id, model: "actor/actor-1", messages }, id],
      ["llm_input", { requestId: id, provider: "actor", request: { model: "actor-1", messages } }, id],
      [
        "llm_output",
        {
          requestId: id,
          provider: "actor",
          model: "actor-1",
          result: {
            message: { role: "assistant", content: "Hello, whole." },
            finishReason: "stop",
            usage: { inputTokens: 5, outputTokens: 7 },
          },
          durationMs: expect.any(Number),
        },
        id,
      ],
    ]);
  });

  it("see a streamed answer put together, its tool calls too", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const tools = [{ type: "function" as const, function: { name: "weather" } }];
    await collect(await running.client.chat.completions.create({ ...say("hi"), tools, stream: true }));
    await vi.waitFor(() => expect(heard()).toHaveLength(3));
    const [, event] = takeHeard()[2] as [string, object];
    expect(event).toMatchObject({
      result: {
        message: { content: "", toolCalls: [{ id: "call_1", name: "weather", arguments: '{"city":"Oslo"}' }] },
        finishReason: "tool-calls",
      },
    });
  });

  it.each([
    ["a whole answer's error", { ...say("gone") }, "no such model"],
    ["a stream's error", { ...say("break"), stream: true }, "the line went dead"],
  ])("see %s", async (_, body, message) => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const run = async () => {
      const answer = await running.client.chat.completions.create(body as OpenAI.ChatCompletionCreateParams);
      if (Symbol.asyncIterator in answer) await collect(answer);
    };
    await expect(run()).rejects.toThrow(message);
    await vi.waitFor(() => expect(heard()).toHaveLength(3));
    const [, event] = takeHeard()[2] as [string, object];
    expect(event).toMatchObject({ error: message });
    expect(event).not.toHaveProperty("result");
  });

  it("see that the caller left in the middle of a stream", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const stream = await running.client.chat.completions.create({ ...say("endless"), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await vi.waitFor(() =>
      expect(heard()).toContainEqual([
        "llm_output",
        expect.objectContaining({ error: "The caller went away." }),
        expect.any(String),
      ]),
    );
  });

  it("neither delay nor break an answer", async () => {
    const slow = hookPlugin("message_received", "() => new Promise(() => {})");
    const broken = hookPlugin("llm_input", '() => { throw new Error("observer down"); }');
    await using running = await startGateway({ plugins: { actor, slow, broken } });
    const answer = await running.client.chat.completions.create(say("hi"));
    expect(answer.choices[0]?.message.content).toBe("Hello, whole.");
    expect(running.gateway.host.diagnostics.all).toContainEqual(
      expect.objectContaining({ code: "HOOK_FAILED", plugin: "broken" }),
    );
  });
});

describe("before_model_resolve", () => {
  it("chooses another model; the first answer counts, and one that is no model counts for nothing", async () => {
    const vague = hookPlugin("before_model_resolve", "() => ({ model: 7 })");
    const chooser = hookPlugin(
      "before_model_resolve",
      '({ model }) => model === "auto" ? { model: "mirror/mirror-1" } : undefined',
    );
    await using running = await startGateway({ plugins: { actor, mirror, chooser } });
    const { model } = await running.client.chat.completions.create({ ...say("hi"), model: "auto" });
    expect(model).toBe("mirror/mirror-1");
    expect((await running.client.chat.completions.create(say("hi"))).model).toBe("actor/actor-1");
    await using other = await startGateway({ plugins: { actor, vague } });
    expect((await other.client.chat.completions.create(say("hi"))).model).toBe("actor/actor-1");
  });
});

describe("before_prompt_build", () => {
  it("puts the texts of all handlers in front, in order", async () => {
    const first = hookPlugin("before_prompt_build", "({ model }) => ({ system: [`You are ${model}.`] })");
    const second = hookPlugin("before_prompt_build", '() => ({ system: ["Be kind.", "", 5] })');
    await using running = await startGateway({ plugins: { mirror, first, second } });
    const answer = await running.client.chat.completions.create({ ...say("hi"), model: "mirror-1" });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toMatchObject({
      messages: [
        { role: "system", content: "You are mirror/mirror-1.\n\nBe kind." },
        { role: "user", content: "hi" },
      ],
    });
  });
});

describe("message_sending", () => {
  const louder = hookPlugin(
    "message_sending",
    "(event) => ({ event: { ...event, content: event.content.toUpperCase() } })",
  );
  const censor = hookPlugin("message_sending", '() => ({ block: true, reason: "that must not leave" })');

  it("changes a reply, whole or streamed", async () => {
    await using running = await startGateway({ plugins: { actor, louder } });
    const whole = await running.client.chat.completions.create(say("hi"));
    expect(whole.choices[0]?.message.content).toBe("HELLO, WHOLE.");
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("HELLO, WHOLE.");
  });

  it("holds a reply back, tool calls too, and says why in its place", async () => {
    await using running = await startGateway({ plugins: { actor, censor } });
    const tools = [{ type: "function" as const, function: { name: "weather" } }];
    const whole = await running.client.chat.completions.create({ ...say("hi"), tools });
    expect(whole.choices[0]).toEqual({
      index: 0,
      message: { role: "assistant", content: null, refusal: "that must not leave" },
      logprobs: null,
      finish_reason: "content_filter",
    });
  });

  it("holds a stream back before its first word has left", async () => {
    await using running = await startGateway({ plugins: { actor, censor } });
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    expect(chunks.map(({ choices }) => [choices[0]?.delta, choices[0]?.finish_reason])).toEqual([
      [{ role: "assistant", content: "", refusal: null }, null],
      [{ refusal: "that must not leave" }, null],
      [{}, "content_filter"],
    ]);
  });

  it("lets a reply pass where a handler fails, because it fails open", async () => {
    const broken = hookPlugin("message_sending", '() => { throw new Error("gate down"); }');
    await using running = await startGateway({ plugins: { actor, broken } });
    const answer = await running.client.chat.completions.create(say("hi"));
    expect(answer.choices[0]?.message.content).toBe("Hello, whole.");
  });
});
