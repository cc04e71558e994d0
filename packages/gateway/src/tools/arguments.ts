import { checkJson } from "../json-schema.js";
import { isObject, type JsonObject } from "./shapes.js";

/** The arguments of a call, or what is wrong with them, for the model to mend. */
export type ReadArguments = { readonly args: JsonObject } | { readonly problem: string };

/** Reads what a model wrote as arguments, and holds it against the tool's schema; defaults are put in place. */
export async function readArguments(written: string, schema: JsonObject): Promise<ReadArguments> {
  let value: unknown;
  try {
    // Models leave them out where there are none.
    value = written.trim() === "" ? {} : JSON.parse(written);
  } catch (error) {
    return { problem: `The arguments are not JSON: ${(error as Error).message}.` };
  }
  return checkArguments(value, schema);
}

/** Holds arguments against the tool's schema. */
export async function checkArguments(value: unknown, schema: JsonObject): Promise<ReadArguments> {
  if (!isObject(value)) return { problem: "The arguments must be a JSON object." };
  const checked = await checkJson(schema, value);
  if ("problem" in checked) return { problem: `The arguments do not fit: ${checked.problem}.` };
  return { args: checked.value as JsonObject };
}
