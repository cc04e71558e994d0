import { readPointer } from "./pointer.js";

/** What Ajv says of one failed keyword; the members that are used here. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: unknown;
  /** The key that the error is about, where it is not about a value. */
  readonly propertyName?: string;
}

const articles: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "an array",
  null: "null",
};

const counted = (limit: unknown, one: string) => `${String(limit)} ${one}${limit === 1 ? "" : "s"}`;

/** The keywords with a limit, as what they ask for. */
const limits: Readonly<Record<string, (limit: unknown) => string>> = {
  minLength: (limit) => (limit === 1 ? "text that is not empty" : `text of at least ${counted(limit, "character")}`),
  maxLength: (limit) => `text of at most ${counted(limit, "character")}`,
  minimum: (limit) => `a number of at least ${String(limit)}`,
  maximum: (limit) => `a number of at most ${String(limit)}`,
  exclusiveMinimum: (limit) => `a number above ${String(limit)}`,
  exclusiveMaximum: (limit) => `a number below ${String(limit)}`,
  minItems: (limit) => `a list of at least ${counted(limit, "element")}`,
  maxItems: (limit) => `a list of at most ${counted(limit, "element")}`,
  minProperties: (limit) => `an object with at least ${counted(limit, "key")}`,
  maxProperties: (limit) => `an object with at most ${counted(limit, "key")}`,
};

function quoteAll(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(", ") : JSON.stringify(values);
}

/** What a failed keyword asks for, in words. */
export function expectation(error: SchemaError): string {
  const { keyword, params, message } = error;
  const limit = Object.hasOwn(limits, keyword) ? limits[keyword] : undefined;
  return (
    limit?.(params["limit"]) ?? ofKeyword(error) ?? message?.replace(/^must (?:be )?/, "a value that is ") ?? keyword
  );
}

function ofKeyword({ keyword, params, parentSchema }: SchemaError): string | undefined {
  switch (keyword) {
    case "type":
      return [params["type"]]
        .flat()
        .map((type) => articles[String(type)] ?? String(type))
        .join(" or ");
    case "enum":
      return `one of ${quoteAll(params["allowedValues"])}`;
    case "const":
      return quoteAll(params["allowedValue"]);
    case "pattern":
      return `text that matches ${String(params["pattern"])}${describeSchema(parentSchema)}`;
    case "format":
      return `a valid ${String(params["format"])}`;
    case "multipleOf":
      return `a multiple of ${String(params["multipleOf"])}`;
    case "uniqueItems":
      return "a list in which nothing stands twice";
    case "contains":
      return "a list that holds one of the elements asked for";
    case "not":
      return "a value of another form";
    case "false schema":
      return "nothing";
    case "anyOf":
    case "oneOf":
      return Array.isArray(params["passingSchemas"])
        ? "just one of several forms, not two"
        : branches(parentSchema, keyword);
    default:
      return undefined;
  }
}

function describeSchema(schema: unknown): string {
  const description = readPointer(schema, "/description");
  return typeof description === "string" ? ` (${description})` : "";
}

function branches(schema: unknown, keyword: string): string {
  const list = readPointer(schema, `/${keyword}`);
  if (!Array.isArray(list)) return "one of several forms";
  return [...new Set(list.map(branch))].join(" or ");
}

function branch(schema: unknown): string {
  return knownForm(schema) ?? "another form";
}

function knownForm(schema: unknown): string | undefined {
  const constant = readPointer(schema, "/const");
  if (constant !== undefined) return JSON.stringify(constant);
  const values = readPointer(schema, "/enum");
  if (values !== undefined) return `one of ${quoteAll(values)}`;
  const type = readPointer(schema, "/type");
  return typeof type === "string" ? (articles[type] ?? type) : undefined;
}

/** What a schema asks for, in words, as far as they are short: its constant, its values, its type. */
export function describeForm(schema: unknown): string {
  // Where a secret reference is let in, the author's own schema stands in the `else`.
  return knownForm(schema) ?? knownForm(readPointer(schema, "/else")) ?? "a value";
}
