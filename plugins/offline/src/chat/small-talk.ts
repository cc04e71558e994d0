import { textOf, type Rule } from "./rule.js";

/** How the model describes itself, wherever it must. */
export const selfDescription = "I am a small rule-based model: I match patterns and have no knowledge of the world.";

/** Rules of courtesy, and the one that says what the model is. */
export const smallTalk: readonly Rule[] = [
  { answer: greet },
  { example: "my name is Ada (and then: what is my name)", answer: recallName },
  reply(
    /\b(?:who|what) are you\b|\bwhat(?:'s|’s| is) your name\b|\b(?:what|which) (?:ai |language )?model\b/i,
    `${selfDescription} I am called offline-chat, I run without a network, and I learned nothing: people wrote my rules.`,
  ),
  reply(
    /\bare you (?:an? |really )*(?:ai|bot|chatbot|robot|machine|human|person|real|alive|conscious|intelligent|llm|language model|chatgpt|gpt|claude)\b/i,
    `No mind here. ${selfDescription}`,
  ),
  reply(/^how are you\b|^how(?:'s| is) it going\b/i, "My rules are in order, thank you. What can I do for you?"),
  reply(/^(?:many )?(?:thanks|thank you|thx|cheers)\b.{0,40}$/i, "You are welcome."),
  reply(/^(?:good ?)?bye\b.{0,20}$|^see you\b.{0,20}$|^good night\b.{0,20}$/i, "Goodbye."),
];

function reply(pattern: RegExp, text: string): Rule {
  return { answer: (message) => (pattern.test(message) ? text : undefined) };
}

const introduction = /\bmy name is (\p{L}[\p{L}'’-]{0,40})/iu;

function greet(message: string): string | undefined {
  const name = /\?/.test(message) ? undefined : introduction.exec(message)?.[1];
  if (name !== undefined) return `Hello, ${name}! What can I do for you? "Help" lists what I can.`;
  const greeting =
    /^(?:hi|hello|hey|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| you| all| offline(?:-chat)?| world)?[\s,.!]*$/i;
  return greeting.test(message) ? `Hello! ${selfDescription} "Help" lists what I can do.` : undefined;
}

/** Finds the name in what was said before; the model itself remembers nothing. */
function recallName(message: string, { messages }: Parameters<Rule["answer"]>[1]): string | undefined {
  if (!/\bwhat(?:'s|’s| is) my name\b/i.test(message)) return undefined;
  const said = messages.filter(({ role }) => role === "user").map(textOf);
  const name = said.flatMap((text) => introduction.exec(text)?.[1] ?? []).at(-1);
  return name === undefined
    ? "You have not told me your name in this conversation."
    : `You said that your name is ${name}.`;
}
