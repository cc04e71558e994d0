import { expect, it } from "vitest";
import { readConversation } from "./conversation.js";

const telegram = { thread: ":topic:", pattern: "telegram:-?\\d+" };

it.each([
  ["telegram:-100:topic:7", telegram, { conversation: "telegram:-100", thread: "7", inheritsFrom: "telegram:-100" }],
  ["telegram:-100", telegram, { conversation: "telegram:-100" }],
  ["telegram:-100:topic:", telegram, { conversation: "telegram:-100:topic:" }],
  [":topic:7", telegram, { conversation: ":topic:7" }],
  ["irc:#a:topic:7", telegram, { conversation: "irc:#a:topic:7" }],
  ["a/b/c", { thread: "/", inheritsFromParent: false }, { conversation: "a/b", thread: "c" }],
  ["a/b", { thread: "/", pattern: "(" }, { conversation: "a/b" }],
  ["a:b", {}, { conversation: "a:b" }],
  ["a:b", undefined, { conversation: "a:b" }],
])("%s, written as %j, is %j [CHAN-2]", (id, grammar, parts) => {
  expect(readConversation(id, grammar)).toEqual(parts);
});

it.each([
  ["longer than a pattern is tried on", "a".repeat(3000), "a+"],
  ["on which the pattern takes for ever", "a".repeat(60), "(a+)+x"],
])("an id %s is one word", (_, conversation, pattern) => {
  const id = `${conversation}/b`;
  expect(readConversation(id, { thread: "/", pattern })).toEqual({ conversation: id });
});
