import { CapabilityError, type ChatRequest, type FinishReason } from "@mortise/sdk";
import { tokensOf } from "./tokens.js";

/** A text as far as it may go, and why it ends there. */
export interface LimitedText {
  readonly text: string;
  readonly finishReason: Extract<FinishReason, "stop" | "length">;
}

/** Ends a text before the first of the request's `stop` sequences, and after `maxOutputTokens`. */
export function limitText(text: string, { stop = [], maxOutputTokens = Infinity }: ChatRequest): LimitedText {
  const ends = stop.flatMap((sequence) => (sequence !== "" && text.includes(sequence) ? [text.indexOf(sequence)] : []));
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  const tokens = tokensOf(stopped);
  if (tokens.length <= maxOutputTokens) return { text: stopped, finishReason: "stop" };
  return { text: tokens.slice(0, maxOutputTokens).join(""), finishReason: "length" };
}

/** Throws `invalid-request` for limits that mean nothing, and `unsupported` for a format this model cannot keep to. */
export function refuseBadLimits({ maxOutputTokens, responseFormat }: ChatRequest): void {
  if (maxOutputTokens !== undefined && !(Number.isInteger(maxOutputTokens) && maxOutputTokens > 0)) {
    throw new CapabilityError(`maxOutputTokens must be a whole number above 0; it is ${maxOutputTokens}.`, {
      code: "invalid-request",
    });
  }
  if (responseFormat?.type === "json-schema") {
    throw new CapabilityError('offline-chat cannot keep to a JSON Schema. Ask for "json", and get { "answer": … }.', {
      code: "unsupported",
    });
  }
}
