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
