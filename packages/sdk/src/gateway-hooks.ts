import { defineHook } from "./hook.js";
import type { ChatMessage, ChatRequest, ChatResult } from "./capabilities/text-inference.js";

/** The gateway is up and answers. */
export interface GatewayStartEvent {
  readonly url: string;
}

/** A message came in. */
export interface MessageReceivedEvent {
  readonly requestId: string;
  /** The model that the caller named. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
}

/** A model is about to be chosen. */
export interface ModelResolveEvent {
  readonly requestId: string;
  /** `provider/model`, as the caller named it. */
  readonly model: string;
}

/** A prompt is about to be sent. */
export interface PromptBuildEvent {
  readonly requestId: string;
  readonly model: string;
  readonly messages: readonly ChatMessage[];
}

/** A request as the provider gets it. */
export interface LlmInputEvent {
  readonly requestId: string;
  readonly provider: string;
  readonly request: ChatRequest;
}

/** An answer as the provider gave it. */
export interface LlmOutputEvent {
  readonly requestId: string;
  readonly provider: string;
  readonly model: string;
  /** Absent when the call failed. */
  readonly result?: ChatResult;
  /** The error's message when the call failed. */
  readonly error?: string;
  /** From the request to the last piece of the answer. */
  readonly durationMs: number;
}

/** A reply is about to leave. */
export interface MessageSendingEvent {
  readonly requestId: string;
  readonly model: string;
  readonly content: string;
}

/** The hooks that the reference gateway calls, as data. */
export const gatewayHooks = {
  gateway_start: defineHook<GatewayStartEvent>()({
    name: "gateway_start",
    kind: "observe",
    startup: true,
    summary: "The gateway is up and answers.",
    calledAt: "once, when the server listens and start-up plugins are loaded",
  }),
  gateway_stop: defineHook<Record<string, never>>()({
    name: "gateway_stop",
    kind: "observe",
    deadlineMs: 5_000,
    startup: true,
    summary: "The gateway is about to stop.",
    calledAt: "once, before the server closes and plugins are unloaded",
  }),
  message_received: defineHook<MessageReceivedEvent>()({
    name: "message_received",
    kind: "observe",
    summary: "A message came in.",
    calledAt: "first of all in a chat completion, after the request was validated",
  }),
  before_model_resolve: defineHook<ModelResolveEvent, { readonly model: string }>()({
    name: "before_model_resolve",
    kind: "modify",
    merge: "first",
    summary: "Choose another model than the caller named; the first answer counts.",
    calledAt: "before the provider of a chat completion is looked up",
  }),
  before_prompt_build: defineHook<PromptBuildEvent, { readonly system: readonly string[] }>()({
    name: "before_prompt_build",
    kind: "modify",
    merge: "concat",
    summary: "Add system text to the prompt; the texts of all handlers are joined in order.",
    calledAt: "before the request to the provider is made up",
  }),
  llm_input: defineHook<LlmInputEvent>()({
    name: "llm_input",
    kind: "observe",
    summary: "See the request as the provider gets it.",
    calledAt: "right before the provider is called",
  }),
  llm_output: defineHook<LlmOutputEvent>()({
    name: "llm_output",
    kind: "observe",
    summary: "See the answer, or the error, as the provider gave it.",
    calledAt: "when the answer is complete, the last piece of a stream included",
  }),
  message_sending: defineHook<MessageSendingEvent>()({
    name: "message_sending",
    kind: "gate",
    failure: "open",
    summary:
      "Change the reply or hold it back. Fails open: an error in a handler must not silence the gateway; block with a result.",
    calledAt: "before a reply is sent; where a handler is registered, a streamed reply is held until it is complete",
  }),
} as const;

/** The type of the reference gateway's hook list. */
export type GatewayHooks = typeof gatewayHooks;
