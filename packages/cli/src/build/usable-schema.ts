import { MortiseError, type Diagnostic } from "@mortise/core";
import { diagnoseCli } from "../diagnostics.js";
import type { JsonObject } from "./json.js";
import { plainSchema } from "./plain-schema.js";

/** Whose schema it is, in words, and where it was found. */
export interface SchemaOwner extends Pick<Diagnostic, "plugin" | "path"> {
  readonly owner: string;
}

/** A schema as plain JSON. Throws `CLI_BUILD_SCHEMA_UNUSABLE` where it is no JSON Schema. */
export function usableSchema(schema: unknown, { owner, ...place }: SchemaOwner): JsonObject {
  try {
    return plainSchema(schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MortiseError(diagnoseCli("CLI_BUILD_SCHEMA_UNUSABLE", { owner, reason }, place), error);
  }
}
