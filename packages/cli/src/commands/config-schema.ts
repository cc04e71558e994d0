import { renameSync, rmSync, writeFileSync } from "node:fs";
import { mergedConfigSchema } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { diagnoseCli } from "../diagnostics.js";
import { gatewaySection } from "../gateway-section.js";
import type { GlobalOptions } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printDiagnostic, printProblems } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";

/** What `mortise config schema` takes. */
export interface ConfigSchemaOptions extends GlobalOptions {
  /** The file to write; relative to the current folder. */
  readonly out?: string;
}

/** `mortise config schema`: the JSON Schema of the whole config, to stdout or into a file. */
export async function configSchema(options: ConfigSchemaOptions): Promise<Outcome> {
  const paper = createPaper(options);
  const controlPlane = await readApplication(options.config, "recall");
  const text = asJson(await mergedConfigSchema(controlPlane, { sections: { gateway: gatewaySection } }));
  const stderr = asText(printProblems(controlPlane.loaded.diagnostics, paper));
  if (options.out === undefined) return { stdout: text, stderr, exitCode: 0 };
  const reason = writeWhole(options.out, text);
  if (reason === undefined) return { stdout: `${options.out} was written.\n`, stderr, exitCode: 0 };
  const failure = diagnoseCli("CLI_OUT_UNWRITABLE", { file: options.out, reason });
  return { stdout: "", stderr: asText(printDiagnostic(failure, paper)) + stderr, exitCode: 1 };
}

/** Writes the file under another name first, so that an editor never reads half of it; gives why it could not. */
function writeWhole(file: string, text: string): string | undefined {
  const temporary = `${file}.${process.pid}`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return (error as Error).message;
  }
}
