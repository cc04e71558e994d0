import type { Attributes } from "./telemetry.js";

/** A call of a plugin's function, as a host tells of it: the same object for all that happens to it. */
export interface TracedCall {
  readonly plugin: string;
  /** `hook`, or the kind of what was registered. */
  readonly kind: string;
  /** The hook's name, or the registration's id. */
  readonly id: string;
  /** The operation; of a hook, its kind. */
  readonly operation: string;
  readonly requestId?: string | undefined;
  /** There once it has been answered. */
  readonly result?: unknown;
  /** There once it has failed. */
  readonly error?: unknown;
}

/** `mortise.<kind>.<operation>`; of a hook, its name: `mortise.hook.before_tool_call`. */
export function spanName({ kind, id, operation }: TracedCall): string {
  return `mortise.${kind}.${kind === "hook" ? id : operation}`;
}

/** What is known of a call as it begins. */
export function callAttributes(call: TracedCall): Attributes {
  const { plugin, kind, id, operation, requestId } = call;
  return {
    "mortise.plugin": plugin,
    "mortise.kind": kind,
    "mortise.id": id,
    "mortise.operation": operation,
    ...(requestId !== undefined && { "mortise.request_id": requestId }),
    ...genAi[`${kind}.${operation}`]?.(id),
  };
}

const ofProvider =
  (name: string, output?: string) =>
  (id: string): Attributes => ({
    "gen_ai.operation.name": name,
    "gen_ai.provider.name": id,
    ...(output !== undefined && { "gen_ai.output.type": output }),
  });

/** The operations that OpenTelemetry's conventions for generative AI speak of. */
const genAi: Readonly<Record<string, (id: string) => Attributes>> = {
  "text-inference.complete": ofProvider("chat"),
  "text-inference.stream": ofProvider("chat"),
  "embedding.embed": ofProvider("embeddings"),
  "image-generation.generate": ofProvider("generate_content", "image"),
  "speech.synthesize": ofProvider("generate_content", "speech"),
  "tool.execute": (id) => ({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": id }),
};

/** What the answer of a model says of itself; a stream says nothing before it has ended. */
export function answerAttributes({ kind, operation, result }: TracedCall): Attributes {
  if (genAi[`${kind}.${operation}`] === undefined || typeof result !== "object" || result === null) return {};
  const { model, finishReason, usage } = result as Readonly<Record<"model" | "finishReason" | "usage", unknown>>;
  const { inputTokens, outputTokens } = (usage ?? {}) as Readonly<Record<"inputTokens" | "outputTokens", unknown>>;
  return {
    ...(typeof model === "string" && { "gen_ai.response.model": model }),
    ...(typeof finishReason === "string" && { "gen_ai.response.finish_reasons": [finishReason] }),
    ...(typeof inputTokens === "number" && { "gen_ai.usage.input_tokens": inputTokens }),
    ...(typeof outputTokens === "number" && { "gen_ai.usage.output_tokens": outputTokens }),
  };
}
