/** What a benchmark comes to: one number against an aim. */
export interface Row {
  readonly suite: string;
  readonly name: string;
  /** What was measured, in `unit`; of the unit `x` as a multiple of the floor. */
  readonly ratio: number;
  /** `x`, `ms`, `us` or `KB`. */
  readonly unit: string;
  /** The highest that is meant to be; null where nobody set one. */
  readonly aim: number | null;
  /** Whether it is not above the aim. */
  readonly ok: boolean;
}

/** A row as the table shows it. */
export interface ShownRow extends Row {
  /** What it was held against, in the same run. */
  readonly floor: string;
  /** The times behind the ratio, for a reader: `560 ms : 373 ms`. */
  readonly detail: string;
}

/** What a suite says of a row; the suite's name and the verdict are added to it. */
export interface Finding {
  readonly name: string;
  readonly ratio: number;
  readonly unit?: "x" | "ms" | "us" | "KB";
  /** Absent where nobody set one. */
  readonly aim?: number | null;
  readonly floor: string;
  readonly detail?: string;
}

/** A finding as a row of a suite. */
export function toRow(suite: string, { name, ratio, unit = "x", aim = null, floor, detail = "" }: Finding): ShownRow {
  return { suite, name, ratio, unit, aim, ok: isMet(ratio, aim), floor, detail };
}

/** A row without what only the table shows. */
export function bare({ suite, name, ratio, unit, aim, ok }: Row): Row {
  return { suite, name, ratio: rounded(ratio), unit, aim, ok };
}

function isMet(ratio: number, aim: number | null): boolean {
  return Number.isFinite(ratio) && (aim === null || ratio <= aim);
}

/** Four digits that mean something. */
function rounded(ratio: number): number {
  return Number(ratio.toPrecision(4));
}

/** A time as a person reads it, from milliseconds. */
export function time(ms: number): string {
  if (ms >= 10) return `${ms.toFixed(0)} ms`;
  if (ms >= 0.1) return `${ms.toFixed(2)} ms`;
  return ms >= 0.001 ? `${(ms * 1000).toFixed(1)} us` : `${(ms * 1_000_000).toFixed(0)} ns`;
}

/** A number of plugins as a person reads it. */
export function count(plugins: number): string {
  return plugins.toLocaleString("en");
}
