import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { joinPointer, splitPointer } from "./pointer.js";

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
export type JsonReading = { readonly ok: true; readonly json: JsonText } | { readonly ok: false; readonly problem: JsonSyntaxProblem };

const dangerousNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const mentionsDangerousName = /"(?:__proto__|constructor|prototype)"|\\u/;

/** Whether a name would reach into the prototype of every object; refused as a key and as an id everywhere. */
export function isDangerousName(name: string): boolean {
  return dangerousNames.has(name);
}

function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function locateIn(text: string): JsonText["locate"] {
  let tree: Node | undefined;
  return (pointer) => {
    tree ??= parseTree(text, [], { allowTrailingComma: true });
    let node = tree;
    for (const segment of splitPointer(pointer)) {
      const child = childOf(node, segment);
      if (child === undefined) break;
      node = child;
    }
    return node && positionAt(text, (node.parent?.type === "property" ? node.parent : node).offset);
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
  if (first) {
    const reason = printParseErrorCode(first.error).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
    return { problem: { reason, ...positionAt(text, first.offset) } };
  }
  return tree ? { value: valueOf(tree) } : { problem: { reason: "the file is empty", line: 1, column: 1 } };
}

/** JSON first, because it is fast; with comments and trailing commas where that fails. */
function parse(text: string): { value: unknown } | { problem: JsonSyntaxProblem } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return parseWithComments(text);
  }
}

/** Reads a JSON text; comments, trailing commas and a byte order mark are fine. */
export function readJsonText(raw: string): JsonReading {
  const text = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
  try {
    const parsed = parse(text);
    if ("problem" in parsed) return { ok: false, problem: parsed.problem };
    const refused = mentionsDangerousName.test(text) ? refuseDangerousNames(parsed.value) : [];
    return { ok: true, json: { value: parsed.value, refused, locate: locateIn(text) } };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, problem: { reason: "it is nested too deeply", line: 1, column: 1 } };
  }
}
