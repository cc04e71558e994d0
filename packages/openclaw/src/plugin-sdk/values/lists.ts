// What OpenClaw's SDK has for lists of texts.
import { normalizeOptionalString, normalizeStringifiedOptionalString } from "./strings.js";

/** Each value once, in the order of first places. */
export function uniqueValues<Value>(values: Iterable<Value>): Value[] {
  return [...new Set(values)];
}

/** The same for texts. */
export function uniqueStrings(values: Iterable<string>): string[] {
  return uniqueValues(values);
}

/** Each text once, sorted. */
export function sortUniqueStrings(values: Iterable<string>): string[] {
  return uniqueStrings(values).toSorted();
}

/** The entries as texts without blanks around them; empty ones are left out. */
export function normalizeStringEntries(entries?: readonly unknown[] | null): string[] {
  return (entries ?? []).flatMap((entry) => normalizeOptionalString(String(entry)) ?? []);
}

/** The same in lower case. */
export function normalizeStringEntriesLower(entries?: readonly unknown[] | null): string[] {
  return normalizeStringEntries(entries).map((entry) => entry.toLowerCase());
}

/** The same, each once. */
export function normalizeUniqueStringEntries(entries?: Iterable<unknown> | null): string[] {
  return uniqueStrings(normalizeStringEntries(entries ? [...entries] : []));
}

/** Of texts, numbers and booleans the texts without blanks around them; other entries are left out. */
export function normalizeStringifiedEntries(entries?: readonly unknown[] | null): string[] {
  return (entries ?? []).flatMap((entry) => normalizeStringifiedOptionalString(entry) ?? []);
}

/** The texts of a list, as they are; none where it is no list. */
export function filterStringEntries(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
}

/** The texts of a list without blanks around them, empty ones left out; none where it is no list. */
export function normalizeTrimmedStringList(value: unknown): string[] {
  return filterStringEntries(value).flatMap((entry) => normalizeOptionalString(entry) ?? []);
}

/** The same, and nothing where none is left. */
export function normalizeOptionalTrimmedStringList(value: unknown): string[] | undefined {
  const list = normalizeTrimmedStringList(value);
  return list.length > 0 ? list : undefined;
}

/** The same, each once. */
export function normalizeUniqueTrimmedStringList(value: unknown): string[] {
  return uniqueStrings(normalizeTrimmedStringList(value));
}

/** The same, each once and sorted. */
export function normalizeSortedUniqueTrimmedStringList(value: unknown): string[] {
  return sortUniqueStrings(normalizeTrimmedStringList(value));
}

/** The texts of a list, or one text as a list of its own. */
export function normalizeSingleOrTrimmedStringList(value: unknown): string[] {
  return normalizeTrimmedStringList(Array.isArray(value) ? value : [value]);
}

/** The entries of a text that are parted by lines, commas or semicolons; nothing where there is none. */
export function parseOptionalDelimitedEntries(value?: string): string[] | undefined {
  const entries = normalizeStringEntries(value?.split(/[\n,;]+/));
  return entries.length > 0 ? entries : undefined;
}

/** The first entries, 6 unless told, and how many more there are: `a, b (+3)`. */
export function summarizeStringEntries(of: {
  entries?: readonly string[] | null;
  limit?: number;
  emptyText?: string;
}): string {
  const entries = of.entries ?? [];
  if (entries.length === 0) return of.emptyText ?? "";
  const limit = Number.isFinite(of.limit) ? Math.max(1, Math.floor(of.limit ?? 6)) : 6;
  const rest = entries.length - limit;
  return entries.slice(0, limit).join(", ") + (rest > 0 ? ` (+${rest})` : "");
}
