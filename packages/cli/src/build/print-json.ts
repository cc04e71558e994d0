import { isJsonObject } from "./json.js";

/** How a JSON file is laid out. */
export interface JsonLayout {
  /** One level of indentation. */
  readonly unit: string;
  readonly lineEnd: string;
}

/** As wide as a line may be for a whole object to stand in it, in columns. */
const widest = 120;

/** Objects within objects that are still read at a glance in one line. */
const deepestInLine = 2;

/**
 * A JSON value as text: in one line where it is short and shallow, else member by member.
 *
 * @param indent the indentation of the line that it begins in
 * @param column where in that line it begins, from 0
 */
export function printJson(value: unknown, layout: JsonLayout, indent: string, column: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = inLine(value);
  // A comma may follow.
  if (column + line.length < widest && levels(value) <= deepestInLine) return line;
  const inner = indent + layout.unit;
  const members = Array.isArray(value)
    ? value.map((each: unknown) => inner + printJson(each, layout, inner, inner.length))
    : Object.entries(value).map(([name, each]) => inner + printMember(name, each, layout, inner, inner.length));
  if (members.length === 0) return line;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return [`${open}`, members.join(`,${layout.lineEnd}`), `${indent}${close}`].join(layout.lineEnd);
}

/** `"name": value`; indentation and column are those of the name. */
export function printMember(name: string, value: unknown, layout: JsonLayout, indent: string, column: number): string {
  const label = `${JSON.stringify(name)}: `;
  return label + printJson(value, layout, indent, column + label.length);
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inLine(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** How many objects lie within one another. */
function levels(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner = Math.max(0, ...Object.values(value).map(levels));
  return Array.isArray(value) ? inner : inner + 1;
}
