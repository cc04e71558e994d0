import type { JsonSchema } from "../catalog/manifest.js";
import { secretIntentSchema, secretRefSchema } from "./secret-ref.js";
import { admitSecrets, secretKeyword } from "./secret-schema.js";
import { selfContained } from "./self-contained.js";
import { isSchemaObject, mapSchemas, type SchemaObject } from "./subschemas.js";
import { withoutSupplied } from "./supplied.js";
import { annotateUi, uiKeyword } from "./ui-annotations.js";

/** A schema that is to be put into another one. */
export interface PlacedSchema {
  readonly schema: JsonSchema;
  /** Where it will stand: a JSON Pointer. */
  readonly at: string;
  /** Hints by dotted path. */
  readonly ui?: Readonly<Record<string, unknown>>;
  /** Config keys (dotted) that environment variables may supply. */
  readonly supplied?: readonly string[];
  /** `admit`, which it is unless given: secret references may stand for strings. */
  readonly secrets?: "admit" | "as-written";
}

/** What every placed schema refers to; to stand under `$defs` of the document. */
export const secretDefinitions = {
  secret: {
    ...secretRefSchema,
    title: "Secret reference",
    description: 'An environment variable, {"$env": "NAME"}, or a file, {"$file": "path"}.',
  },
  "secret-intent": secretIntentSchema,
} as const;

/**
 * A schema in the form in which it can stand within another: its references lead to itself, secret references may stand
 * for strings, and hints stand at the properties. A schema that is itself wrong becomes one that takes anything.
 */
export async function placeSchema({ schema, at, ui = {}, supplied = [], secrets }: PlacedSchema): Promise<JsonSchema> {
  // Imported late: Ajv takes long, and few ask for this.
  const { judge } = await import("./ajv.js");
  const whole = readable(schema);
  if (whole === undefined || judge(whole, {}, "references").status === "schema-invalid") {
    return { $comment: "The author's schema is itself wrong, so anything is taken." };
  }
  const shown = annotateUi(withoutSupplied(whole, supplied), ui);
  const admitting = secrets === "as-written" ? shown : (admitSecrets(shown) as SchemaObject);
  return mapSchemas(admitting, (copy) => sharingSecrets(movedTo(at, copy)));
}

function readable(schema: JsonSchema): SchemaObject | undefined {
  try {
    return selfContained(schema);
  } catch (error) {
    // It is nested too deeply.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A reference that leads out of the schema leads on to where it did. */
function movedTo(at: string, schema: SchemaObject): SchemaObject {
  const { $ref } = schema;
  return typeof $ref === "string" && $ref.startsWith("#")
    ? { ...schema, $ref: `#${encodeURI(at)}${$ref.slice(1)}` }
    : schema;
}

/** What people read of a property; beside the choice between a secret and the value, as it was before there was one. */
const spoken = [uiKeyword, "title", "description", "deprecated", "examples"];

function sharingSecrets(schema: SchemaObject): SchemaObject {
  const { then, else: own } = schema;
  if (!isSchemaObject(then) || !Object.hasOwn(then, secretKeyword)) return schema;
  const inner = isSchemaObject(own) ? own : {};
  const said = spoken.flatMap((name) => (Object.hasOwn(inner, name) ? [[name, inner[name]]] : []));
  return {
    ...Object.fromEntries(said),
    ...schema,
    if: { $ref: "#/$defs/secret-intent" },
    then: { $ref: "#/$defs/secret" },
  };
}
