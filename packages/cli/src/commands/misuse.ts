import type { Diagnostic } from "@mortise/core/catalog";
import { asText, type Outcome } from "../outcome.js";
import { printDiagnostic, printProblems } from "../printing/diagnostics.js";
import type { Paper } from "../printing/paper.js";

/** The answer to a question that makes no sense; `beside` may be why (a broken config hides plugins). */
export function misuse(diagnostic: Diagnostic, paper: Paper, beside: readonly Diagnostic[] = []): Outcome {
  const lines = [...printDiagnostic(diagnostic, paper), ...printProblems(beside, paper)];
  return { stdout: "", stderr: asText(lines), exitCode: 2 };
}
