import type { CallFile, ChatMessage } from "@mortise/sdk";
import { badRequest } from "../http/api-error.js";
import { anObject, aText, memberOf, optional, required, type JsonObject, type Reader } from "../http/fields.js";
import { readDataUrl } from "./data-url.js";

/** Reads the member `file` of a part: its bytes out of `file_data`, a data URL. Throws 400 for one that lies elsewhere. */
export const aFile: Reader<CallFile> = (value, param) => {
  const file = anObject(value, param);
  const read = readDataUrl(required(file, "file_data", aText, param));
  if (!read || read.mediaType === "") {
    const path = memberOf(param, "file_data");
    const message = `Invalid value for '${path}': a data URL of a file looks like data:application/pdf;base64,….`;
    throw badRequest(message, "invalid_value", path);
  }
  return { name: optional(file, "filename", aText, param) ?? "file", ...read };
};

/** What a model reads in place of a file, which no contract carries. */
export function fileText({ name, mediaType, bytes }: CallFile): string {
  return `[File ${JSON.stringify(name)}, ${mediaType}, ${bytes.byteLength} bytes]`;
}

/** The images and files that came inside a chat request, for plugins. Its messages have been read, so all is right. */
export function filesOf({ messages: written }: JsonObject, messages: readonly ChatMessage[]): readonly CallFile[] {
  const parts = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content));
  const images = parts.filter((part) => part.type === "image");
  const named = images.map(({ data, mediaType }, index) => {
    return { name: `image-${index + 1}.${extensionOf(mediaType)}`, mediaType, bytes: data };
  });
  return [...named, ...filesIn(written)];
}

function filesIn(messages: unknown): readonly CallFile[] {
  const contents = Array.isArray(messages) ? messages.map((message) => anObject(message, "messages")["content"]) : [];
  return contents
    .flatMap((content): readonly unknown[] => (Array.isArray(content) ? content : []))
    .map((part) => anObject(part, "messages"))
    .flatMap(({ type, file }) => (type === "file" ? [aFile(file, "messages")] : []));
}

/** `image/svg+xml` is written `.svg`. */
function extensionOf(mediaType: string): string {
  return mediaType.replace(/^.*\//, "").replace(/\+.*$/, "");
}
