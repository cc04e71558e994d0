import { nearest } from "../diagnostics/nearest.js";
import { joinPointer, readPointer } from "./pointer.js";
import { describeForm, expectation, type SchemaError } from "./schema-words.js";

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

/** The keywords that ask for a key, on their own or because another key is there. */
const requiring: readonly string[] = ["required", "dependentRequired", "dependencies"];

function toIssue(error: SchemaError, root: unknown): SchemaIssue {
  const { keyword, params, instancePath, parentSchema } = error;
  if (requiring.includes(keyword)) {
    const key = String(params["missingProperty"]);
    const schema = readPointer(parentSchema, joinPointer("/properties", key));
    return { pointer: joinPointer(instancePath, key), kind: "missing", expected: describeForm(schema) };
  }
  const refused = params["additionalProperty"] ?? params["unevaluatedProperty"] ?? params["propertyName"];
  if (typeof refused === "string") {
    const known = Object.keys((readPointer(parentSchema, "/properties") as object | undefined) ?? {});
    return {
      pointer: joinPointer(instancePath, refused),
      kind: "unknown",
      expected: "no such key",
      ...suggest(refused, known),
    };
  }
  const allowed = params["allowedValues"];
  const value = readPointer(root, instancePath);
  return {
    pointer: instancePath,
    kind: "mismatch",
    expected: expectation(error),
    ...(Array.isArray(allowed) && typeof value === "string" && suggest(value, allowed.filter(isPlain).map(String))),
  };
}

/** Whether it can be written as text at all: an object may have a `toString` that is no function. */
function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function suggest(word: string, candidates: readonly string[]): { suggestion?: string } {
  const suggestion = nearest(word, candidates);
  return suggestion === undefined ? {} : { suggestion };
}

/**
 * Errors inside the branches of a union that failed as a whole: replaced by the union's own, or by those of the branch that
 * was meant. Ajv tells of a union right after what it found inside, so each is settled with the end of what is kept: a list
 * of thousands that are wrong is told as fast as one.
 */
function withoutBranchNoise(errors: readonly SchemaError[]): readonly SchemaError[] {
  const kept: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf" && error.keyword !== "oneOf") kept.push(error);
    else kept.push(...settleUnion(error, kept.splice(startOfInstance(kept, error))));
  }
  return kept;
}

/** Where the errors begin that are about the value of an error, or about what is in it. */
function startOfInstance(kept: readonly SchemaError[], { instancePath }: SchemaError): number {
  const isWithin = (path: string) => path === instancePath || path.startsWith(`${instancePath}/`);
  return kept.findLastIndex((error) => !isWithin(error.instancePath)) + 1;
}

/** @param found the errors about the union's value, those of other keywords among them */
function settleUnion(union: SchemaError, found: readonly SchemaError[]): readonly SchemaError[] {
  const isInside = ({ schemaPath }: SchemaError) => schemaPath.startsWith(`${union.schemaPath}/`);
  const inside = found.filter(isInside);
  const deeper = inside.filter((error) => error.instancePath.length > union.instancePath.length);
  const telling = new Set(deeper.length > 0 ? deeper : inside.filter(isInBranchMeant(union, inside)));
  const rest = found.filter((error) => !isInside(error) || telling.has(error));
  return telling.size > 0 ? rest : [...rest, union];
}

const plainTypes: readonly unknown[] = ["string", "number", "integer", "boolean"];

/** The only branch that is for a plain value of this type was meant, and refuses it for something else. */
function isInBranchMeant(union: SchemaError, inside: readonly SchemaError[]): (error: SchemaError) => boolean {
  const branches = readPointer(union.parentSchema, `/${union.keyword}`);
  const misfits = new Set(inside.filter(({ keyword }) => keyword === "type").map(({ schemaPath }) => schemaPath));
  const fitting = (Array.isArray(branches) ? branches : []).flatMap((branch, index) => {
    const within = `${union.schemaPath}/${index}/`;
    return misfits.has(`${within}type`) ? [] : [{ within, isPlain: plainTypes.includes(readPointer(branch, "/type")) }];
  });
  const [only, ...others] = fitting;
  if (!only?.isPlain || others.length > 0) return () => false;
  return (error) => error.schemaPath.startsWith(only.within);
}

/** `if` only says that its `then` or `else` failed, which they say themselves; so do the rules about a key's name. */
function isNoise({ keyword, propertyName }: SchemaError): boolean {
  return keyword === "if" || propertyName !== undefined;
}

/** Ajv's errors in words, one per place, without the noise of union branches. */
export function describeSchemaErrors(errors: readonly SchemaError[], root: unknown): readonly SchemaIssue[] {
  const issues = withoutBranchNoise(errors.filter((error) => !isNoise(error))).map((error) => toIssue(error, root));
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
