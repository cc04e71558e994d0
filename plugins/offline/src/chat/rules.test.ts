import type { ChatMessage } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { answerByRule } from "./rules.js";

const clock = { now: () => new Date("2026-11-21T13:05:00Z"), timeZone: "Europe/Berlin" };

function answer(...said: string[]): string {
  const messages = said.map((content): ChatMessage => ({ role: "user", content }));
  return answerByRule(said.at(-1) ?? "", { messages, clock });
}

const honest = /small rule-based model/;

describe("answerByRule [VEND-4]", () => {
  it.each(["hi", "Hello there!", "good morning"])("greets back on %j and says what it is", (message) => {
    expect(answer(message)).toMatch(/^Hello!/);
    expect(answer(message)).toMatch(honest);
  });

  it.each(["who are you?", "What are you?", "are you ChatGPT?", "Are you a real person", "which model is this?"])(
    "is honest about itself on %j",
    (message) => {
      expect(answer(message)).toMatch(honest);
      expect(answer(message)).toMatch(/no knowledge|learned nothing/);
    },
  );

  it.each(["Who was Napoleon?", "why is the sky blue", "Write a poem about the sea.", "explain monads", "xyzzy"])(
    "claims to know nothing on %j",
    (message) => {
      expect(answer(message)).toMatch(honest);
    },
  );

  it.each(["what time is it?", "tell me the date", "What's the current time and date?", "which day is it today"])(
    "tells the time of its zone on %j",
    (message) => {
      // Whether a comma follows the weekday depends on the Node that runs this.
      expect(answer(message)).toMatch(/^It is 14:05 on Saturday,? 21 November 2026 \(Europe\/Berlin\)\.$/);
    },
  );

  it("does not tell the time when asked for the time of something", () => {
    expect(answer("what time does the train leave?")).toMatch(honest);
  });

  it("finds a name in what was said, and admits when there was none", () => {
    expect(answer("My name is Ada.")).toBe('Hello, Ada! What can I do for you? "Help" lists what I can.');
    expect(answer("My name is Ada.", "hm", "what is my name?")).toBe("You said that your name is Ada.");
    expect(answer("what's my name?")).toContain("have not told me");
  });

  it("lists examples that each have a rule", () => {
    const examples = answer("what can you do?")
      .split("\n")
      .flatMap((line) => (line.startsWith("- ") ? [line.slice(2)] : []));

    expect(examples.length).toBeGreaterThanOrEqual(10);
    for (const example of examples) expect(answer(example)).not.toMatch(honest);
  });

  it("does sums, behind any courtesy", () => {
    expect(answer("Could you please calculate 12 * (3 + 4.5)?")).toBe("12 * (3 + 4.5) = 90");
  });

  it.each([
    ["thanks a lot", "You are welcome."],
    ["bye", "Goodbye."],
  ])("is polite on %j", (message, expected) => {
    expect(answer(message)).toBe(expected);
  });

  it("answers a message without words", () => {
    expect(answer(" \n ")).toContain("no words");
  });

  it.each([
    ["white space", `a${" ".repeat(200_000)}b`],
    ["reversed white space", `reverse the${" ".repeat(200_000)}b`],
    ["letters to reverse", `reverse ${"ab".repeat(100_000)}`],
    ["letters to count", `how many letters are in ${"ab ".repeat(100_000)}`],
    ["courtesy", "please ".repeat(50_000)],
    ["question marks", `${"? ".repeat(100_000)}x`],
    ["parentheses", "(".repeat(200_000)],
    ["one word", "i".repeat(200_000)],
  ])("comes to an end on a flood of %s", (_, flood) => {
    expect(answer(flood)).not.toBe("");
  });
});
