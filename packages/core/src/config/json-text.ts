import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { isDangerousName } from "./dangerous-names.js";
import { joinPointer, splitPointer } from "./pointer.js";

export { isDangerousName } from "./dangerous-names.js";

/** A place in a text, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** A JSON text that was read. */
export interface JsonText {
  readonly value: unknown;
  /** Pointers of members that were left out because their names reach into every object. */
  readonly refused: readonly string[];
  /** Where the value at a pointer stands in the text; the nearest ancestor where it is not there. */
  locate(pointer: string): TextPosition | undefined;
}

/** Why a text is not JSON, and where. */
export interface JsonSyntaxProblem extends TextPosition {
  readonly reason: string;
}

/** What reading a JSON text gives. */
export type JsonReading =
  | { readonly ok: true; readonly json: JsonText }
  | { readonly ok: false; readonly problem: JsonSyntaxProblem };

// Only texts that could hold one are searched; `\u` may spell any letter.
const mentionsDangerousName = /"(?:__proto__|constructor|prototype)"|\\u/;

/** Deeper texts are refused, so that nothing that walks a value can run out of stack. */
const deepest = 200;

function lineStartsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** The last line that starts at or before the offset, found by halving. */
function positionAt(lineStarts: readonly number[], offset: number): TextPosition {
  let first = 0;
  let after = lineStarts.length;
  while (after - first > 1) {
    const middle = (first + after) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) first = middle;
    else after = middle;
  }
  return { line: first + 1, column: offset - (lineStarts[first] ?? 0) + 1 };
}

/** Parsed again, and only when somebody asks where. */
function locateIn(text: string): JsonText["locate"] {
  let parsed: { readonly tree: Node | undefined; readonly lineStarts: readonly number[] } | undefined;
  return (pointer) => {
    parsed ??= { tree: parseTree(text, [], { allowTrailingComma: true }), lineStarts: lineStartsOf(text) };
    let node = parsed.tree;
    for (const segment of splitPointer(pointer)) {
      const child = childOf(node, segment);
      if (child === undefined) break;
      node = child;
    }
    return node && positionAt(parsed.lineStarts, (node.parent?.type === "property" ? node.parent : node).offset);
  };
}

function childOf(node: Node | undefined, segment: string): Node | undefined {
  if (node?.type === "array") return node.children?.[Number(segment)];
  if (node?.type !== "object") return undefined;
  return node.children?.findLast((property) => property.children?.[0]?.value === segment)?.children?.[1];
}

/** Takes dangerous names out of `value`, which is changed; returns where they were. */
function refuseDangerousNames(value: unknown, pointer = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const here = joinPointer(pointer, key);
    if (!isDangerousName(key)) return refuseDangerousNames((value as Record<string, unknown>)[key], here);
    delete (value as Record<string, unknown>)[key];
    return [here];
  });
}

/** `{ a: 1 }` of a syntax tree, without ever assigning to `__proto__`. */
function valueOf(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(valueOf);
  if (node.type !== "object") return node.value;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [name, value] = [] }) =>
      name && value ? [[String(name.value), valueOf(value)]] : [],
    ),
  );
}

function parseWithComments(text: string): { value: unknown } | { problem: JsonSyntaxProblem } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (tree && !first) return { value: valueOf(tree) };
  const reason =
    first &&
    printParseErrorCode(first.error)
      .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toLowerCase();
  return { problem: { reason: reason ?? "it is empty", ...positionAt(lineStartsOf(text), first?.offset ?? 0) } };
}

/** JSON first, because it is fast; with comments and trailing commas where that fails. */
function parse(text: string): { value: unknown } | { problem: JsonSyntaxProblem } {
  const plain = parsePlain(text);
  const tooDeep = hasFewOpeners(text) ? undefined : plain ? tooDeepInPlain(text.trimEnd()) : tooDeepAt(text);
  if (tooDeep === undefined) return plain ?? parseWithComments(text);
  return {
    problem: { reason: `it is nested more than ${deepest} levels deep`, ...positionAt(lineStartsOf(text), tooDeep) },
  };
}

function parsePlain(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** So few that no level can be too deep; true of most texts, and quickly told. */
function hasFewOpeners(text: string): boolean {
  let openers = 0;
  for (const opener of "[{") {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) {
      openers += 1;
      if (openers > deepest) return false;
    }
  }
  return true;
}

/** `tooDeepAt` for a text that is plain JSON and ends in a bracket: a bracket at a step, whatever is before it. */
function tooDeepInPlain(text: string): number | undefined {
  const upToBracket = /(?:[^"[\]{}]+|"[^"\\]*(?:\\.[^"\\]*)*")*[[\]{}]/sy;
  let depth = 0;
  while (upToBracket.test(text)) {
    const at = upToBracket.lastIndex - 1;
    const bracket = text[at];
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > deepest) return at;
  }
  return undefined;
}

/** Where a text opens more levels than anyone writes. */
function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  // Strings and comments are stepped over whole.
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|\/\/[^\n]*|\/\*[^]*?\*\/|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > deepest) return index;
  }
  return undefined;
}

/** Reads a JSON text; comments, trailing commas and a byte order mark are fine. */
export function readJsonText(raw: string): JsonReading {
  const text = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
  const parsed = parse(text);
  if ("problem" in parsed) return { ok: false, problem: parsed.problem };
  const refused = mentionsDangerousName.test(text) ? refuseDangerousNames(parsed.value) : [];
  return { ok: true, json: { value: parsed.value, refused, locate: locateIn(text) } };
}
