import { diagnosticCatalogue, didYouMean, type DiagnosticCatalogue } from "@mortise/core/catalog";
import { openclawDiagnostics } from "@mortise/openclaw";
import { cliDiagnostics, diagnoseCli } from "../diagnostics.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { paintLevel } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";
import { wrap } from "../printing/wrap.js";
import { misuse } from "./misuse.js";

const catalogue: DiagnosticCatalogue = { ...diagnosticCatalogue, ...openclawDiagnostics, ...cliDiagnostics };

/** `mortise doctor --explain CODE`: what a code means. Words in braces stand for what differs from case to case. */
export function explain(written: string, options: GlobalOptions & JsonOption): Outcome {
  const paper = createPaper(options);
  const code = written.toUpperCase();
  const definition = Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
  if (!definition) {
    const suggestion = didYouMean(code, Object.keys(catalogue));
    return misuse(diagnoseCli("CLI_CODE_UNKNOWN", { code: written, suggestion }), paper);
  }
  const { level, message, help } = definition;
  if (options.json === true) return { stdout: asJson({ code, level, message, help }), stderr: "", exitCode: 0 };
  const lines = [
    `${paper.colors.bold(code)}  ${paintLevel(level, paper)(level)}`,
    "",
    ...wrap(message, paper.width),
    "",
    ...wrap(help, paper.width),
  ];
  return { stdout: asText(lines), stderr: "", exitCode: 0 };
}
