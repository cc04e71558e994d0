import type { TestPlugin } from "./running-gateway.js";

/** A model whose answer is the request as it got it, so that tests see what a provider sees. */
export const mirror: TestPlugin = {
  provides: { "text-inference": { mirror: { models: ["mirror-1"] } } },
  register: `
    const show = (request) => JSON.stringify(request, (key, value) => value instanceof Uint8Array ? { bytes: [...value] } : value);
    const usage = { inputTokens: 3, outputTokens: 4 };
    api.registerProvider({
      id: "mirror",
      complete: async (request) => ({ message: { role: "assistant", content: show(request) }, finishReason: "stop", usage }),
    });`,
};

/** A model that streams, calls tools, and fails as the last message asks it to. */
export const actor: TestPlugin = {
  provides: { "text-inference": { actor: { models: ["actor-1", "shared"] } } },
  register: `
    const usage = { inputTokens: 5, outputTokens: 7 };
    const wanted = (request) => request.messages.at(-1).content;
    const scenes = {
      busy: () => { throw fail("rate-limited", "slow down", { retryAfterMs: 1500 }); },
      locked: () => { throw fail("authentication", "the key sk-very-secret-key is wrong"); },
      gone: () => { throw fail("not-found", "no such model"); },
      bug: () => { throw new TypeError("inner detail"); },
      odd: () => undefined,
    };
    const call = { id: "call_1", name: "weather", arguments: '{"city":"Oslo"}' };
    api.registerProvider({
      id: "actor",
      async complete(request, { signal }) {
        const scene = wanted(request);
        if (scene in scenes) return scenes[scene]();
        if (scene === "wait") return new Promise((_, reject) => {
          signal.addEventListener("abort", () => { heard.push("complete aborted"); reject(signal.reason); });
          heard.push("complete called");
        });
        if (request.tools) return { message: { role: "assistant", content: "", toolCalls: [call] }, finishReason: "tool-calls", usage };
        return { message: { role: "assistant", content: "Hello, whole." }, finishReason: "stop", usage };
      },
      async stream(request, { signal }) {
        const scene = wanted(request);
        if (scene in scenes) return scenes[scene]();
        if (scene === "endless") {
          signal.addEventListener("abort", () => heard.push("stream aborted"));
          return new ReadableStream({ async pull(c) { await pause(5); c.enqueue({ type: "text", text: "more " }); } });
        }
        if (scene === "break") return new ReadableStream({ start(c) { c.enqueue({ type: "text", text: "so far" }); }, async pull(c) { c.error(fail("unavailable", "the line went dead")); } });
        if (scene === "late") return new ReadableStream({ async pull(c) { c.error(fail("rate-limited", "slow down", { retryAfterMs: 10 })); } });
        if (scene === "short") return streamOf({ type: "text", text: "half" });
        if (request.tools) return streamOf(
          { type: "tool-call", index: 0, id: "call_1", name: "weather" },
          { type: "tool-call", index: 0, arguments: '{"city":' },
          { type: "tool-call", index: 0, arguments: '"Oslo"}' },
          { type: "finish", finishReason: "tool-calls", usage },
        );
        return streamOf({ type: "text", text: "Hello, " }, { type: "text", text: "piecewise." }, { type: "finish", finishReason: "stop", usage });
      },
    });`,
};

/**
 * A model that calls the tools which the user's last message lists as JSON, `{ calls: [[name, arguments]] }`, and then says
 * which tools it was offered and what it was told. With `again` it never stops calling.
 */
export const caller: TestPlugin = {
  provides: { "text-inference": { caller: { models: ["caller-1"] } } },
  register: `
    const usage = { inputTokens: 2, outputTokens: 3 };
    const plan = ({ messages, tools = [], toolChoice }) => {
      const asked = messages.findLast(({ role }) => role === "user").content;
      const { calls = [], again, stubborn } = asked.startsWith("{") ? JSON.parse(asked) : {};
      const told = messages.filter(({ role }) => role === "tool").map(({ content }) => content);
      const isDone = (told.length > 0 && !again) || (toolChoice === "none" && !stubborn) || calls.length === 0;
      if (isDone) return { text: JSON.stringify({ offered: tools.map(({ name }) => name), told, toolChoice }) };
      const toolCalls = calls.map(([name, args], index) => ({ id: "call_" + index, name, arguments: typeof args === "string" ? args : JSON.stringify(args) }));
      return { text: "Let me see.", toolCalls };
    };
    api.registerProvider({
      id: "caller",
      async complete(request) {
        const { text, toolCalls } = plan(request);
        return { message: { role: "assistant", content: text, ...(toolCalls && { toolCalls }) }, finishReason: toolCalls ? "tool-calls" : "stop", usage };
      },
      async stream(request) {
        const { text, toolCalls = [] } = plan(request);
        const pieces = toolCalls.flatMap((call, index) => [
          { type: "tool-call", index, id: call.id },
          { type: "tool-call", index, name: call.name },
          { type: "tool-call", index, arguments: call.arguments.slice(0, 3) },
          { type: "tool-call", index, arguments: call.arguments.slice(3) },
        ]);
        const half = Math.ceil(text.length / 2);
        return streamOf({ type: "text", text: text.slice(0, half) }, { type: "text", text: text.slice(half) }, ...pieces,
          { type: "finish", finishReason: toolCalls.length > 0 ? "tool-calls" : "stop", usage });
      },
    });`,
};
