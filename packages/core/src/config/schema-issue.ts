import { nearest } from "../diagnostics/nearest.js";
import { joinPointer, readPointer } from "./pointer.js";

/** What Ajv says of one failed keyword; the members that are used here. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly parentSchema?: unknown;
}

/** A validator that was compiled ahead; `errors` are of the last call. */
export interface SchemaValidator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** One way in which a value differs from its schema. Carries no part of the value, so it can be remembered. */
export interface SchemaIssue {
  /** Where, as a JSON Pointer; for a missing or unknown key: the key itself. */
  readonly pointer: string;
  readonly kind: "missing" | "unknown" | "mismatch";
  /** In words: `a string`, `one of "low", "high"`. */
  readonly expected: string;
  /** The nearest valid key or value. */
  readonly suggestion?: string;
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

function quoteAll(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(", ") : JSON.stringify(values);
}

/** What a keyword asks for, in words. */
function expectation({ keyword, params, message, parentSchema }: SchemaError): string {
  switch (keyword) {
    case "type":
      return [params["type"]].flat().map((type) => articles[String(type)] ?? String(type)).join(" or ");
    case "enum":
      return `one of ${quoteAll(params["allowedValues"])}`;
    case "const":
      return quoteAll(params["allowedValue"]);
    case "pattern":
      return `text that matches ${String(params["pattern"])}${describeSchema(parentSchema)}`;
    case "format":
      return `a valid ${String(params["format"])}`;
    case "anyOf":
    case "oneOf":
      return branches(parentSchema, keyword);
    default:
      return message?.replace(/^must (?:be )?/, "a value that is ").replace("is NOT", "is not").replace("is have", "has") ?? keyword;
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
  const type = readPointer(schema, "/type");
  const constant = readPointer(schema, "/const");
  if (constant !== undefined) return JSON.stringify(constant);
  const values = readPointer(schema, "/enum");
  if (values !== undefined) return `one of ${quoteAll(values)}`;
  return typeof type === "string" ? (articles[type] ?? type) : "another form";
}

function toIssue(error: SchemaError, root: unknown): SchemaIssue {
  const { keyword, params, instancePath, parentSchema } = error;
  if (keyword === "required") {
    const pointer = joinPointer(instancePath, String(params["missingProperty"]));
    const schema = readPointer(parentSchema, joinPointer("/properties", String(params["missingProperty"])));
    return { pointer, kind: "missing", expected: branchOrValue(schema) };
  }
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") {
    const key = String(params["additionalProperty"] ?? params["unevaluatedProperty"]);
    const known = Object.keys((readPointer(parentSchema, "/properties") as object | undefined) ?? {});
    return { pointer: joinPointer(instancePath, key), kind: "unknown", expected: "no such key", ...suggest(key, known) };
  }
  const allowed = params["allowedValues"];
  const value = readPointer(root, instancePath);
  const candidates = Array.isArray(allowed) && typeof value === "string" ? allowed.map(String) : [];
  return {
    pointer: instancePath,
    kind: "mismatch",
    expected: expectation(error),
    ...suggest(String(value), candidates),
  };
}

function branchOrValue(schema: unknown): string {
  const words = branch(schema);
  return words === "another form" ? "a value" : words;
}

function suggest(word: string, candidates: readonly string[]): { suggestion?: string } {
  const suggestion = nearest(word, candidates);
  return suggestion === undefined ? {} : { suggestion };
}

/** Errors inside the branches of a union that failed as a whole: replaced by the union's own, or by a deeper one. */
function withoutBranchNoise(errors: readonly SchemaError[]): readonly SchemaError[] {
  const unions = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  return unions.reduce((kept, union) => {
    const inside = (error: SchemaError) => error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`);
    const deeper = kept.filter((error) => inside(error) && error.instancePath.length > union.instancePath.length);
    const drop = deeper.length > 0 ? (error: SchemaError) => error === union || (inside(error) && !deeper.includes(error)) : inside;
    return kept.filter((error) => !drop(error));
  }, errors);
}

/** Ajv's errors in words, one per place, without the noise of union branches. */
export function describeSchemaErrors(errors: readonly SchemaError[], root: unknown): readonly SchemaIssue[] {
  const issues = withoutBranchNoise(errors)
    .filter(({ keyword }) => keyword !== "if")
    .map((error) => toIssue(error, root));
  return [...new Map(issues.map((issue) => [`${issue.kind} ${issue.pointer} ${issue.expected}`, issue])).values()];
}

/** What stands at a place, in words: the value itself where it is short and may be shown, else its type. */
export function describeFound(value: unknown, isSensitive: boolean): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  if (isSensitive || text.length > 60) return `a ${typeof value}`;
  return `the ${typeof value} ${text}`;
}
