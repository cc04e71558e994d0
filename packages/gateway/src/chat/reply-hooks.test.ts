import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actor, caller, mirror } from "../../test/chat-plugin.js";
import { collect, heard, hookPlugin, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";
import { weather } from "../../test/tool-plugins.js";

const say = (content: string, model = "actor/actor-1") => ({ model, messages: [{ role: "user" as const, content }] });
const sunny = JSON.stringify({ calls: [["weather", { city: "Oslo" }]] });
const refusal = { content: null, refusal: "not today" };

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("model_call_started and model_call_ended [TURN-3]", () => {
  const names = ["model_call_started", "model_call_ended"];
  const watcher: TestPlugin = {
    provides: { hooks: names },
    register: names.map((name) => `api.on("${name}", (event) => { heard.push(event); });`).join("\n"),
  };

  it("count the calls of a turn, and say nothing of what was said", async () => {
    await using running = await startGateway({ plugins: { caller, weather, watcher } });
    const { id } = await running.client.chat.completions.create(say(sunny, "caller"));
    await vi.waitFor(() => expect(heard().filter((each) => typeof each === "object")).toHaveLength(5));
    const which = (call: number) => ({ requestId: id, provider: "caller", model: "caller-1", call });
    const usage = { inputTokens: 2, outputTokens: 3 };
    const ended = (call: number) => ({ ...which(call), outcome: "answered", usage, durationMs: expect.any(Number) });
    const events = takeHeard().filter((each) => typeof each === "object" && !Array.isArray(each));
    expect(events).toEqual([which(1), ended(1), which(2), ended(2)]);
  });

  it("say that a call failed", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    await expect(running.client.chat.completions.create(say("gone"))).rejects.toThrow("no such model");
    await vi.waitFor(() => expect(heard()).toHaveLength(2));
    expect(heard()[1]).toMatchObject({ outcome: "failed", call: 1 });
  });
});

describe("before_agent_finalize", () => {
  it("sends the model back, and the caller sees the last answer alone, streamed or not", async () => {
    const editor = hookPlugin(
      "before_agent_finalize",
      '({ content }) => content.includes("shorter") ? undefined : { revise: ["shorter", "please"] }',
    );
    await using running = await startGateway({ plugins: { mirror, editor } });
    const whole = await running.client.chat.completions.create(say("hi", "mirror-1"));
    const { messages } = JSON.parse(whole.choices[0]?.message.content ?? "") as {
      messages: { role: string; content: string }[];
    };
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(messages[2]?.content).toBe("shorter\n\nplease");
    expect(whole.usage).toMatchObject({ prompt_tokens: 6 });
    const chunks = await collect(
      await running.client.chat.completions.create({ ...say("hi", "mirror-1"), stream: true }),
    );
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe(
      whole.choices[0]?.message.content,
    );
  });

  it("does so three times at most", async () => {
    const never = hookPlugin("before_agent_finalize", '() => { heard.push("again"); return { revise: ["again"] }; }');
    await using running = await startGateway({ plugins: { actor, never } });
    const { choices } = await running.client.chat.completions.create(say("hi"));
    expect(choices[0]?.message.content).toBe("Hello, whole.");
    expect(heard()).toEqual(["again", "again", "again"]);
  });
});

