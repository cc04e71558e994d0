import { isatty } from "node:tty";
import picocolors from "picocolors";

/** What is printed on: how wide it is, and whether it takes colour. */
export interface Paper {
  /** In columns. */
  readonly width: number;
  readonly colors: ReturnType<typeof picocolors.createColors>;
}

const unknownWidth = 80;
const narrowest = 40;

/** The paper that stdout is: the terminal's width, 80 columns for everything else; colour on a terminal only. */
export function createPaper({ color }: { readonly color: boolean }): Paper {
  const { env } = process;
  const isTerminal = isatty(1);
  // An empty NO_COLOR counts as not set: https://no-color.org
  const isPlain = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  const width = (isTerminal ? process.stdout.columns : Number(env["COLUMNS"])) || unknownWidth;
  return paperOf(width, color && isTerminal && !isPlain);
}

/** Paper of a given width. */
export function paperOf(width: number, isColored: boolean): Paper {
  return { width: Math.max(narrowest, width), colors: picocolors.createColors(isColored) };
}
