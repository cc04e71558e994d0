import type { SchemaIssue } from "../config/schema-issue.js";

/** A default that the schema fills in. */
export interface AppliedDefault {
  /** JSON Pointer into the config. */
  readonly pointer: string;
  readonly value: unknown;
}

/**
 * What a schema says of a config. Carries no value of the config, so it can be remembered.
 *
 * - `valid`: with `defaults` filled in it may be used
 * - `invalid`: `issues` say why
 * - `schema-invalid`: the schema itself is wrong, see `schemaProblem`
 */
export interface ConfigVerdict {
  readonly status: "valid" | "invalid" | "schema-invalid";
  readonly defaults: readonly AppliedDefault[];
  /** Pointers of the secret references. */
  readonly secrets: readonly string[];
  readonly issues: readonly SchemaIssue[];
  readonly schemaProblem?: { readonly reason: string; readonly pointer: string };
  /** Words in the schema that are no keyword. */
  readonly unknownKeywords: readonly string[];
}

/** A verdict of a schema that is itself wrong. */
export function schemaInvalid(reason: string, pointer: string): ConfigVerdict {
  return {
    status: "schema-invalid",
    defaults: [],
    secrets: [],
    issues: [],
    schemaProblem: { reason, pointer },
    unknownKeywords: [],
  };
}

/** Whether something that was stored has the form of a verdict. Thousands are looked at in a start. */
export function isVerdict(value: unknown): value is ConfigVerdict {
  if (!isRecord(value)) return false;
  const { status, defaults, secrets, issues, unknownKeywords, schemaProblem } = value;
  const isKnown =
    status === "valid" || status === "invalid" || (status === "schema-invalid" && isRecord(schemaProblem));
  return (
    isKnown &&
    isListOf(defaults, hasPointer) &&
    isListOf(issues, isIssue) &&
    isListOf(secrets, isText) &&
    isListOf(unknownKeywords, isText)
  );
}

const isText = (value: unknown) => typeof value === "string";
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const hasPointer = (value: unknown) => isRecord(value) && isText(value["pointer"]);
const isIssue = (value: unknown) => isRecord(value) && isText(value["pointer"]) && isText(value["expected"]);

function isListOf(value: unknown, test: (element: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false;
  for (const element of value as readonly unknown[]) if (!test(element)) return false;
  return true;
}