describe("agent_end", () => {
  const watcher = hookPlugin("agent_end", "(event) => { heard.push(event); }");

  it("sees the whole conversation, tool calls and their answers included", async () => {
    await using running = await startGateway({ plugins: { caller, weather, watcher } });
    const { id } = await running.client.chat.completions.create(say(sunny, "caller"));
    await vi.waitFor(() => expect(heard()).toHaveLength(3));
    const event = takeHeard()[2] as { messages: { role: string }[] };
    expect(event).toMatchObject({ requestId: id, model: "caller/caller-1", success: true, modelCalls: 2 });
    expect(event.messages.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant"]);
  });

  it.each([
    ["an error", "gone", "no such model"],
    ["a stream's error", "break", "the line went dead"],
  ])("sees %s", async (_, scene, error) => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const run = async () => {
      const answer = await running.client.chat.completions.create({ ...say(scene), stream: scene === "break" });
      if (Symbol.asyncIterator in answer) await collect(answer);
    };
    await expect(run()).rejects.toThrow(error);
    await vi.waitFor(() => expect(heard()).toHaveLength(1));
    expect(heard()[0]).toMatchObject({ success: false, error, modelCalls: 1 });
  });

  it("sees that the caller left while a tool ran", async () => {
    await using running = await startGateway({ plugins: { caller, weather, watcher } });
    const leave = new AbortController();
    const content = JSON.stringify({ calls: [["weather", { city: "Limbo" }]] });
    const body = { ...say(content, "caller"), stream: true } as const;
    const stream = await running.client.chat.completions.create(body, { signal: leave.signal });
    const read = collect(stream);
    await vi.waitFor(() => expect(heard()).toHaveLength(2));
    leave.abort();
    await read;
    await vi.waitFor(() => expect(heard()).toHaveLength(4));
    const [aborted, event] = takeHeard().slice(2);
    expect(aborted).toBe("weather aborted");
    expect(event).toMatchObject({ success: false, error: "The caller went away.", modelCalls: 1 });
  });

  it("sees that the caller left", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const stream = await running.client.chat.completions.create({ ...say("endless"), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    const gone = expect.objectContaining({ success: false, error: "The caller went away." });
    await vi.waitFor(() => expect(heard()).toContainEqual(gone));
  });
});

describe("reply_payload_sending", () => {
  const tools = [{ type: "function" as const, function: { name: "weather" } }];

  it("changes all of a reply, its tool calls too", async () => {
    const changer = hookPlugin(
      "reply_payload_sending",
      '(event) => ({ event: { ...event, payload: { content: event.payload.toolCalls[0].name, toolCalls: [], finishReason: "stop" } } })',
    );
    await using running = await startGateway({ plugins: { actor, changer } });
    const { choices } = await running.client.chat.completions.create({ ...say("hi"), tools });
    expect(choices[0]).toMatchObject({ message: { content: "weather" }, finish_reason: "stop" });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  it("holds a reply back, so that message_sending is not asked", async () => {
    const censor = hookPlugin("reply_payload_sending", '() => ({ block: true, reason: "not today" })');
    const next = hookPlugin("message_sending", '() => { heard.push("asked"); }');
    await using running = await startGateway({ plugins: { actor, censor, next } });
    const { choices } = await running.client.chat.completions.create(say("hi"));
    expect(choices[0]?.message).toMatchObject(refusal);
    expect(heard()).toEqual([]);
  });

  it.each(["() => ({ event: { payload: 5 } })", '() => { throw new Error("gate down"); }'])(
    "lets a reply pass where it gives nonsense: %s",
    async (handler) => {
      await using running = await startGateway({
        plugins: { actor, odd: hookPlugin("reply_payload_sending", handler) },
      });
      const { choices } = await running.client.chat.completions.create(say("hi"));
      expect(choices[0]?.message.content).toBe("Hello, whole.");
    },
  );
});

describe("message_sent", () => {
  const watcher = hookPlugin("message_sent", "(event) => { heard.push(event); }");
  const sent = (content: string, outcome: object) => ({
    requestId: expect.any(String),
    model: "actor/actor-1",
    content,
    ...outcome,
  });

  it("sees what the caller was given, whole and streamed", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    await running.client.chat.completions.create(say("hi"));
    await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    await vi.waitFor(() => expect(heard()).toHaveLength(2));
    expect(takeHeard()).toEqual([
      sent("Hello, whole.", { success: true }),
      sent("Hello, piecewise.", { success: true }),
    ]);
  });

  it("sees why a stream broke off", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const stream = await running.client.chat.completions.create({ ...say("break"), stream: true });
    await expect(collect(stream)).rejects.toThrow("the line went dead");
    await vi.waitFor(() => expect(heard()).toHaveLength(1));
    expect(takeHeard()).toEqual([sent("so far", { success: false, error: "the line went dead" })]);
  });

  it("sees that the caller left", async () => {
    await using running = await startGateway({ plugins: { actor, watcher } });
    const stream = await running.client.chat.completions.create({ ...say("endless"), stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    const gone = sent(expect.stringContaining("more") as string, { success: false, error: "The caller went away." });
    await vi.waitFor(() => expect(heard()).toContainEqual(gone));
  });
});
