import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actor } from "../../test/chat-plugin.js";
import { collect, heard, hookPlugin, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

const messages = [{ role: "user" as const, content: "hi" }];
const upper = hookPlugin(
  "reply_stream",
  `({ requestId, model }) => { heard.push([requestId, model]); return new TransformStream({ transform(piece, c) {
    c.enqueue(piece.type === "text" ? { ...piece, text: piece.text.toUpperCase() } : piece);
  } }); }`,
);

async function textOf(plugins: Record<string, TestPlugin>, model = "actor/actor-1"): Promise<string> {
  await using running = await startGateway({ plugins: { actor, ...plugins } });
  const stream = await running.client.chat.completions.create({ model, messages, stream: true });
  return (await collect(stream)).map(({ choices }) => choices[0]?.delta.content ?? "").join("");
}

describe("reply_stream [TURN-3]", () => {
  it("changes a streamed reply piece by piece, and leaves a whole one alone", async () => {
    const plain = await textOf({});
    expect(plain).not.toBe(plain.toUpperCase());
    expect(await textOf({ upper })).toBe(plain.toUpperCase());
    expect(takeHeard()).toEqual([[expect.stringMatching(/^chatcmpl-/), "actor/actor-1"]]);
    await using running = await startGateway({ plugins: { actor, upper } });
    const whole = await running.client.chat.completions.create({ model: "actor/actor-1", messages });
    expect(whole.choices[0]?.message.content).toBe("Hello, whole.");
    expect(heard()).toEqual([]);
  });

  it("changes a reply too that was held, and one that no model gave", async () => {
    const gate = hookPlugin("message_sending", "(event) => ({ event: { ...event, content: 'held back' } })");
    expect(await textOf({ upper, gate })).toBe("HELD BACK");
    const claimer = hookPlugin("inbound_claim", "() => ({ handled: true, text: 'taken' })");
    expect(await textOf({ upper, claimer })).toBe("TAKEN");
  });

  it.each([
    ["fails midway", "transform() { throw new Error('torn'); }"],
    ["takes out the end", "transform(piece, c) { if (piece.type !== 'finish') c.enqueue(piece); }"],
    ["puts in what is no piece", "transform(piece, c) { c.enqueue({ type: 'odd' }); }"],
  ])("of a plugin that %s ends the reply with an error, and lets go of the model", async (_, member) => {
    const broken = hookPlugin("reply_stream", `() => new TransformStream({ ${member} })`);
    const model: TestPlugin = {
      provides: { "text-inference": { endless: { models: ["endless-1"] } } },
      register: `api.registerProvider({ id: "endless", async complete() {}, async stream() {
        return new ReadableStream({
          pull(c) { c.enqueue({ type: "text", text: "on" }); heard.push("on"); if (heard.length > 3) { c.enqueue({ type: "finish", finishReason: "stop" }); c.close(); } },
          cancel() { heard.push("let go"); },
        });
      } });`,
    };
    await expect(textOf({ broken, model }, "endless/endless-1")).rejects.toThrow();
    const isOver = () => heard().includes("let go") || heard().filter((each) => each === "on").length > 3;
    await vi.waitFor(() => expect(isOver()).toBe(true));
  });
});
