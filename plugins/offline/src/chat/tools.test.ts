import type { ChatMessage, ChatRequest, ToolDescription } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { answerFromResults, useTools } from "./tools.js";

function tool(name: string, properties: Record<string, object> = {}, required: string[] = []): ToolDescription {
  const parameters = { type: "object", properties, required } as unknown as ToolDescription["parameters"];
  return { name, description: "", parameters };
}

const clock = tool("clock_now", { timeZone: { type: "string" }, style: { type: "string", enum: ["short", "long"] } });
const weather = tool("get_weather", { city: { type: "string" } }, ["city"]);
const calculator = tool("calculator", { expression: { type: "string" } }, ["expression"]);
const dice = tool("rollDice", { sides: { type: "integer" }, loaded: { type: "boolean" } }, ["sides"]);
const all = [clock, weather, calculator, dice];

function move(message: string, rest: Partial<ChatRequest> = {}) {
  const made = useTools(message, { model: "offline-chat", messages: [], tools: all, ...rest });
  if (made === undefined || "answer" in made) return made?.answer;
  return [made.call.name, JSON.parse(made.call.arguments) as unknown];
}

describe("useTools [VEND-4]", () => {
  it.each([
    ["what time is it?", "clock_now", {}],
    ["clock now, short, Europe/Berlin", "clock_now", { timeZone: "Europe/Berlin", style: "short" }],
    ["What's the weather in New York?", "get_weather", { city: "New York" }],
    ["weather for “Bad Ems” today", "get_weather", { city: "Bad Ems" }],
    ["what is 12 times 3?", "calculator", { expression: "12 * 3" }],
    ["roll dice of 20 sides", "rollDice", { sides: 20 }],
  ])("calls a tool for %j", (message, name, values) => {
    expect(move(message)).toEqual([name, values]);
  });

  it.each(["hello", "who are you", "get me a coffee", "now"])("calls none for %j", (message) => {
    expect(move(message)).toBeUndefined();
  });

  it("calls none when two fit as well, or when told to call none", () => {
    expect(move("what time is it?", { tools: [clock, tool("world_clock")] })).toBeUndefined();
    expect(move("what time is it?", { toolChoice: "none" })).toBeUndefined();
  });

  it("says which argument it did not find", () => {
    expect(move("weather please")).toBe("I would call the tool get_weather, but did not find in your words: city.");
  });

  it("calls the tool that the caller insists on, with what it has", () => {
    expect(move("Paris", { toolChoice: { name: "get_weather" } })).toEqual(["get_weather", { city: "Paris" }]);
    expect(move("hello", { toolChoice: "required" })).toEqual(["clock_now", {}]);
    expect(move("roll dice", { toolChoice: "required" })).toEqual(["rollDice", {}]);
  });

  it("refuses to call what is not offered", () => {
    expect(() => move("hi", { toolChoice: { name: "nothing" } })).toThrow(
      expect.objectContaining({ code: "invalid-request" }),
    );
    expect(() => move("hi", { toolChoice: "required", tools: [] })).toThrow(
      expect.objectContaining({ code: "invalid-request" }),
    );
  });

  it("gives each call an id of its own", () => {
    const ids = [1, 2].map(() => {
      const made = useTools("what time is it?", { model: "offline-chat", messages: [], tools: all });
      return made !== undefined && "call" in made ? made.call.id : "";
    });
    expect(ids[0]).toMatch(/^call_/);
    expect(ids[1]).not.toBe(ids[0]);
  });
});

describe("answerFromResults", () => {
  const asked: readonly ChatMessage[] = [
    { role: "user", content: "what time is it?" },
    { role: "assistant", content: "", toolCalls: [{ id: "a", name: "clock_now", arguments: "{}" }] },
  ];

  it("answers from all results at the end, by the names of their tools", () => {
    const results = [
      { role: "tool", content: "14:05", toolCallId: "a" },
      { role: "tool", content: "sunny", toolCallId: "unknown" },
    ] as const;
    expect(answerFromResults([...asked, ...results])).toBe(
      "The tool clock_now answered: 14:05\nThe tool answered: sunny",
    );
  });

  it("has no answer where the last word is a person's", () => {
    expect(
      answerFromResults([...asked, { role: "tool", content: "x", toolCallId: "a" }, { role: "user", content: "and?" }]),
    ).toBeUndefined();
  });
});
