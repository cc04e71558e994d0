import type { JsonSchema } from "../catalog/manifest.js";
import type { SecretMode } from "./ajv.js";

/** A config that is held against a schema: what a referee is asked, and what its verdict is remembered under. */
export interface Question {
  readonly schema: JsonSchema;
  readonly config: unknown;
  readonly mode: SecretMode;
  /** The whole question as text, the same for the same question alone; absent where it cannot be written as JSON. */
  readonly text?: string;
}

/**
 * Puts a question. Where nothing in schema or config can be a secret reference, both modes come to the same verdict, and
 * it is asked with the author's own schema: one that admits references is several times as large, and so takes several
 * times as long to compile.
 *
 * @param config plain data, as it comes from JSON
 */
export function questionOf(schema: JsonSchema, config: unknown, wanted: SecretMode): Question {
  const json = jsonOf(schema, config);
  if (json === undefined) return { schema, config, mode: wanted };
  const mode = wanted === "references" && mayRefer(json) ? "references" : "resolved";
  return { schema, config, mode, text: `${mode}\n${json}` };
}

/**
 * Whether there is a key `$env` or `$file` in it; what only ends like one counts too, which costs nothing but time. Looked
 * for from the sign on, which is rare in such texts, where quotes are not: ten times as fast.
 */
function mayRefer(json: string): boolean {
  return json.includes('$env"') || json.includes('$file"');
}

/** Both in one text, which is faster than one for each. */
function jsonOf(schema: JsonSchema, config: unknown): string | undefined {
  try {
    return JSON.stringify(config === undefined ? [schema] : [schema, config]);
  } catch {
    // It is nested without end, or goes round in a circle; the referee says so itself.
    return undefined;
  }
}
