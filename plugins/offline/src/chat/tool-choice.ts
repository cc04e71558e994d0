import type { ToolDescription } from "@mortise/sdk";
import { findSum } from "./sums.js";
import { asksForTime } from "./time-rule.js";

/** Words of tools' names that say how and not what; they match nothing. */
const emptyWords: ReadonlySet<string> = new Set(
  "get set do run call use tool fn func function api fetch make the a an of for to in on at and my your me is it now current list show give tell find".split(
    " ",
  ),
);

/** Subjects that people name in other words than tools do. */
const subjects: readonly { readonly isAsked: (message: string) => boolean; readonly named: RegExp }[] = [
  { isAsked: asksForTime, named: /clock|time|date|now|today/i },
  { isAsked: (message) => findSum(message) !== undefined, named: /calc|math|arithmetic|sum\b|evaluate/i },
];

/**
 * The one tool that a message clearly asks for: by its full name, by a subject this model knows, or by at least half of
 * the telling words of its name. `undefined` where none does, or two do equally.
 */
export function chooseTool(message: string, tools: readonly ToolDescription[]): ToolDescription | undefined {
  const scored = tools.map((tool) => ({ tool, score: fitness(message, tool.name) })).filter(({ score }) => score > 0);
  const best = Math.max(...scored.map(({ score }) => score));
  const leaders = scored.filter(({ score }) => score === best);
  return leaders.length === 1 ? leaders[0]?.tool : undefined;
}

/** 3 for the full name, 2 for a known subject, up to 1 for the share of the name's telling words, 0 for no fit. */
function fitness(message: string, name: string): number {
  const said = ` ${wordsOf(message).join(" ")} `;
  const nameWords = wordsOf(name);
  // One word may be an everyday one: the name alone must then stand as it is written.
  if (nameWords.length > 1 && said.includes(` ${nameWords.join(" ")} `)) return 3;
  if (subjects.some(({ isAsked, named }) => named.test(name) && isAsked(message))) return 2;
  const telling = nameWords.filter((word) => word.length > 2 && !emptyWords.has(word));
  const met = telling.filter((word) => said.includes(` ${word} `) || said.includes(` ${word}s `));
  return telling.length > 0 && met.length * 2 >= telling.length ? met.length / telling.length : 0;
}

/** Lower-case words of a text or a name; `get_weather`, `getWeather` and `get weather` are the same. */
function wordsOf(text: string): string[] {
  const parted = text.slice(0, 2_000).replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ");
  return parted.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
