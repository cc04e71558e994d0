import type { ShownRow } from "./row.js";

const heads = ["suite", "what", "measured", "aim", "", "against", "times"];

/** The rows as a table, a line each. What misses its aim says so. */
export function table(rows: readonly ShownRow[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, column, widths))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cells({ suite, name, ratio, unit, aim, ok, floor, detail }: ShownRow): readonly string[] {
  const verdict = aim === null ? "" : ok ? "ok" : "MISSED";
  return [suite, name, value(ratio, unit), aim === null ? "" : value(aim, unit), verdict, floor, detail];
}

function value(number: number, unit: string): string {
  const digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
  return unit === "x" ? `${number.toFixed(digits)}x` : `${number.toFixed(digits)} ${unit}`;
}

/** Numbers stand under one another at their ends. */
function pad(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
}
