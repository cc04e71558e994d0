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

/** The same, for a member that may be missing: marked as TypeBox marks it, `~optional` since version 1. */
export function optionalStringEnum(
  values: readonly string[] | Readonly<Record<string, unknown>>,
  options: object = {},
): object {
  const schema = { ...stringEnum(values, options), [Symbol.for("TypeBox.Optional")]: "Optional" };
  return Object.defineProperty(schema, "~optional", { value: true });
}
