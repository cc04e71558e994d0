import { readJsonText, type JsonReading } from "@mortise/core/catalog";
import JSON5 from "json5";

type Problem = (JsonReading & { ok: false })["problem"];

const tooDeep: Problem = { reason: "it is nested too deeply", line: 1, column: 1 };

/** Reads a manifest's text as OpenClaw does: JSON first, JSON5 where that fails. Syntax errors have line and column. */
export function parseManifest(text: string): JsonReading {
  const json = readJsonText(text);
  if (json.ok) return json;
  const json5 = parseJson5(text);
  if (json5.ok) return json5;
  return { ok: false, problem: furtherOn(json.problem, json5.problem) };
}

/**
 * The value goes once through JSON: what JSON has no word for (`Infinity`) becomes null, and core takes out the names
 * that reach into every object. Positions would be those of the rewritten text, so there are none.
 */
function parseJson5(text: string): JsonReading {
  try {
    const reading = readJsonText(JSON.stringify(JSON5.parse(withEscapedSeparators(text))));
    // What was just written as JSON can only be too deep for core.
    if (!reading.ok) return { ok: false, problem: tooDeep };
    return { ok: true, json: { ...reading.json, locate: () => undefined } };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

const stringOrComment = /"(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\//g;

/** JSON5 prints a warning for a line separator that stands in a string as it is. */
function withEscapedSeparators(text: string): string {
  if (!/[\u2028\u2029]/.test(text)) return text;
  return text.replace(stringOrComment, (token) =>
    token.startsWith("/")
      ? token
      : token.replace(/\\[^]|[\u2028\u2029]/g, (found) => escapedSeparators[found] ?? found),
  );
}

const escapedSeparators: Readonly<Record<string, string>> = { "\u2028": "\\u2028", "\u2029": "\\u2029" };

function problemOf(error: unknown): Problem {
  if (error instanceof RangeError) return tooDeep;
  if (!(error instanceof SyntaxError)) throw error;
  const { lineNumber: line = 1, columnNumber: column = 1 } = error as SyntaxError & {
    lineNumber?: number;
    columnNumber?: number;
  };
  return { reason: error.message.replace(/^JSON5: /, "").replace(/ at \d+:\d+$/, ""), line, column };
}

/** Of two readers, the one that understood more of the text has the better complaint. */
function furtherOn(json: Problem, json5: Problem): Problem {
  const isFurther =
    json5 === tooDeep || json5.line > json.line || (json5.line === json.line && json5.column > json.column);
  return isFurther ? json5 : json;
}
