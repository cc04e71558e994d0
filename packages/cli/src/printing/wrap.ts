/** Breaks a text into lines of at most `width` columns at its spaces; a longer word is broken where it must be. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, Math.max(1, width)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(/\s+/)) {
    const joined = current === "" ? word : `${current} ${word}`;
    if (joined.length <= width) {
      current = joined;
      continue;
    }
    if (current !== "") lines.push(current);
    const pieces = word.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [""];
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? "";
  }
  return [...lines, current];
}

/** Wrapped lines with the same number of spaces before each. */
export function indent(text: string, by: number, width: number): readonly string[] {
  return wrap(text, width - by).map((line) => " ".repeat(by) + line);
}
