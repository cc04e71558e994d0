import type { Paper } from "./paper.js";
import { wrap } from "./wrap.js";

/** A label and the values that stand beside it, each on a line of its own; no value, no line. */
export interface Field {
  readonly label: string;
  readonly values: readonly string[];
  readonly paint?: (text: string) => string;
}

const gap = 2;

/** Fields one below the other, their values aligned and wrapped. */
export function fields(all: readonly Field[], { width, colors }: Paper): readonly string[] {
  const shown = all.filter(({ values }) => values.length > 0);
  const margin = Math.max(...shown.map(({ label }) => label.length)) + gap;
  return shown.flatMap(({ label, values, paint = String }) =>
    values
      .flatMap((value) => wrap(value, width - margin))
      .map((line, index) => colors.dim((index === 0 ? label : "").padEnd(margin)) + paint(line)),
  );
}
