import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { heard, hookPlugin, takeHeard, type TestPlugin } from "../../test/running-gateway.js";
import { weather } from "../../test/tool-plugins.js";
import { ask, asking, startWithCaller, sunny } from "../../test/tool-turns.js";

beforeEach(() => void takeHeard());
afterEach(() => void takeHeard());

describe("around a tool's call [TURN-1]", () => {
  const gate = (handler: string) => hookPlugin("before_tool_call", handler);

  it("before_tool_call changes the arguments, and they are checked again", async () => {
    const moved = gate(
      '(event) => ({ event: { ...event, args: { city: event.args.city === "Oslo" ? "Bergen" : 7 } } })',
    );
    await using running = await startWithCaller({ weather, moved });
    expect((await ask(running, sunny)).told).toEqual(["Sunny in Bergen."]);
    expect((await ask(running, [["weather", { city: "Rome" }]])).told).toEqual([
      "Error: The arguments do not fit: city must be string.",
    ]);
  });

  it.each([
    [
      "forbids it",
      '() => ({ block: true, reason: "not on Sundays" })',
      "Error: The call was not allowed: not on Sundays.",
    ],
    [
      "fails",
      '() => { throw new Error("gate down"); }',
      "Error: The call was not allowed: guard failed, and the hook fails closed.",
    ],
  ])("before_tool_call %s: the tool is not run", async (_, handler, told) => {
    await using running = await startWithCaller({ weather, guard: gate(handler) });
    expect((await ask(running, sunny)).told).toEqual([told]);
    expect(heard()).toEqual(["weather loaded"]);
  });

  it("middleware changes what the model is told, higher priority first; one that fails changes nothing", async () => {
    const middleware = (id: string, priority: number, body: string, tools?: readonly string[]): TestPlugin => ({
      provides: { toolResultMiddleware: [id] },
      register: `api.registerToolResultMiddleware({ id: "${id}", priority: ${priority}, tools: ${JSON.stringify(tools)}, async transform({ tool, args, result }) { ${body} } });`,
    });
    await using running = await startWithCaller({
      weather,
      late: middleware("late", 0, "return { text: `<${result.text}>` };"),
      early: middleware("early", 5, "return { text: `${tool} ${args.city}: ${result.text}` };"),
      broken: middleware("broken", 1, 'throw new Error("middleware down");'),
      odd: middleware("odd", 1, "return 5;"),
      other: middleware("other", 9, 'return { text: "never" };', ["another_tool"]),
    });
    expect((await ask(running, sunny)).told).toEqual(["<weather Oslo: Sunny in Oslo.>"]);
    const warnings = running.log.filter(({ level }) => level === "warn").map(({ message }) => message);
    expect(warnings).toEqual([
      'The tool-result middleware "broken" of broken was passed over: middleware down',
      'The tool-result middleware "odd" of odd was passed over: it gave something that is no result',
    ]);
  });

  it("after_tool_call sees what the model is told", async () => {
    const watcher = hookPlugin("after_tool_call", "(event) => { heard.push(event); }");
    await using running = await startWithCaller({ weather, watcher });
    const { id } = await running.client.chat.completions.create(asking(sunny));
    await vi.waitFor(() => expect(heard()).toHaveLength(3));
    expect(takeHeard()[2]).toEqual({
      requestId: id,
      tool: "weather",
      callId: "call_0",
      args: { city: "Oslo" },
      result: { text: "Sunny in Oslo." },
      durationMs: expect.any(Number),
    });
  });
});
