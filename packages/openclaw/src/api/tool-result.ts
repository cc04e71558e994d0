import type { ToolResult } from "@mortise/sdk";
import { plainJson } from "./json.js";
import { isMembers, membersOf, textOf } from "./reading.js";

/** What OpenClaw's tools answer. */
export interface TheirToolResult {
  readonly content: readonly { readonly type: "text"; readonly text: string }[];
  readonly details?: unknown;
  readonly isError?: boolean;
}

/** A tool's answer there, as one of here: the texts of its content, and its details. */
export function fromTheirResult(result: unknown): ToolResult {
  if (typeof result === "string") return { text: result };
  const { content, details, isError } = membersOf(result);
  const parts = Array.isArray(content) ? content : undefined;
  const data = plainJson(parts ? details : (details ?? result));
  const texts = parts?.map(textOfPart).filter((text) => text !== "") ?? [];
  const text = texts.length > 0 || data === undefined ? texts.join("\n") : JSON.stringify(data);
  return { text, ...(data !== undefined && { data }), ...(isError === true && { isError: true }) };
}

/** A model is told of what is no text in a line of its own. */
function textOfPart(part: unknown): string {
  const { type, text, mimeType, data } = membersOf(part);
  if (typeof text === "string") return text;
  if (type !== "image") return "";
  const size = typeof data === "string" ? Math.floor((data.length * 3) / 4) : 0;
  return `[image, ${textOf(mimeType) ?? "of no said type"}, ${size} bytes]`;
}

/** A tool's answer here, as one of there. */
export function toTheirResult({ text, data, isError }: ToolResult): TheirToolResult {
  return {
    content: [{ type: "text", text }],
    ...(data !== undefined && { details: data }),
    ...(isError === true && { isError }),
  };
}

/** The text of a part-done answer, to be told while a tool runs. */
export function progressText(update: unknown): string {
  return isMembers(update) ? fromTheirResult(update).text : (textOf(update) ?? "");
}
