import Table from "cli-table3";
import type { Paper } from "./paper.js";

/** A column: its title, and how much room it insists on. */
export interface Column {
  readonly title: string;
  /** In columns of the terminal; when room is short, no column goes below its own. */
  readonly least: number;
}

/** A cell: its text, and how it is coloured once it has been cut to size. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const gap = 2;

const noLines = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`])
    .map((side) => [side, ""]),
);

/** A table without rules that fits the paper: long text is wrapped, a word that is too long is cut with an ellipsis. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, colors }: Paper,
): readonly string[] {
  const widths = fit(columns, rows, width);
  const made = new Table({
    head: columns.map(({ title }) => colors.dim(title)),
    colWidths: widths.map((column) => column + gap),
    wordWrap: true,
    chars: { ...noLines, middle: "" },
    style: { "padding-left": 0, "padding-right": gap, head: [], border: [] },
  });
  made.push(...rows.map((row) => row.map(({ text, paint = String }, index) => paint(cut(text, widths[index] ?? 1)))));
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** Shortens words that would not fit their column; the library would cut the whole rest of the text with them. */
function cut(text: string, width: number): string {
  return text.replace(/\S+/g, (word) => (word.length <= width ? word : `${word.slice(0, width - 1)}…`));
}

/** As wide as the texts are, then the widest give way until all fit. */
function fit(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): readonly number[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.text.length ?? 0)),
  );
  const room = width - gap * columns.length;
  for (let over = widths.reduce((sum, each) => sum + each, 0) - room; over > 0; over -= 1) {
    const spare = widths.map((each, index) => each - (columns[index]?.least ?? 1));
    const widest = widths.reduce(
      (best, each, index) => ((spare[index] ?? 0) > 0 && (best === -1 || each > (widths[best] ?? 0)) ? index : best),
      -1,
    );
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}
