import type { JsonValue, ToolResult } from "@mortise/sdk";

/** A JSON object: the arguments of a tool, or a schema. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value can be a JSON Schema of an object's. */
export function isSchema(value: unknown): value is JsonObject {
  return isObject(value);
}

/** Whether a tool gave an answer. */
export function isToolResult(value: unknown): value is ToolResult {
  return isObject(value) && typeof value["text"] === "string";
}
