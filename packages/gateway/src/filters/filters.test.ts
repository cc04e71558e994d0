import { APIUserAbortError } from "openai";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actor, caller, mirror } from "../../test/chat-plugin.js";
import { collect, heard, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";
import { weather } from "../../test/tool-plugins.js";

/** A filter that marks what goes past it with its name. */
const marker = (id: string, priority?: number): TestPlugin => ({
  provides: { filters: [id] },
  register: `
    const mark = (text) => text + " ${id}";
    api.registerFilter({
      id: "${id}",
      ${priority === undefined ? "" : `priority: ${priority},`}
      async inlet({ request }) {
        return { ...request, messages: request.messages.map((m) => m.role === "user" ? { ...m, content: mark(m.content) } : m) };
      },
      async outlet({ result }) { return { ...result, message: { ...result.message, content: mark(result.message.content) } }; },
      async stream({ chunks }) {
        return chunks.pipeThrough(new TransformStream({
          transform(chunk, c) { c.enqueue(chunk.type === "text" ? { ...chunk, text: mark(chunk.text) } : chunk); },
        }));
      },
    });`,
});

const filterOf = (members: string): TestPlugin => ({
  provides: { filters: ["only"] },
  register: `api.registerFilter({ id: "only", ${members} });`,
});
const say = (content: string, model = "actor/actor-1") => ({ model, messages: [{ role: "user" as const, content }] });

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("filters [TURN-2]", () => {
  const layers = { b: marker("b"), outer: marker("outer", 5), a: marker("a"), inner: marker("inner", -5) };

  it("lie around the model: the highest priority nearest to the caller, then plugin order", async () => {
    await using running = await startGateway({ plugins: { mirror, ...layers } });
    const { choices } = await running.client.chat.completions.create(say("hi", "mirror/mirror-1"));
    const content = choices[0]?.message.content ?? "";
    expect(content).toContain('"content":"hi outer a b inner"');
    expect(content).toMatch(/\} inner b a outer$/);
  });

  it("change a stream piece by piece, in the order of answers", async () => {
    await using running = await startGateway({ plugins: { actor, ...layers } });
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    const texts = chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
    expect(texts).toEqual(["Hello,  inner b a outer", "piecewise. inner b a outer"]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  const masking = `
    async outlet({ result }) {
      heard.push(["masked", result]);
      return { ...result, message: { ...result.message, content: result.message.content.replace("piecewise", "*********") } };
    }`;

  it("without `stream` are asked of a streamed answer when it is whole, and it leaves in one piece", async () => {
    await using running = await startGateway({ plugins: { actor, masking: filterOf(masking) } });
    const wanted = { ...say("hi"), stream: true as const, stream_options: { include_usage: true } };
    const chunks = await collect(await running.client.chat.completions.create(wanted));
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.content || [])).toEqual(["Hello, *********."]);
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(["stop"]);
    const usage = { inputTokens: 5, outputTokens: 7 };
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 5, completion_tokens: 7 });
    const message = { role: "assistant", content: "Hello, piecewise." };
    expect(takeHeard()).toEqual([["masked", { message, finishReason: "stop", usage }]]);
  });

  it("without `stream` keep their place between those that have it", async () => {
    const between = filterOf(`priority: 1, ${masking}`);
    await using running = await startGateway({ plugins: { actor, ...layers, between } });
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    const texts = chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
    expect(texts).toEqual(["Hello,  inner b a*********. inner b a outer"]);
    expect(takeHeard()).toMatchObject([["masked", { message: { content: "Hello,  inner b apiecewise. inner b a" } }]]);
  });

  it("without `stream` see the caller's tool calls in a streamed answer, whole", async () => {
    const emptying = filterOf(`async outlet({ result: { message, ...rest } }) {
      return { ...rest, message: { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, arguments: "{}" })) } };
    }`);
    await using running = await startGateway({ plugins: { actor, emptying } });
    const tools = [{ type: "function" as const, function: { name: "weather", parameters: { type: "object" } } }];
    const stream = running.client.chat.completions.stream({ ...say("hi"), tools });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.tool_calls).toMatchObject([
      { id: "call_1", function: { name: "weather", arguments: "{}" } },
    ]);
  });

  it("with `stream` alone are asked of whole answers too", async () => {
    const shouting = filterOf(`async stream({ chunks }) {
      return chunks.pipeThrough(new TransformStream({
        transform(chunk, c) { c.enqueue(chunk.type === "text" ? { ...chunk, text: chunk.text.toUpperCase() } : chunk); },
      }));
    }`);
    await using running = await startGateway({ plugins: { actor, shouting } });
    const { choices, usage } = await running.client.chat.completions.create(say("hi"));
    expect([choices[0]?.message.content, usage?.total_tokens]).toEqual(["HELLO, WHOLE.", 12]);
  });

  it("without `stream` end with the provider's stream: what it throws on the way is the error", async () => {
    await using running = await startGateway({ plugins: { actor, masking: filterOf(masking) } });
    const answer = running.client.chat.completions.create({ ...say("break"), stream: true });
    await expect(answer).rejects.toMatchObject({ status: 502, message: expect.stringContaining("the line went dead") });
    expect(takeHeard()).toEqual([]);
  });

  it("that cut an answer short are an error of the provider's side", async () => {
    const cutting = filterOf("async stream() { return streamOf({ type: 'text', text: 'half' }); }");
    await using running = await startGateway({ plugins: { actor, cutting } });
    const message = expect.stringContaining("The stream ended before the answer did.");
    await expect(running.client.chat.completions.create(say("hi"))).rejects.toMatchObject({ status: 502, message });
  });

  it("see each call of the model, and the tools' answers in it", async () => {
    const inlet = filterOf(
      "async inlet({ request }) { heard.push(request.messages.map(({ role }) => role).join(' ')); return request; }",
    );
    await using running = await startGateway({ plugins: { caller, weather, inlet } });
    const content = JSON.stringify({ calls: [["weather", { city: "Oslo" }]] });
    await running.client.chat.completions.create(say(content, "caller"));
    expect(takeHeard().filter((each) => typeof each === "string" && each.startsWith("user"))).toEqual([
      "user",
      "user assistant tool",
    ]);
  });

  it.each(["inlet", "outlet", "stream"])("refuse a request by a throw: %s", async (operation) => {
    const refusing = filterOf(`async ${operation}() { throw fail("permission", "not with me"); }`);
    await using running = await startGateway({ plugins: { actor, refusing } });
    const answer = running.client.chat.completions.create({ ...say("hi"), stream: operation === "stream" });
    await expect(answer).rejects.toMatchObject({ status: 403, message: expect.stringContaining("not with me") });
  });

  it.each([
    ["inlet", "request"],
    ["outlet", "answer"],
    ["stream", "stream"],
  ])("that give nonsense are named: %s", async (operation, what) => {
    const odd = filterOf(`async ${operation}() { return "nonsense"; }`);
    await using running = await startGateway({ plugins: { actor, odd } });
    const answer = running.client.chat.completions.create({ ...say("hi"), stream: operation === "stream" });
    const message = expect.stringContaining(`The filter "only" of odd gave something that is no ${what}.`);
    await expect(answer).rejects.toMatchObject({ status: 502, message });
  });

  it("do not keep a stream alive when the caller goes away", async () => {
    const through = filterOf("async stream({ chunks }) { return chunks.pipeThrough(new TransformStream()); }");
    await using running = await startGateway({ plugins: { actor, through } });
    const stream = await running.client.chat.completions.create({ ...say("endless"), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await vi.waitFor(() => expect(heard()).toContain("stream aborted"));
  });

  it("without `stream` do not collect an answer for a caller who went away", async () => {
    const started = filterOf(`${masking}, async inlet({ request }) { heard.push("asked"); return request; }`);
    await using running = await startGateway({ plugins: { actor, started } });
    const leave = new AbortController();
    const options = { signal: leave.signal };
    const outcome = running.client.chat.completions
      .create({ ...say("endless"), stream: true }, options)
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(heard()).toContain("asked"));
    leave.abort();
    expect(await outcome).toBeInstanceOf(APIUserAbortError);
    await vi.waitFor(() => expect(heard()).toContain("stream aborted"));
    expect(takeHeard()).toEqual(["asked", "stream aborted"]);
  });
});
