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
  const texts = textsOf(schema, config);
  if (texts === undefined) return { schema, config, mode: wanted };
  const [ofSchema, ofConfig] = texts;
  const mode = wanted === "references" && (mayRefer(ofSchema) || mayRefer(ofConfig)) ? "references" : "resolved";
  // JSON on one line has no line break in it.
  return { schema, config, mode, text: `${mode}\n${ofSchema}\n${ofConfig}` };
}

/**
 * Whether there is a key `$env` or `$file` in it; what only ends like one counts too, which costs nothing but time. Looked
 * for from the sign on, which is rare in such texts, where quotes are not: ten times as fast.
 */
function mayRefer(json: string): boolean {
  return json.includes('$env"') || json.includes('$file"');
}

function textsOf(schema: JsonSchema, config: unknown): readonly [schema: string, config: string] | undefined {
  try {
    return [JSON.stringify(schema), JSON.stringify(config) ?? ""];
  } catch {
    // It is nested without end, or goes round in a circle; the referee says so itself.
    return undefined;
  }
}
