import type { TSchema } from "typebox";
import type { Usage } from "./context.js";
import type { OperationName, RequestOf } from "./operation.js";

/** How an operation is tried by the conformance suite: one request, and what its answer must look like. */
export interface OperationConformance<Request = unknown> {
  /** A fresh request each time: streams in it are read once. */
  request(): Request;
  /**
   * JSON Schema of the answer; of each piece where the answer is a stream. Bytes are seen as `{ "$bytes": length }`, so
   * that they can be asked for with {@link bytes}. An absent answer (`undefined`) is seen as `null`.
   */
  readonly result: TSchema;
  /** The answer is a stream. */
  readonly isStream?: boolean;
  /** JSON Schema of a stream's last piece. */
  readonly last?: TSchema;
}

/** How the operations of a contract are tried, by name. */
export type ConformanceOf<Value> = {
  readonly [Name in OperationName<Value>]?: OperationConformance<RequestOf<Value, Name>>;
};

/** Schema of bytes in an answer: at least one. */
export const bytes: TSchema = {
  type: "object",
  required: ["$bytes"],
  properties: { $bytes: { type: "integer", minimum: 1 } },
};

const count: TSchema = { type: "integer", minimum: 0 };
const measure: TSchema = { type: "number", minimum: 0 };

/** Schema of how much a call used: the members of `Usage` and no others. */
export const usage: TSchema = {
  type: "object",
  properties: {
    inputTokens: count,
    outputTokens: count,
    characters: count,
    seconds: measure,
    images: count,
    requests: count,
    credits: measure,
    costUsd: measure,
  } satisfies Record<keyof Usage, TSchema>,
  additionalProperties: false,
};

/** Schema of a medium: bytes and what they are. */
export const medium: TSchema = {
  type: "object",
  required: ["data", "mediaType"],
  properties: { data: bytes, mediaType: { type: "string", pattern: "^[\\w.+-]+/[\\w.+-]+" } },
};

/** The members that are there, by schema; those named in `optional` may be absent. */
export function members(
  required: Readonly<Record<string, TSchema>>,
  optional: Readonly<Record<string, TSchema>> = {},
): TSchema {
  return { type: "object", required: Object.keys(required), properties: { ...required, ...optional } };
}
