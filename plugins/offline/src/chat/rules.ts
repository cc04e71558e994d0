import { smallTalk } from "./small-talk.js";
import { answerSum } from "./sums.js";
import { textRules } from "./text-rules.js";
import { timeRule } from "./time-rule.js";
import { reflect } from "./reflection.js";
import type { Rule, RuleContext } from "./rule.js";

/** All rules, the first that applies answers. */
const rules: readonly Rule[] = [
  { answer: listAbilities },
  { example: "what is 12 * (3 + 4.5)", answer: answerSum },
  timeRule,
  // Before small talk: "repeat after me: who are you" asks for words, not for an answer.
  ...textRules,
  ...smallTalk,
];

const greeting = /^(?:hi|hello|hey)(?: there)?[,!.]+\s+(?=\S)/i;
const courtesy = /^(?:(?:please|kindly|(?:can|could|would|will) you|i(?:'d| would) like you to)[\s,]+)+/i;

/** The model's answer to a message, by the first rule that applies, or by reflection. Never empty. */
export function answerByRule(message: string, context: RuleContext): string {
  const plain = plainRequest(message);
  if (plain === "") return 'You sent no words. "Help" lists what I can do.';
  for (const rule of rules) {
    const answer = rule.answer(plain, context);
    if (answer !== undefined) return answer;
  }
  return reflect(plain, context.messages.filter(({ role }) => role === "user").length - 1);
}

/** A message without the courtesies before its request: `Hi! Could you please reverse abc` asks to `reverse abc`. */
export function plainRequest(message: string): string {
  return message.trim().replace(greeting, "").replace(courtesy, "");
}

function listAbilities(message: string): string | undefined {
  if (
    !/^help\b.{0,20}$|^what (?:else )?can you do\b|^what do you know\b|^list (?:your )?(?:abilities|commands|rules)\b/i.test(
      message,
    )
  ) {
    return undefined;
  }
  const examples = rules.flatMap(({ example }) => (example === undefined ? [] : [`- ${example}`]));
  return `I am a small rule-based model. Try:\n${examples.join("\n")}\nI also call a tool that I am offered when its name fits what you ask.`;
}
