import { selfDescription } from "./small-talk.js";

const swaps: Readonly<Record<string, string>> = {
  i: "you",
  me: "you",
  my: "your",
  mine: "yours",
  myself: "yourself",
  am: "are",
  "i'm": "you are",
  "i've": "you have",
  "i'll": "you will",
  "i'd": "you would",
  was: "were",
  you: "I",
  your: "my",
  yours: "mine",
  yourself: "myself",
  "you're": "I am",
};

type Reflection = readonly [pattern: RegExp, ...answers: readonly ((rest: string) => string)[]];

const reflections: readonly Reflection[] = [
  [/^i (?:need|want)\s+(.+)$/i, (rest) => `Why do you want ${rest}?`, (rest) => `What would ${rest} change?`],
  [/^i(?:'m| am)\s+(.+)$/i, (rest) => `How long have you been ${rest}?`, (rest) => `How does being ${rest} feel?`],
  [/^i feel\s+(.+)$/i, (rest) => `Do you often feel ${rest}?`, (rest) => `When do you feel ${rest}?`],
  [/^i (?:can't|cannot|can not)\s+(.+)$/i, (rest) => `What keeps you from it? Suppose you could ${rest}.`],
  [/^i (?:think|believe|guess)\s+(?:that )?(.+)$/i, (rest) => `What makes you think that ${rest}?`],
  [/^i (?:like|love|enjoy)\s+(.+)$/i, (rest) => `What is it about ${rest} that you like?`],
  [/^because\s+(.+)$/i, () => "Is that the whole reason?", () => "What else might explain it?"],
  [/^my\s+(.+)$/i, (rest) => `Your ${rest}. How do you feel about that?`],
  [/^(?:yes|yeah|sure|of course)\b/i, () => "You seem certain. Tell me more.", () => "I see. And then?"],
  [/^(?:no|nope|never)\b/i, () => "Why not?", () => "You say no. What would make it a yes?"],
];

/**
 * What the model says when no rule applies. A statement is turned back on its author, as ELIZA did in 1966; a question or
 * a task is answered with what the model is, since it cannot answer it. `turn` (from 0) varies the words.
 */
export function reflect(message: string, turn: number): string {
  if (isTask(message)) return `That I cannot do. ${selfDescription} "Help" lists what I can do.`;
  if (isQuestion(message)) return `I do not know. ${selfDescription} "Help" lists what I can do.`;
  const statement = message
    .trim()
    .slice(0, 300)
    .replace(/[\s.!]+$/, "");
  for (const [pattern, ...answers] of reflections) {
    const match = pattern.exec(statement);
    if (match !== null) return answers[turn % answers.length]?.(swapPersons(match[1] ?? "")) ?? "";
  }
  return `I took in "${statement}" and have no rule for it. ${selfDescription} Tell me more, or say "help".`;
}

/** A clause seen from the other side: `my cat likes me` becomes `your cat likes you`. */
export function swapPersons(clause: string): string {
  return clause.replace(/[\p{L}'’]+/gu, (word) => {
    const key = word.toLowerCase().replace("’", "'");
    return Object.hasOwn(swaps, key) ? (swaps[key] ?? word) : word;
  });
}

function isQuestion(message: string): boolean {
  return (
    /\?\s*$/.test(message) ||
    /^(?:who|what|when|where|why|how|which|whose|is|are|do|does|did|can|could|will|would|should)\b/i.test(message)
  );
}

const tasks =
  /^(?:write|explain|translate|summari[sz]e|describe|create|make|generate|list|give|show|tell|find|search|draw|code|fix|compare|define|draft|compose|plan|open|read|send|play|recommend|suggest|imagine|look up|look|use|call|run|solve|calculate|compute)\b/i;

function isTask(message: string): boolean {
  return tasks.test(message);
}
