/** A line of Node, such as `24`, and the one version that it is tried on. */
interface NodeLine {
  readonly line: string;
  readonly version: string;
}

/** The lines on which the test suite must pass, the oldest first. */
const lines: readonly NodeLine[] = [
  // The oldest that `engines` lets in, so that nothing newer is used unawares.
  { line: "20.19", version: "20.19.0" },
  { line: "22", version: "22.23.3" },
  { line: "24", version: "24.21.0" },
  { line: "26", version: "26.10.0" },
];

/**
 * The exact version that a line stands for; `newest` stands for the last line.
 *
 * @throws when there is no such line
 */
export function versionOf(wanted: string): string {
  const found = wanted === "newest" ? lines.at(-1) : lines.find(({ line }) => line === wanted);
  if (found) return found.version;
  throw new Error(`There is no "${wanted}" here, but ${lines.map(({ line }) => line).join(", ")} and newest`);
}

/** The lines other than that of the version given, which is tested anyway: `v22.20.0` is of the line `22`. */
export function otherLines(version: string): readonly string[] {
  return lines.map(({ line }) => line).filter((line) => !version.startsWith(`v${line}.`));
}
