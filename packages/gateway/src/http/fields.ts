import type { JsonValue } from "@mortise/sdk";
import { badRequest } from "./api-error.js";

/** A JSON object of a request. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Reads one value; throws 400 that names `param`, a path such as `messages[0].content`. */
export type Reader<Value> = (value: unknown, param: string) => Value;

/** An error about one member of the request. */
function wrong(param: string, problem: string, code: string): Error {
  return badRequest(`Invalid value for '${param}': ${problem}.`, code, param);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function wrongType(value: unknown, param: string, expected: string): Error {
  const problem = `expected ${expected}, but got ${typeOf(value)} instead`;
  // The body itself has no name.
  return param === ""
    ? badRequest(`The request's body: ${problem}.`, "invalid_type")
    : wrong(param, problem, "invalid_type");
}

/** Any text. */
export const aText: Reader<string> = (value, param) => {
  if (typeof value !== "string") throw wrongType(value, param, "a string");
  return value;
};

/** Text that is not empty. */
export const someText: Reader<string> = (value, param) => {
  if (aText(value, param) === "") throw wrong(param, "it must not be empty", "invalid_value");
  return value as string;
};

export const aBoolean: Reader<boolean> = (value, param) => {
  if (typeof value !== "boolean") throw wrongType(value, param, "true or false");
  return value;
};

/** A number within bounds, both included. */
export const aNumber =
  (least: number, most: number): Reader<number> =>
  (value, param) => {
    if (typeof value !== "number") throw wrongType(value, param, "a number");
    if (value < least || value > most)
      throw wrong(param, `expected a number from ${least} to ${most}, but got ${value}`, "invalid_value");
    return value;
  };

/** A whole number that is not below `least`. */
export const aWhole =
  (least = Number.MIN_SAFE_INTEGER): Reader<number> =>
  (value, param) => {
    if (!Number.isSafeInteger(value)) throw wrongType(value, param, "a whole number");
    if ((value as number) < least)
      throw wrong(param, `expected ${least} or more, but got ${String(value)}`, "invalid_value");
    return value as number;
  };

/** One of a few words. */
export const oneOf =
  <const Word extends string>(...words: readonly Word[]): Reader<Word> =>
  (value, param) => {
    const found = words.find((word) => word === aText(value, param));
    if (found !== undefined) return found;
    throw wrong(
      param,
      `expected one of ${words.map((word) => `'${word}'`).join(", ")}, but got '${String(value)}'`,
      "invalid_value",
    );
  };

export const anObject: Reader<JsonObject> = (value, param) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(value, param, "an object");
  return value as JsonObject;
};

/** A list whose elements are read by `element`. */
export const listOf =
  <Element>(element: Reader<Element>): Reader<readonly Element[]> =>
  (value, param) => {
    if (!Array.isArray(value)) throw wrongType(value, param, "an array");
    return value.map((each: unknown, index) => element(each, `${param}[${index}]`));
  };

/** A list with at least one element. */
export const someOf =
  <Element>(element: Reader<Element>): Reader<readonly Element[]> =>
  (value, param) => {
    const elements = listOf(element)(value, param);
    if (elements.length === 0) throw wrong(param, "it must not be empty", "empty_array");
    return elements;
  };

/** The path of a member of the object at `param`. */
export function memberOf(param: string, name: string): string {
  return param === "" ? name : `${param}.${name}`;
}

/** A member that must be there; `param` is the path of the object. */
export function required<Value>(object: JsonObject, name: string, read: Reader<Value>, param = ""): Value {
  const path = memberOf(param, name);
  const value = ownMember(object, name);
  if (value === undefined)
    throw badRequest(`Missing required parameter: '${path}'.`, "missing_required_parameter", path);
  return read(value, path);
}

/** A member that may be absent; null counts as absent, as OpenAI's clients send it. */
export function optional<Value>(object: JsonObject, name: string, read: Reader<Value>, param = ""): Value | undefined {
  const value = ownMember(object, name);
  return value === undefined || value === null ? undefined : read(value, memberOf(param, name));
}

function ownMember(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Refuses a request that asks for what no contract carries. */
export function refuse(param: string, problem: string): never {
  throw badRequest(`'${param}' is not supported: ${problem}.`, "unsupported_parameter", param);
}

/** The members that have a value, for objects whose optional members must be absent. */
export function present<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
