/** What a command has to say, and how it ended: 0 it could answer, 1 it found hard errors, 2 it was asked wrongly. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 1 | 2;
}

/** A value as it goes to stdout with `--json`. */
export function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Lines as they go to a stream; none: nothing goes. */
export function asText(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
