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

describe("filters", () => {
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

  it("without `stream` let a stream go past them", async () => {
    const outlet = filterOf(
      'async outlet({ result }) { return { ...result, message: { role: "assistant", content: "" } }; }',
    );
    await using running = await startGateway({ plugins: { actor, outlet } });
    const chunks = await collect(await running.client.chat.completions.create({ ...say("hi"), stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("Hello, piecewise.");
    expect((await running.client.chat.completions.create(say("hi"))).choices[0]?.message.content).toBe("");
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
});
