// What OpenClaw's SDK has for texts of unknown origin.

/** The text without blanks around it, or nothing where none is left. */
export function normalizeOptionalString(value: unknown): string | undefined {
  return (typeof value === "string" && value.trim()) || undefined;
}

/** The same with null for nothing. */
export function normalizeNullableString(value: unknown): string | null {
  return normalizeOptionalString(value) ?? null;
}

/** The text in lower case without blanks around it, or nothing where none is left. */
export function normalizeOptionalLowercaseString(value: unknown): string | undefined {
  return normalizeOptionalString(value)?.toLowerCase();
}

/** The same with an empty text for nothing. */
export function normalizeLowercaseStringOrEmpty(value: unknown): string {
  return normalizeOptionalLowercaseString(value) ?? "";
}

/** The text without blanks around it, unless it is longer than `maxLength`. */
export function normalizeBoundedOptionalString(value: unknown, maxLength: number): string | undefined {
  const text = normalizeOptionalString(value);
  return text !== undefined && text.length <= maxLength ? text : undefined;
}

/** A text or a whole number as an id, without blanks around it; or nothing. */
export function normalizeOptionalStringifiedId(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(Math.trunc(value)) : undefined;
  return normalizeOptionalString(value);
}

/** A text, number, boolean or bigint as a text without blanks around it; or nothing. */
export function normalizeStringifiedOptionalString(value: unknown): string | undefined {
  const isPlain = ["string", "number", "boolean", "bigint"].includes(typeof value);
  return isPlain ? normalizeOptionalString(String(value)) : undefined;
}

/** The text as it is, or nothing. */
export function readStringValue(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The text as it is, or nothing where it has only blanks. */
export function readNonBlankString(value: unknown): string | undefined {
  return normalizeOptionalString(value) === undefined ? undefined : readStringValue(value);
}

/** The text as it is, or nothing where it is empty. */
export function readNonEmptyStringPreservingWhitespace(value: unknown): string | undefined {
  return readStringValue(value) || undefined;
}

/** Whether the value is a text with more than blanks. */
export function hasNonEmptyString(value: unknown): value is string {
  return normalizeOptionalString(value) !== undefined;
}

/** The text in lower case, blanks and all. */
export function lowercasePreservingWhitespace(value: string): string {
  return value.toLowerCase();
}

/** The text in lower case as the locale has it. */
export function localeLowercasePreservingWhitespace(value: string): string {
  return value.toLocaleLowerCase();
}

/** The text with all that regular expressions take for more than itself escaped. */
export function escapeRegExp(value: string): string {
  return value.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text as it may stand in HTML, between tags and in quoted attributes. */
export function escapeHtml(value: string): string {
  return value.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A part of a text that never begins or ends within a surrogate pair. */
export function sliceUtf16Safe(value: string, start: number, end?: number): string {
  const length = value.length;
  const place = (index: number) => (index < 0 ? Math.max(0, length + index) : Math.min(index, length));
  const [first, last] = [place(Math.trunc(start)), place(Math.trunc(end ?? length))];
  const from = splitsPair(value, first) ? first + 1 : first;
  const to = splitsPair(value, last) ? last - 1 : last;
  return to <= from ? "" : value.slice(from, to);
}

/** The first `maxLength` code units, or one fewer where that would cut a surrogate pair in two. */
export function truncateUtf16Safe(value: string, maxLength: number): string {
  const limit = Math.max(0, Math.floor(maxLength));
  return value.length <= limit ? value : sliceUtf16Safe(value, 0, limit);
}

function splitsPair(value: string, index: number): boolean {
  return /[\uD800-\uDBFF]/.test(value[index - 1] ?? "") && /[\uDC00-\uDFFF]/.test(value[index] ?? "");
}

/** A phone number as `+` and digits; an empty text where it has none. */
export function normalizeE164(value: string): string {
  const digits = value.replace(/^[a-z][a-z\d-]*:/i, "").replaceAll(/\D/g, "");
  return digits === "" ? "" : `+${digits}`;
}

/** The text for a part of an id: letters, digits and `#@._+-`, in lower case, hyphens for the rest. */
export function normalizeHyphenSlug(value: unknown): string {
  return slug(value, /[^\p{L}\p{M}\p{N}#@._+-]+/gu).replaceAll(/^[-.]+|[-.]+$/g, "");
}

/** The same of a name that begins with `@` or `#`: letters and digits, in lower case, hyphens for the rest. */
export function normalizeAtHashSlug(value: unknown): string {
  const name = normalizeLowercaseStringOrEmpty(value).replace(/^[@#]+/, "");
  return slug(name, /[^\p{L}\p{M}\p{N}-]+/gu).replaceAll(/^-+|-+$/g, "");
}

function slug(value: unknown, others: RegExp): string {
  return normalizeLowercaseStringOrEmpty(value).replaceAll(others, "-").replaceAll(/-{2,}/g, "-");
}
