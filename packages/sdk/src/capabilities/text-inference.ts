import { members, usage } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, JsonValue, Usage } from "../context.js";

/** A piece of a message: text, or an image by bytes or by address. */
export type ContentPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image"; readonly data: Uint8Array; readonly mediaType: string }
  | { readonly type: "image-url"; readonly url: string };

/** A call of a tool that the model asks for; `arguments` is JSON text, as the model wrote it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** One message of a conversation. */
export type ChatMessage =
  | { readonly role: "system" | "user"; readonly content: string | readonly ContentPart[] }
  | { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: "tool"; readonly content: string; readonly toolCallId: string };

/** A tool as a model sees it; `parameters` is a JSON Schema. */
export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly parameters: { readonly [key: string]: JsonValue };
}

/** What a model is asked. */
export interface ChatRequest {
  /** The model's id within this provider (no provider prefix). */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolDescription[];
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string };
  /** 0 to 2. */
  readonly temperature?: number;
  /** 0 to 1. */
  readonly topP?: number;
  readonly maxOutputTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly responseFormat?:
    | { readonly type: "text" | "json" }
    | { readonly type: "json-schema"; readonly name: string; readonly schema: { readonly [key: string]: JsonValue } };
}

/** Why a model stopped. */
export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter";

/** A model's whole answer. */
export interface ChatResult {
  readonly message: { readonly role: "assistant"; readonly content: string; readonly toolCalls?: readonly ToolCall[] };
  readonly finishReason: FinishReason;
  readonly usage?: Usage;
}

/** A piece of a streamed answer. Tool calls arrive in pieces, joined by `index`; one `finish` ends the stream. */
export type ChatChunk =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "tool-call";
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments?: string;
    }
  | { readonly type: "finish"; readonly finishReason: FinishReason; readonly usage?: Usage };

/** A model that a provider offers. */
export interface ModelDescription {
  readonly id: string;
  readonly name?: string;
  /** In tokens. */
  readonly contextWindow?: number;
}

/** Answers conversations with a language model. */
export interface TextInferenceProvider {
  readonly id: string;
  readonly label?: string;
  /** Models that are known before asking the vendor. */
  readonly models?: readonly ModelDescription[];
  /** The whole answer at once. Throws `CapabilityError`. */
  complete(request: ChatRequest, context: CallContext): Promise<ChatResult>;
  /** The answer in pieces. Without it, callers that want a stream get the whole answer as one piece. */
  stream?(request: ChatRequest, context: CallContext): Promise<ReadableStream<ChatChunk>>;
  /** Models known only at run time. */
  listModels?(request: Record<string, never>, context: CallContext): Promise<readonly ModelDescription[]>;
}

/** Answering conversations with a language model. */
export const textInference = defineCapability<TextInferenceProvider>()({
  kind: "text-inference",
  stability: "stable",
  metadata: ["label", "models", "availability"],
  operations: { complete: "required", stream: "optional", listModels: "optional" },
  shape: {
    type: "object",
    properties: {
      label: { type: "string" },
      models: {
        type: "array",
        items: {
          type: "object",
          required: ["id"],
          properties: {
            id: { type: "string", minLength: 1 },
            name: { type: "string" },
            contextWindow: { type: "number", exclusiveMinimum: 0 },
          },
        },
      },
    },
  },
  conformance: {
    complete: {
      request: () => ({ model: "conformance", messages: [{ role: "user", content: "Say hello." }] }),
      result: members(
        {
          message: members({ role: { const: "assistant" }, content: { type: "string" } }),
          finishReason: { enum: ["stop", "length", "tool-calls", "content-filter"] },
        },
        { usage },
      ),
    },
    stream: {
      request: () => ({ model: "conformance", messages: [{ role: "user", content: "Say hello." }] }),
      isStream: true,
      result: members({ type: { enum: ["text", "tool-call", "finish"] } }),
      last: members({ type: { const: "finish" }, finishReason: { type: "string" } }, { usage }),
    },
    listModels: {
      request: () => ({}),
      result: { type: "array", items: members({ id: { type: "string", minLength: 1 } }) },
    },
  },
});
