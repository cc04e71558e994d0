import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actor, caller } from "../../test/chat-plugin.js";
import { collect, startGateway, takeHeard, type TestPlugin } from "../../test/running-gateway.js";
import { asking } from "../../test/tool-turns.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

const hint = `api.on("before_agent_run", (_, { emit }) => { emit({ type: "status", data: "line\\nbreak \\u2028 data: [DONE]" }); });`;
const hinter: TestPlugin = { provides: { hooks: ["before_agent_run"] }, register: hint };

/** Tells before the model is asked, and while it runs a tool. */
const teller: TestPlugin = {
  provides: { hooks: ["before_agent_run"], tools: { tell: { description: "Tells.", parameters: { type: "object" } } } },
  register: `${hint}
    api.registerTool({ name: "tell", description: "Tells.", parameters: { type: "object" }, async execute(_, { emit, ask }) {
      emit({ type: "citation", data: { url: "https://example.com" } });
      emit({ type: "odd", data: 1n });
      return { text: await ask({ kind: "confirm", message: "?" }).then(String, ({ code }) => code) };
    } });`,
};

describe("what plugins emit while a reply is streamed [RPC-2]", () => {
  it("stands in comments between its events", async () => {
    await using running = await startGateway({ plugins: { caller, teller } });
    const body = JSON.stringify({ ...asking([["tell", {}]]), stream: true });
    const response = await fetch(`${running.url}/v1/chat/completions`, { method: "POST", body });
    const parts = (await response.text()).split("\n\n");
    const told = parts.filter((part) => part.startsWith(": mortise.event "));
    const requestId = response.headers.get("x-request-id");
    expect(told.map((part) => JSON.parse(part.slice(": mortise.event ".length)) as unknown)).toEqual([
      { requestId, type: "status", data: "line\nbreak \u2028 data: [DONE]" },
      { requestId, type: "citation", data: { url: "https://example.com" } },
    ]);
    expect(parts.filter((part) => part !== "" && !part.startsWith(":")).every((part) => /^data: .+$/.test(part))).toBe(
      true,
    );
    expect(parts.indexOf(told[1] ?? "")).toBeGreaterThan(2);
  });

  it("is passed over by OpenAI's client, which sees the reply as it is without", async () => {
    const chunksWith = async (plugins: Record<string, TestPlugin>) => {
      await using running = await startGateway({ plugins });
      const messages = [{ role: "user" as const, content: "hi" }];
      const given = { model: "actor/actor-1", messages, stream: true as const };
      const chunks = await collect(await running.client.chat.completions.create(given));
      return chunks.map(({ choices, object }) => ({ choices, object }));
    };
    const plain = await chunksWith({ actor });
    expect(plain.length).toBeGreaterThan(2);
    expect(await chunksWith({ actor, hinter })).toEqual(plain);
  });

  it("is heard by nobody where the reply comes whole, and nobody can be asked", async () => {
    await using running = await startGateway({ plugins: { caller, teller } });
    const answer = await running.client.chat.completions.create(asking([["tell", {}]]));
    expect(answer.choices[0]?.message.content).toContain('"told":["unsupported"]');
  });
});
