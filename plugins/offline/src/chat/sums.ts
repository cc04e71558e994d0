import { evaluate } from "./arithmetic.js";

const numerals =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const numeral = new RegExp(`\\b(?:${numerals.join("|")})\\b`, "gi");

const spoken: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d),(?=\d{3}\b)/g, ""],
  [/\bto the power of\b|\*\*/gi, "^"],
  [/\bmultiplied by\b|\btimes\b|[×·]|(?<=\d)\s*x\s*(?=\d)/gi, "*"],
  [/\bdivided by\b|\bover\b|÷/gi, "/"],
  [/\bplus\b|\band\b/gi, "+"],
  [/\bminus\b|[−–]/gi, "-"],
  [/\bmod(?:ulo)?\b/gi, "%"],
  [/(?:%|\bper ?cent) of\b/gi, "/100*"],
  [/\bsquared\b|²/gi, "^2"],
  [/\bcubed\b|³/gi, "^3"],
  [/\b(?:the )?square root of\b|√/gi, "sqrt "],
];

/** The longest message that is looked at, in characters. */
const maxLength = 300;

const asking =
  /^(?:what(?:'s|’s| is)|how much is|calculate|compute|evaluate|work out|solve|the sum of|result of|the)\s+/i;

/** The sum that a message asks for, in symbols: `12*12` for "What is 12 times 12?". `undefined` when it asks for none. */
export function findSum(message: string): string | undefined {
  if (message.length > maxLength) return undefined;
  let text = message.trim().replace(/[\s=?!.]+$/, "");
  while (asking.test(text)) text = text.replace(asking, "");
  const digits = text.replace(numeral, (word) => String(numerals.indexOf(word.toLowerCase())));
  const symbols = spoken.reduce((sum, [words, symbol]) => sum.replace(words, symbol), digits).trim();
  // A number alone, or a date, is no question.
  if (/^[-+]?[\d.]+$|^\d{4}-\d\d-\d\d/.test(symbols)) return undefined;
  return evaluate(symbols) === undefined ? undefined : symbols;
}

/** Works out the sum that a message asks for, in a sentence. */
export function answerSum(message: string): string | undefined {
  const sum = findSum(message);
  const value = sum === undefined ? undefined : evaluate(sum);
  if (sum === undefined || value === undefined) return undefined;
  if (Number.isNaN(value)) return `${sum} has no value among the real numbers.`;
  if (!Number.isFinite(value)) return `${sum} has no value that I can write down: it divides by zero or is too large.`;
  // Twelve digits hide what binary fractions add: 0.1 + 0.2 is 0.3.
  return `${sum} = ${Number(value.toPrecision(12))}`;
}
