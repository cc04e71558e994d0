/**
 * What a command has to say, and how it ended: 0 it could answer, 1 it found hard errors, 2 it was asked wrongly; a
 * plugin's command ends as it likes.
 */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** The process ends here, whatever a plugin left running in it. */
  readonly endsProcess?: boolean;
}

/** A value as it goes to stdout with `--json`. */
export function asJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Lines as they go to a stream; none: nothing goes. */
export function asText(lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
