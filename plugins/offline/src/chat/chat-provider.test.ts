import type { ChatChunk, ChatRequest, ToolDescription } from "@mortise/sdk";
import { callContext } from "@mortise/testing";
import { describe, expect, it } from "vitest";
import { createChatProvider } from "./chat-provider.js";

const clock = { now: () => new Date("2026-11-21T13:05:00Z"), timeZone: "UTC" };
const provider = createChatProvider({ clock, streamDelayMs: 0 });
const slow = createChatProvider({ clock, streamDelayMs: 60_000 });
const context = callContext();
const tool: ToolDescription = { name: "clock_now", description: "Tells the time.", parameters: { type: "object" } };

const asking = (content: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({
  model: "offline-chat",
  messages: [{ role: "user", content }],
  ...rest,
});
const complete = (content: string, rest?: Partial<ChatRequest>) => provider.complete(asking(content, rest), context);

async function all(chunks: ReadableStream<ChatChunk>): Promise<ChatChunk[]> {
  const found: ChatChunk[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

async function stream(request: ChatRequest, by = provider, signal?: AbortSignal): Promise<ReadableStream<ChatChunk>> {
  const chunks = await by.stream?.(request, callContext({ signal }));
  if (chunks === undefined) throw new Error("The provider has no stream.");
  return chunks;
}

describe("complete [VEND-4]", () => {
  it("answers, and counts the words of question and answer", async () => {
    expect(await complete("repeat after me: one two three")).toEqual({
      message: { role: "assistant", content: "one two three" },
      finishReason: "stop",
      usage: { inputTokens: 6, outputTokens: 3 },
    });
  });

  it("calls a tool that fits, and answers from its result", async () => {
    const request = asking("what time is it?", { tools: [tool] });
    const { message, finishReason } = await provider.complete(request, context);
    expect(finishReason).toBe("tool-calls");
    expect(message).toMatchObject({ content: "", toolCalls: [{ name: "clock_now", arguments: "{}" }] });

    const toolCallId = message.toolCalls?.[0]?.id ?? "";
    const messages = [...request.messages, message, { role: "tool", content: "five past two", toolCallId }] as const;
    expect((await provider.complete({ ...request, messages }, context)).message.content).toBe(
      "The tool clock_now answered: five past two",
    );
  });

  it("ends before the first stop sequence", async () => {
    const { message, finishReason } = await complete("echo one, two. three", { stop: ["", ".", ","] });
    expect(message.content).toBe("one");
    expect(finishReason).toBe("stop");
  });

  it("ends after so many tokens as are allowed, and says so", async () => {
    const cut = await complete("echo one two three", { maxOutputTokens: 2 });
    expect(cut).toMatchObject({ message: { content: "one two" }, finishReason: "length", usage: { outputTokens: 2 } });
    expect((await complete("echo one two three", { maxOutputTokens: 3 })).finishReason).toBe("stop");
  });

  it("answers as JSON when asked to", async () => {
    const { message } = await complete('echo a "quoted"\nline', { responseFormat: { type: "json" } });
    expect(JSON.parse(message.content)).toEqual({ answer: 'a "quoted"\nline' });
  });

  it("says that it cannot see, to who shows it an image", async () => {
    const content = [
      { type: "text", text: "what is this?" },
      { type: "image", data: new Uint8Array(1), mediaType: "image/png" },
    ] as const;
    const { message } = await provider.complete(
      { model: "offline-chat", messages: [{ role: "user", content }] },
      context,
    );
    expect(message.content).toContain("cannot see images");
  });

  it.each([
    ["another model", { model: "gpt-4o" }, "not-found"],
    ["a conversation without a user", { messages: [{ role: "system", content: "hi" }] }, "invalid-request"],
    ["no tokens", { maxOutputTokens: 0 }, "invalid-request"],
    ["a JSON Schema", { responseFormat: { type: "json-schema", name: "x", schema: {} } }, "unsupported"],
  ] as const)("refuses %s", async (_, rest, code) => {
    await expect(complete("hi", rest)).rejects.toMatchObject({ code });
    await expect(stream(asking("hi", rest))).rejects.toMatchObject({ code });
  });

  it("does not start for a caller that is gone", async () => {
    const signal = AbortSignal.abort();
    await expect(provider.complete(asking("hi"), callContext({ signal }))).rejects.toMatchObject({ code: "aborted" });
    await expect(stream(asking("hi"), provider, signal)).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("stream", () => {
  it("gives the whole answer word by word, and one finish", async () => {
    const request = asking("what can you do?");
    const whole = await provider.complete(request, context);
    const chunks = await all(await stream(request));
    const texts = chunks.flatMap((chunk) => (chunk.type === "text" ? [chunk.text] : []));

    expect(texts.join("")).toBe(whole.message.content);
    expect(texts).toHaveLength(whole.usage?.outputTokens ?? 0);
    expect(chunks.slice(texts.length)).toEqual([{ type: "finish", finishReason: "stop", usage: whole.usage }]);
  });

  it("gives a tool call in one piece", async () => {
    const chunks = await all(await stream(asking("what time is it?", { tools: [tool] })));
    expect(chunks).toMatchObject([
      { type: "tool-call", index: 0, name: "clock_now", arguments: "{}" },
      { type: "finish", finishReason: "tool-calls" },
    ]);
  });

  it("ends with an error when the caller goes away between words", async () => {
    const caller = new AbortController();
    const reader = (await stream(asking("help"), provider, caller.signal)).getReader();
    expect((await reader.read()).value).toMatchObject({ type: "text" });
    caller.abort();
    await expect(reader.read()).rejects.toMatchObject({ code: "aborted" });
  });

  it("ends with an error when the deadline passes in the pause before a word", async () => {
    const caller = new AbortController();
    const pending = (await stream(asking("help"), slow, caller.signal)).getReader().read();
    caller.abort(new DOMException("late", "TimeoutError"));
    await expect(pending).rejects.toMatchObject({ code: "timeout" });
  });

  it("stops when the reader cancels, and leaves no pause behind", async () => {
    const before = timers();
    const reader = (await stream(asking("help"), slow)).getReader();
    const pending = reader.read();
    expect(timers()).toBe(before + 1);
    await reader.cancel();

    expect(await pending).toEqual({ done: true, value: undefined });
    await new Promise(setImmediate);
    expect(timers()).toBe(before);
  });
});
