import { describe, expect, it } from "vitest";
import { answerByRule } from "./rules.js";

const context = { messages: [], clock: { now: () => new Date(0), timeZone: "UTC" } };

describe("rules about text [VEND-4]", () => {
  it.each([
    ["reverse stressed", "desserts"],
    ["Please reverse the word 'noon time'", "emit noon"],
    ["could you say Mortise backwards", "esitroM"],
    ["reverse é👩‍👩‍👧🇩🇪", "🇩🇪👩‍👩‍👧é"],
    ["upper case: quiet please", "QUIET PLEASE"],
    ["put hello there in upper case", "HELLO THERE"],
    ["convert HELLO to lowercase", "hello"],
    ['how many words are in the sentence "it\'s a small, small world"?', "5 words"],
    ["count the words in one", "1 word"],
    ["How many letters are in naïve4?", "5 letters, 6 characters in all"],
    ["how many r's are there in strawberry?", 'The letter r is in "strawberry" 3 times.'],
    ["how many z in zebra", 'The letter z is in "zebra" once.'],
    ["repeat after me: who are you?", "who are you?"],
    ["echo the following text:\n  two\nlines", "two\nlines"],
    ["say hello", "hello"],
    ["Hi! Please reply with the word pong", "pong"],
    ['write "ok", please', "ok"],
  ])("answers %j", (message, answer) => {
    expect(answerByRule(message, context)).toBe(answer);
  });

  it("does nothing to no text", () => {
    expect(answerByRule("reverse", context)).not.toBe("");
    expect(answerByRule('echo ""', context)).not.toBe("");
  });

  it("leaves words alone that only start like a request", () => {
    expect(answerByRule("reverse-engineer this", context)).toContain("no rule");
    expect(answerByRule("write me a poem", context)).toContain("cannot");
  });
});
