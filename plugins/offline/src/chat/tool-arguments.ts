import type { JsonValue, ToolDescription } from "@mortise/sdk";
import { findSum } from "./sums.js";

type Schema = { readonly [key: string]: JsonValue };

/** How much of a message is searched, in characters; it bounds the time that patterns take. */
const searchedLength = 2_000;

/** Arguments found in a message for a tool, and the required ones that were not. */
export interface FoundArguments {
  readonly values: { readonly [name: string]: JsonValue };
  readonly missing: readonly string[];
}

/** Looks in a message for the arguments that a tool's schema names; optional ones only where they are unmistakable. */
export function findArguments(message: string, tool: ToolDescription): FoundArguments {
  const text = message.slice(0, searchedLength);
  const properties = Object.entries(asSchema(tool.parameters["properties"]));
  const { required } = tool.parameters;
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const found = properties.map(
    ([name, schema]) => [name, valueFor(text, name, asSchema(schema), isRequired(name))] as const,
  );
  return {
    values: Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    missing: found.filter(([name, value]) => value === undefined && isRequired(name)).map(([name]) => name),
  };
}

/** Gives the whole message for text that is missing: for callers that insist on a call. */
export function insistOnArguments(message: string, tool: ToolDescription): FoundArguments["values"] {
  const { values, missing } = findArguments(message, tool);
  const properties = asSchema(tool.parameters["properties"]);
  const texts = missing.filter(
    (name) => asSchema(properties[name])["type"] === "string" && !("enum" in asSchema(properties[name])),
  );
  return { ...values, ...Object.fromEntries(texts.map((name) => [name, message])) };
}

function valueFor(message: string, name: string, schema: Schema, isRequired: boolean): JsonValue | undefined {
  const choices = schema["enum"];
  if (Array.isArray(choices)) return choices.find((choice) => typeof choice === "string" && mentions(message, choice));
  if (/zone|^tz$/i.test(name)) return /\b[A-Z]\w+\/[A-Z]\w+\b|\bUTC\b/.exec(message)?.[0];
  if (!isRequired) return undefined;
  switch (schema["type"]) {
    case "integer":
      return numberIn(message, /(?<![\d.])-?\d{1,15}(?![\d.]*\d)/);
    case "number":
      return numberIn(message, /-?\d{1,15}(?:\.\d{1,15})?/);
    case "string":
      return textFor(message, name);
    default:
      return undefined;
  }
}

function textFor(message: string, name: string): string | undefined {
  if (/expression|formula|calculation/i.test(name)) return findSum(message);
  const quoted = /["“«]([^"”»]+)["”»]/.exec(message)?.[1];
  return (
    quoted ?? /\b(?:in|for|about|on|of|to|at|with|named|called|that says)\s(.+?)[?.!]*$/is.exec(message)?.[1]?.trim()
  );
}

function numberIn(message: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(message)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function mentions(message: string, choice: string): boolean {
  return ` ${message.toLowerCase()} `.split(/[^\p{L}\p{N}_-]+/u).includes(choice.toLowerCase());
}

function asSchema(value: JsonValue | undefined): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}
