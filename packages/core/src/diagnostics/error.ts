import { isMadeBy } from "./given-value.js";
import type { Diagnostic } from "./diagnostic.js";

/** An error that carries its diagnostic; `code` is the diagnostic's. */
export class MortiseError extends Error {
  override readonly name = "MortiseError";
  readonly code: string;
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic, cause?: unknown) {
    super(`${diagnostic.message} (${diagnostic.code})`, cause === undefined ? undefined : { cause });
    this.code = diagnostic.code;
    this.diagnostic = diagnostic;
  }

  static override [Symbol.hasInstance](value: unknown): value is MortiseError {
    return isMadeBy(MortiseError, value);
  }
}

/** What an unknown thrown value says. Never throws, whatever was thrown. */
export function messageOf(error: unknown): string {
  try {
    if (error instanceof Error) return String((error as { message: unknown }).message) || error.name;
    return typeof error === "string" ? error : `something that is no Error was thrown: ${String(error)}`;
  } catch {
    return "something that cannot be shown was thrown";
  }
}
