import type { Diagnostic } from "@mortise/core/catalog";
import type { CorpusCase, Counts } from "./packages.js";

/** What came of one package, as `--json` prints it. */
export interface Row {
  readonly plugin: string;
  readonly version: string;
  readonly loaded: boolean;
  readonly counts: Counts;
  readonly diagnostics: readonly Diagnostic[];
}

/** A row with what it was held against. */
export interface CheckedRow extends Row {
  readonly expected: CorpusCase;
  readonly isExpected: boolean;
}

/** A row without what it was held against. */
export function rowOf({ plugin, version, loaded, counts, diagnostics }: CheckedRow): Row {
  return { plugin, version, loaded, counts, diagnostics };
}

/** Whether it came out as it should: it runs where it should, and each count that is known is met. */
export function isAsExpected({ loaded, counts }: Pick<Row, "loaded" | "counts">, expected: CorpusCase): boolean {
  if (loaded !== (expected.loads ?? true)) return false;
  return Object.entries(expected.counts ?? {}).every(([kind, count]) => counts[kind] === count);
}

/** Three lines at most for each: what it is, what it registered, what was said. */
export function printTable(rows: readonly CheckedRow[]): string {
  const width = Math.max(...rows.map((row) => nameOf(row).length));
  return rows.flatMap((row) => linesOf(row, width)).join("\n");
}

function nameOf({ plugin, version, expected: { title } }: CheckedRow): string {
  return `${plugin}@${version}${title === undefined ? "" : ` (${title})`}`;
}

function linesOf(row: CheckedRow, width: number): readonly string[] {
  const { loaded, counts, expected, isExpected, diagnostics } = row;
  const verdict = isExpected ? "ok  " : "NOT ";
  const found = textOf(counts);
  const lines = [
    `${verdict} ${nameOf(row).padEnd(width)}  ${manifestVerdict(row).padEnd(12)}  ${loaded ? found : "not loaded"}`,
  ];
  if (!isExpected && expected.counts) lines.push(`${indent(width)}expected: ${textOf(expected.counts)}`);
  if (!isExpected && expected.loads === false) lines.push(`${indent(width)}expected: not loaded`);
  for (const [text, times] of distinct(diagnostics))
    lines.push(`${indent(width)}${text}${times > 1 ? ` (${times} times)` : ""}`);
  return lines;
}

function indent(width: number): string {
  return " ".repeat(width + 7);
}

function textOf(counts: Counts): string {
  const found = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return found.length === 0 ? "nothing registered" : found.join(", ");
}

/** What the control plane makes of it, before any code runs. */
function manifestVerdict({ diagnostics, loaded }: CheckedRow): string {
  if (loaded) return "manifest ok";
  const errors = diagnostics.filter(({ level }) => level === "error").map(({ code }) => code);
  if (errors.some((code) => configCodes.test(code))) return "config wrong";
  if (diagnostics.some(({ code }) => code === "MANIFEST_MISSING")) return "no manifest";
  return errors.some((code) => manifestCodes.test(code)) ? "manifest bad" : "manifest ok";
}

/** What is wrong with a config, and what with a manifest; everything else is found out later. */
const configCodes = /^(?:CONFIG|PLUGIN_CONFIG|SECRET)_/;
const manifestCodes =
  /^(?:MANIFEST|PACKAGE|PLUGIN_SCHEMA|OPENCLAW_CATEGORIES|OPENCLAW_ENTRY_NAME)_|^ENTRY_(?:MISSING|ESCAPES)$/;

function distinct(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { code, level, message } of diagnostics) {
    const text = `${level} ${code}: ${message}`;
    found.set(text, (found.get(text) ?? 0) + 1);
  }
  return found;
}
