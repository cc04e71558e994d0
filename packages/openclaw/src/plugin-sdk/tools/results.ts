// What OpenClaw's SDK has for the results and schemas of tools.
import { readFile } from "node:fs/promises";
import { mimeTypeFromFilePath } from "../values/media-types.js";

type Content =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly data: string; readonly mimeType: string };

/** What a tool answers: pieces for the model, and `details` for programs. */
export interface ToolResult<Details = unknown> {
  readonly content: readonly Content[];
  readonly details: Details;
}

/** A result of one text. */
export function textResult<Details>(text: string, details?: Details): ToolResult<Details | undefined> {
  return { content: [{ type: "text", text }], details };
}

/** A result of one value: as JSON for the model, as it is for programs. */
export function jsonResult<Details>(payload: Details): ToolResult<Details | undefined> {
  return textResult(JSON.stringify(payload, null, 2), payload);
}

/** A result of one value that says that something went wrong. */
export function failedTextResult(text: string, details?: object): ToolResult {
  return textResult(text, { status: "failed", ...details });
}

interface ImageOptions {
  readonly label: string;
  readonly path: string;
  /** In base64. */
  readonly base64: string;
  readonly mimeType: string;
  readonly extraText?: string;
  readonly details?: object;
}

/** A result of one picture, with a text where there is one. */
export function imageResult(of: ImageOptions): Promise<ToolResult> {
  const text: Content[] = of.extraText === undefined ? [] : [{ type: "text", text: of.extraText }];
  return Promise.resolve({
    content: [...text, { type: "image", data: of.base64, mimeType: of.mimeType }],
    details: { path: of.path, ...of.details },
  });
}

/** The same of a file. Rejects as reading it does. */
export async function imageResultFromFile(of: Omit<ImageOptions, "base64" | "mimeType">): Promise<ToolResult> {
  const content = await readFile(of.path);
  const mimeType = mimeTypeFromFilePath(of.path) ?? "image/png";
  return imageResult({ ...of, base64: content.toString("base64"), mimeType });
}

/** The schema of a text that is one of some. */
export function stringEnum(
  values: readonly string[] | Readonly<Record<string, unknown>>,
  options: object = {},
): object {
  const texts = Object.values(values).filter((value) => typeof value === "string");
  return { type: "string", ...(texts.length > 0 && { enum: texts }), ...options };
}

/** Marked as a member that may be missing, as TypeBox marks it: `~optional` since version 1. */
function optional(schema: object): object {
  const marked = { ...schema, [Symbol.for("TypeBox.Optional")]: "Optional" };
  return Object.defineProperty(marked, "~optional", { value: true });
}

/** The same, for a member that may be missing. */
export function optionalStringEnum(
  values: readonly string[] | Readonly<Record<string, unknown>>,
  options: object = {},
): object {
  return optional(stringEnum(values, options));
}

/** The schema of a number that may be missing. */
export function optionalFiniteNumberSchema(options: object = {}): object {
  return optional({ type: "number", ...options });
}

/** The schema of an integer above zero that may be missing. */
export function optionalPositiveIntegerSchema(options: object = {}): object {
  return optional({ type: "integer", minimum: 1, ...options });
}

/** The schema of an integer, zero or above, that may be missing. */
export function optionalNonNegativeIntegerSchema(options: object = {}): object {
  return optional({ type: "integer", minimum: 0, ...options });
}
