import { defineHook } from "../hook.js";
import type { ChatMessage, FinishReason, ToolCall } from "../capabilities/text-inference.js";

/** A message came in. */
export interface MessageReceivedEvent {
  readonly requestId: string;
  /** The model that the caller named. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
}

/** What a plugin answers in place of the gateway; nothing is said where there is no text. */
export interface ClaimedReply {
  readonly text?: string;
}

/** A reply is about to leave. */
export interface MessageSendingEvent {
  readonly requestId: string;
  readonly model: string;
  readonly content: string;
}

/** All of a reply that is about to leave. */
export interface ReplyPayload {
  readonly content: string;
  /** Calls of tools that the caller declared, for the caller to run. */
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
}

/** All of a reply is about to leave. */
export interface ReplyPayloadEvent {
  readonly requestId: string;
  readonly model: string;
  readonly payload: ReplyPayload;
}

/** A reply has left, or could not. */
export interface MessageSentEvent {
  readonly requestId: string;
  readonly model: string;
  /** What the caller was given, as far as it got. */
  readonly content: string;
  readonly success: boolean;
  /** Why it did not get there whole. */
  readonly error?: string;
}

/** The hooks where a message comes in. */
export const inboundHooks = {
  message_received: defineHook<MessageReceivedEvent>()({
    name: "message_received",
    kind: "observe",
    stability: "stable",
    summary: "A message came in.",
    calledAt: "first of all in a chat completion, after the request was validated",
  }),
  inbound_claim: defineHook<MessageReceivedEvent, ClaimedReply>()({
    name: "inbound_claim",
    kind: "claim",
    summary: "Take a message away before anybody else looks at it, chat commands included, and answer it with `text`.",
    calledAt: "after `message_received`, before chat commands are looked up",
  }),
  before_dispatch: defineHook<MessageReceivedEvent, ClaimedReply>()({
    name: "before_dispatch",
    kind: "claim",
    summary: "Answer a message that called no chat command with `text`, before a model is chosen.",
    calledAt: "after chat commands were looked up, before the model is chosen",
  }),
} as const;

/** The hooks where a reply leaves. */
export const outboundHooks = {
  reply_payload_sending: defineHook<ReplyPayloadEvent>()({
    name: "reply_payload_sending",
    kind: "gate",
    failure: "open",
    summary: "Change all of a reply, its tool calls included, or hold it back. Fails open, as `message_sending` does.",
    calledAt: "before `message_sending`; where a handler is registered, a streamed reply is held until it is complete",
  }),
  message_sending: defineHook<MessageSendingEvent>()({
    name: "message_sending",
    kind: "gate",
    stability: "stable",
    failure: "open",
    summary:
      "Change the reply or hold it back. Fails open: an error in a handler must not silence the gateway; block with a result.",
    calledAt: "before a reply is sent; where a handler is registered, a streamed reply is held until it is complete",
  }),
  message_sent: defineHook<MessageSentEvent>()({
    name: "message_sent",
    kind: "observe",
    summary: "See what the caller was given, and whether all of it got there.",
    calledAt: "when the reply was handed to the connection; of a stream, after its last piece or when it broke off",
  }),
} as const;
