import { expect, it } from "vitest";
import { vocabulary } from "../../test/discovery.js";
import { formatTrigger, parseTrigger, triggerKinds } from "./trigger.js";

it.each([
  "startup",
  "provider:openai",
  "capability:speech",
  "channel:a:b",
  "command:clock",
  "tool:x",
  "route:/a",
  "hook:llm_input",
  "config:a.b",
  "service:s",
])("%s is a trigger, and is written as it was read [PLAN-5]", (text) => {
  const trigger = parseTrigger(text, vocabulary);
  expect("code" in trigger).toBe(false);
  if (!("code" in trigger)) expect(formatTrigger(trigger)).toBe(text);
});

it.each([
  ["provder:openai", ' Did you mean "provider"?'],
  ["start-up", ' Did you mean "startup"?'],
  ["provider:", ' Did you mean "provider"?'],
  ["", ""],
  [":x", ""],
  [":tool:x", ""],
])("%j is none, and what is near is named", (text, suggestion) => {
  const found = parseTrigger(text, vocabulary);
  expect(found).toMatchObject({ code: "TRIGGER_INVALID", message: `"${text}" is not a trigger.${suggestion}` });
  expect("help" in found && found.help).toContain(triggerKinds(vocabulary).join(", "));
});
