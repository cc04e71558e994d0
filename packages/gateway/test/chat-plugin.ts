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
