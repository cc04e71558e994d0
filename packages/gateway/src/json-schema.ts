import type { Ajv, ErrorObject, ValidateFunction } from "ajv";

/** A JSON Schema as plugins write it. */
export type PluginSchema = Readonly<Record<string, unknown>>;

/** What a value came to: as the schema wants it, or what is wrong with it, in words. */
export type Checked = { readonly value: unknown } | { readonly problem: string };

/** How a value is read. */
export interface CheckOptions {
  /** Words become numbers and truths where the schema wants those; for what people type. */
  readonly coerce?: boolean;
}

/**
 * Holds a value against a schema of a plugin's; a copy of it, defaults in place, comes back. Ajv is imported when it is
 * first needed, and each schema compiled once. A schema that cannot be compiled is a problem like any other.
 */
export async function checkJson(schema: PluginSchema, value: unknown, options: CheckOptions = {}): Promise<Checked> {
  const copy: unknown = structuredClone(value);
  try {
    const validate = await compiled(schema, options);
    if (validate(copy)) return { value: copy };
    return { problem: (validate.errors ?? []).map(inWords).join("; ") };
  } catch (error) {
    // One that refers to itself without end throws only when it is used.
    return { problem: `its schema cannot be used: ${error instanceof Error ? error.message : String(error)}` };
  }
}

type Validators = WeakMap<PluginSchema, ValidateFunction>;

const known: Readonly<Record<"coerced" | "plain", Validators>> = { coerced: new WeakMap(), plain: new WeakMap() };

async function compiled(schema: PluginSchema, { coerce = false }: CheckOptions): Promise<ValidateFunction> {
  const validators = known[coerce ? "coerced" : "plain"];
  const before = validators.get(schema);
  if (before) return before;
  const draft = /draft-0[4-7]/.test(String(schema["$schema"])) ? "draft-07" : "2020-12";
  const name = `${draft} ${coerce}`;
  const making = referees.get(name) ?? makeReferee(draft, coerce);
  referees.set(name, making);
  const { ajv, lasting } = await making;
  // A `$schema` that Ajv does not carry would be an error; the draft was chosen already.
  const { $schema: _, ...own } = schema;
  try {
    const validate = ajv.compile(own);
    validators.set(schema, validate);
    return validate;
  } finally {
    // Tools that are made anew for each turn have new schemas, which Ajv would keep for good, and the names in them too.
    ajv.removeSchema(own);
    for (const name of Object.keys(ajv.refs)) if (!Object.hasOwn(lasting.refs, name)) delete ajv.refs[name];
    // One that calls itself by a meta-schema's name would have taken that one with it.
    Object.assign(ajv.refs, lasting.refs);
    Object.assign(ajv.schemas, lasting.schemas);
  }
}

/** Ajv, and the meta-schemas that it has from the start. */
interface Referee {
  readonly ajv: Ajv;
  readonly lasting: Pick<Ajv, "refs" | "schemas">;
}

const referees = new Map<string, Promise<Referee>>();

async function makeReferee(draft: "draft-07" | "2020-12", coerceTypes: boolean): Promise<Referee> {
  const options = {
    allErrors: true,
    strict: false,
    useDefaults: true,
    ownProperties: true,
    addUsedSchema: false,
    // What is referred to again and again is compiled once.
    inlineRefs: false,
    coerceTypes,
    logger: false,
  } as const;
  const ajv: Ajv =
    draft === "draft-07"
      ? new (await import("ajv")).Ajv(options)
      : new (await import("ajv/dist/2020.js")).Ajv2020(options);
  const { default: formats } = await import("ajv-formats");
  // ajv-formats is CommonJS: its default export arrives wrapped or not, by the importer.
  const add = "default" in formats ? formats.default : formats;
  (add as unknown as (ajv: Ajv) => void)(ajv);
  // Ajv's own word, none of JSON Schema's: a validator would give a promise, which counts as a yes.
  ajv.removeKeyword("$async").addKeyword({ keyword: "$async", compile: refuseAsync });
  return { ajv, lasting: { refs: { ...ajv.refs }, schemas: { ...ajv.schemas } } };
}

function refuseAsync(): never {
  throw new Error("$async is not supported");
}

function inWords({ instancePath, message = "it does not fit", keyword, params }: ErrorObject): string {
  const where = instancePath === "" ? "" : `${instancePath.slice(1).replaceAll("/", ".")} `;
  const extra: unknown = keyword === "additionalProperties" ? params["additionalProperty"] : undefined;
  const choice: unknown = keyword === "enum" ? params["allowedValues"] : undefined;
  const more = typeof extra === "string" ? ` (${extra})` : Array.isArray(choice) ? ` (${choice.join(", ")})` : "";
  return `${where}${message}${more}`;
}
