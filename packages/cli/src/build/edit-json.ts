import { applyEdits, getNodeValue, parseTree, type Edit, type Node } from "jsonc-parser";
import { differences } from "./differences.js";
import { isJsonObject, type JsonObject } from "./json.js";
import { printJson, printMember, type JsonLayout } from "./print-json.js";

/** More changes than this, and they lead nowhere. */
const mostChanges = 10_000;

/**
 * Changes a JSON text so that it says what is wanted. Only what differs is touched: comments, order and layout of all the
 * rest stay. The library's own edits would take a comment away with the member below it, and give one to its neighbour.
 *
 * @throws an `Error` that says why where the text cannot be brought to say it
 */
export function editJson(text: string, wanted: JsonObject): string {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  let current = text.slice(mark.length);
  const layout = layoutOf(current);
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const edits = nextEdits(current, treeOf(current), wanted, layout);
    if (!edits) return mark + current;
    current = applyEdits(current, [...edits]);
  }
  throw new Error("it holds something that cannot be written as JSON");
}

function treeOf(text: string): Node {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) throw new Error("the text is empty");
  return root;
}

function layoutOf(text: string): JsonLayout {
  const { offset, children: [first] = [] } = treeOf(text);
  const isSpread = first !== undefined && text.slice(offset, first.offset).includes("\n");
  const unit = isSpread ? indentAt(text, first.offset).slice(indentAt(text, offset).length) : "";
  return { unit: unit === "" ? "  " : unit, lineEnd: text.includes("\r\n") ? "\r\n" : "\n" };
}

const quoted = /"(?:[^"\\]|\\.)*"/g;

/** The first change that is to be made; nothing where all is as wanted. One at a time, so that each sees a whole text. */
function nextEdits(text: string, node: Node, wanted: unknown, layout: JsonLayout): readonly Edit[] | undefined {
  if (differences(getNodeValue(node), wanted).length === 0) return undefined;
  const { type, offset, length, children = [] } = node;
  // What stands in one line is written anew, so that it may grow out of it.
  const isSpread = /\n|\/[/*]/.test(text.slice(offset, offset + length).replaceAll(quoted, ""));
  if (isSpread && type === "object" && isJsonObject(wanted)) return editObject(text, node, wanted, layout);
  if (isSpread && type === "array" && Array.isArray(wanted) && children.length === wanted.length) {
    return firstOf(children, (child, index) => nextEdits(text, child, wanted[index], layout));
  }
  const content = printJson(wanted, layout, indentAt(text, offset), columnAt(text, offset));
  return [{ offset, length, content }];
}

function editObject(text: string, node: Node, wanted: JsonObject, layout: JsonLayout): readonly Edit[] | undefined {
  const { children: members = [] } = node;
  const extra = members.findLast((member) => !Object.hasOwn(wanted, nameOf(member)));
  if (extra) return removal(text, node, extra);
  const memberOf = (name: string) => members.findLast((member) => nameOf(member) === name);
  const changed = firstOf(Object.keys(wanted), (name) => {
    const value = memberOf(name)?.children?.[1];
    return value && nextEdits(text, value, wanted[name], layout);
  });
  if (changed) return changed;
  const names = Object.keys(wanted);
  const missing = names.findIndex((name) => memberOf(name) === undefined);
  const name = names[missing];
  if (name === undefined) return undefined;
  const previous = names.slice(0, missing).flatMap((earlier) => memberOf(earlier) ?? []);
  return insertion(text, node, previous.at(-1), [name, wanted[name]], layout);
}

function removal(text: string, { children: members = [] }: Node, member: Node): readonly Edit[] {
  const end = endOf(member);
  const comma = commaAfter(text, end);
  const previous = members[members.indexOf(member) - 1];
  const former = comma === undefined && previous ? commaAfter(text, endOf(previous)) : undefined;
  const own = wholeLine(text, member.offset, comma === undefined ? end : comma + 1);
  return [...(former === undefined ? [] : [{ offset: former, length: 1, content: "" }]), own];
}

/** Takes a range out of a text: with the line where nothing else stands in it, with the blanks behind it where something does. */
function wholeLine(text: string, start: number, end: number): Edit {
  const blanks = /[ \t]*/y;
  blanks.lastIndex = end;
  blanks.test(text);
  const behind = blanks.lastIndex;
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, start));
  if (before && /^(?:\r?\n|$)/.test(text.slice(behind))) {
    return { offset: before.index, length: behind - before.index, content: "" };
  }
  return { offset: start, length: (before ? behind : end) - start, content: "" };
}

/** Puts a member behind another one and behind what is said of that in its line; without one, at the beginning. */
function insertion(
  text: string,
  object: Node,
  previous: Node | undefined,
  [name, value]: readonly [string, unknown],
  layout: JsonLayout,
): readonly Edit[] {
  const { children: members = [], offset } = object;
  const start = previous ? endOf(previous) : offset + 1;
  const comma = previous && commaAfter(text, start);
  const at = endOfRemark(text, comma === undefined ? start : comma + 1);
  const [first] = members;
  const inside = text.slice(offset, first?.offset ?? endOf(object));
  const hasLines = inside.includes("\n") || text.slice(start, at).includes("//");
  const indent = first && hasLines ? indentAt(text, first.offset) : indentAt(text, offset) + layout.unit;
  const lead = hasLines ? layout.lineEnd + indent : " ";
  const member = printMember(name, value, layout, indent, indent.length);
  const isFollowed = previous ? comma !== undefined : members.length > 0;
  const own = { offset: at, length: 0, content: `${lead}${member}${isFollowed ? "," : ""}` };
  return previous && comma === undefined ? [{ offset: start, length: 0, content: "," }, own] : [own];
}

/** Where the comments end that stand in the same line and are the last thing in it; the given place where there are none. */
function endOfRemark(text: string, from: number): number {
  const remark = /(?:[ \t]|\/\*(?:[^*\n]|\*(?!\/))*\*\/)*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/y;
  remark.lastIndex = from;
  return remark.test(text) ? remark.lastIndex : from;
}

/** The comma that follows, blanks and comments between. */
function commaAfter(text: string, from: number): number | undefined {
  const upToComma = /(?:\s|\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*,/y;
  upToComma.lastIndex = from;
  return upToComma.test(text) ? upToComma.lastIndex - 1 : undefined;
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

function columnAt(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function nameOf({ children: [name] = [] }: Node): string {
  return String(name?.value);
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The first answer that is one. */
function firstOf<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Answer | undefined,
): Answer | undefined {
  for (const [index, item] of items.entries()) {
    const answer = ask(item, index);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
