import type { JsonValue } from "@mortise/sdk";

/** More than the first line of any entry: 256 characters, each written as an escape. */
export const longestHead = 2048;

/** The file of one key. The key has a line of its own, so that keys can be listed without reading values. */
export function entryText(key: string, json: string): string {
  return `{"key":${JSON.stringify(key)},\n"value":${json}}\n`;
}

/** The value in an entry. Throws an error that says what is wrong, and nothing of what stands there: it may be secret. */
export function entryValue(text: string, key: string): JsonValue {
  const entry = parse(text) as { readonly key?: unknown; readonly value?: JsonValue } | null;
  if (entry?.key !== key) throw new Error("it belongs to another key");
  if (entry.value === undefined) throw new Error("it has no value");
  return entry.value;
}

/** The key of an entry, from the beginning of its file. Throws as `entryValue` does. */
export function entryKey(head: string): string {
  const [, key] = /^\{"key":("(?:[^"\\\n]|\\[^\n])*"),\n/.exec(head) ?? [];
  return parse(key ?? "") as string;
}

function parse(text: string): unknown {
  if (text === "") throw new Error("it does not begin as the host writes it");
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is not whole");
  }
}
