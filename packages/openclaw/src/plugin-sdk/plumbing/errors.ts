// What OpenClaw's SDK has for whatever was thrown.

function member(value: unknown, name: string): unknown {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    return undefined;
  }
}

/** What a thrown value says, its causes' words behind it. Never throws. */
export function formatErrorMessage(error: unknown): string {
  const words: string[] = [];
  const seen = new Set<unknown>();
  for (let next = error; next !== undefined && next !== null && !seen.has(next); next = member(next, "cause")) {
    seen.add(next);
    const text = wordsOf(next);
    if (text !== "" && !words.some((known) => known.includes(text))) words.push(text);
  }
  return words.join(" | ") || "Unknown error";
}

function wordsOf(value: unknown): string {
  if (value instanceof Error) return String(member(value, "message") || member(value, "name"));
  if (typeof value !== "object" || value === null) return String(value);
  const message = member(value, "message");
  if (typeof message === "string" && message !== "") return message;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The message and, of an error, where it was thrown. */
export function formatUncaughtError(error: unknown): string {
  const stack = error instanceof Error ? member(error, "stack") : undefined;
  return typeof stack === "string" ? stack : formatErrorMessage(error);
}

/** The message of an error; of anything else the text that it converts to. */
export function coerceErrorMessage(value: unknown): string {
  return value instanceof Error ? value.message : String(value);
}

/** The `code` of an error as a text, or nothing. */
export function extractErrorCode(error: unknown): string | undefined {
  const code = member(error, "code");
  return typeof code === "string" || typeof code === "number" ? String(code) : undefined;
}

/** The `name` of an error, or an empty text. */
export function readErrorName(error: unknown): string {
  const name = member(error, "name");
  return typeof name === "string" ? name : "";
}

/** The error, or one made of what was thrown, with its members. */
export function toErrorObject(value: unknown, message: string): Error {
  if (value instanceof Error) return value;
  if (typeof value === "string") return new Error(value);
  return Object.assign(new Error(message, { cause: value }), value);
}

/** The error, or one that says what was thrown. */
export function toStringifiedError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}

/** A thrown value and all that `nested` finds in it, each once, the outer first. */
export function collectErrorGraphCandidates(
  error: unknown,
  nested?: (of: Record<string, unknown>) => Iterable<unknown>,
): unknown[] {
  const found = new Set<unknown>(error === undefined || error === null ? [] : [error]);
  // A set is walked up to what is added meanwhile.
  for (const each of found) {
    if (typeof each !== "object" || each === null) continue;
    for (const inner of nested?.(each as Record<string, unknown>) ?? [])
      if (inner !== undefined && inner !== null) found.add(inner);
  }
  return [...found];
}
