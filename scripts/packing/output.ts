/** Whether a program printed what a page says. */

/**
 * The first of the wanted lines that does not stand among the printed ones, after those wanted before it. `…` stands for
 * anything, alone or within a line; spaces at the ends do not count.
 *
 * @returns undefined when all are there
 */
export function firstMissing(wanted: string, printed: string): string | undefined {
  const lines = printed.split("\n").map((line) => line.trim());
  let at = 0;
  return wanted.split("\n").find((line) => {
    const pattern = new RegExp(`^${line.trim().split("…").map(escaped).join(".*")}$`);
    const found = lines.findIndex((other, index) => index >= at && pattern.test(other));
    at = found + 1;
    return found === -1;
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
