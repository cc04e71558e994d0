import type { Rule } from "./rule.js";

/** Rules that do something to the text they are given. */
export const textRules: readonly Rule[] = [
  textRule("reverse stressed", [/^reverse([\s:].+)$/isu, /^(?:say|write|spell)\s(.+)\sbackwards?[.!]*$/isu], (text) =>
    symbolsOf(text).toReversed().join(""),
  ),
  textRule(
    "upper case quiet please",
    [
      /^upper[- ]?case([\s:].+)$/isu,
      /^(?:put |write |make |convert )?(.+)\s(?:in|into|to)\s(?:upper|capital)[- ]?(?:case|letters)[.!]*$/isu,
    ],
    (text) => text.toUpperCase(),
  ),
  textRule(
    "lower case HELLO",
    [
      /^lower[- ]?case([\s:].+)$/isu,
      /^(?:put |write |make |convert )?(.+)\s(?:in|into|to)\s(?:lower|small)[- ]?(?:case|letters)[.!]*$/isu,
    ],
    (text) => text.toLowerCase(),
  ),
  textRule(
    "how many words are in one two three",
    [/^(?:how many|count(?: the)?) words\b(?: are)?(?: there)?(?: in| of)?(.+?)\??$/isu],
    (text) => counted(wordsOf(text).length, "word"),
  ),
  textRule(
    "how many letters are in strawberry",
    [/^(?:how many|count(?: the)?) (?:letters|characters)\b(?: are)?(?: there)?(?: in| of)?(.+?)\??$/isu],
    (text) => `${counted(lettersOf(text).length, "letter")}, ${counted(symbolsOf(text).length, "character")} in all`,
  ),
  { example: "how many r are in strawberry", answer: countOneLetter },
  textRule(
    "repeat after me: the sea is calm",
    [
      /^(?:repeat(?: after me)?|echo|say)([\s:].+)$/isu,
      /^(?:reply|answer|respond)\s(?:only\s)?with([\s:].+)$/isu,
      /^(?:write|type|print)\s(["'“‘«`].+)$/isu,
    ],
    (text) => text,
  ),
];

// Every run of white space is bounded: an unbounded one before another would take quadratic time.
const leadIn =
  /^(?:the\s{1,3})?(?:(?:following\s{0,3})?(?:word|words|text|phrase|string|sentence)?\s{0,3}:|(?<=^the\s{1,3})(?:word|text|phrase|string|sentence)\s)/i;
const quotes = /^["'“‘«`](.*)["'”’»`](?:[\s,]{1,3}please)?[.?!]?$/su;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** The longest text that is taken apart into graphemes; the segmenter takes quadratic time. */
const maxSegmented = 5_000;

/** A rule that answers with what `make` gives for the text that one of the patterns captures. */
function textRule(example: string, patterns: readonly RegExp[], make: (text: string) => string): Rule {
  return {
    example,
    answer(message) {
      const captured = patterns.map((pattern) => pattern.exec(message)?.[1]).find((text) => text !== undefined);
      const text = captured === undefined ? "" : operandOf(captured);
      return text === "" ? undefined : make(text);
    },
  };
}

/** A captured text without what leads up to it (`the word`, a colon) and without quotes around it. */
function operandOf(captured: string): string {
  const text = captured.trim().replace(leadIn, "").trim();
  return quotes.exec(text)?.[1] ?? text;
}

function countOneLetter(message: string): string | undefined {
  const pattern = /^how many (?:times is )?["']?(\p{L})["']?(?:['’]?s)? (?:are )?(?:there )?in(\s.+?)\??$/isu;
  const [, letter, captured] = pattern.exec(message) ?? [];
  if (letter === undefined || captured === undefined) return undefined;
  const text = operandOf(captured);
  const count = symbolsOf(text.toLowerCase()).filter((symbol) => symbol === letter.toLowerCase()).length;
  return `The letter ${letter} is in "${text}" ${count === 1 ? "once" : `${count} times`}.`;
}

/** What a person would call characters: a flag or an accented letter is one. In long texts, each code point is one. */
function symbolsOf(text: string): string[] {
  if (text.length > maxSegmented) return Array.from(text);
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

function lettersOf(text: string): string[] {
  return symbolsOf(text).filter((symbol) => /^\p{L}/u.test(symbol));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
