import type { ChatMessage } from "@mortise/sdk";
import { toTheirConversation } from "../messages.js";
import { membersOf, present, type Members } from "../reading.js";
import { ownChannel } from "../turn-context.js";
import { messageContext } from "./agent-context.js";
import { mapHook, type HookMapping } from "./mapping.js";
import { claimed, refuse } from "./results.js";

/** The hooks where messages come in and replies go out. */
export const messageHooks: readonly HookMapping[] = [
  mapHook("message_received", {
    note: "Messages come over the gateway's own API, so they have no sender or thread unless the caller says so.",
    event: (event, context) => ({
      from: context.user?.id ?? ownChannel,
      ...inbound(event),
      metadata: { provider: ownChannel, model: event.model },
    }),
    context: messageContext,
  }),
  mapHook("inbound_claim", {
    note: "The text of a reply is kept, its media are not.",
    event: (event, context) => ({
      ...inbound(event),
      body: wordsOf(event),
      bodyForAgent: wordsOf(event),
      channel: ownChannel,
      isGroup: false,
      commandAuthorized: true,
      ...present({ senderId: context.user?.id, senderName: context.user?.name }),
    }),
    context: messageContext,
    result: (result) => claimed(result, membersOf(membersOf(result)["reply"])["text"]),
  }),
  mapHook("before_dispatch", {
    event: (event, context) => ({
      content: wordsOf(event),
      body: wordsOf(event),
      channel: ownChannel,
      isGroup: false,
      timestamp: Date.now(),
      ...present({ sessionKey: context.session?.key, senderId: context.user?.id }),
    }),
    context: messageContext,
    result: (result) => claimed(result, membersOf(result)["text"]),
  }),
  mapHook("reply_payload_sending", {
    note: "A payload has a text and no media.",
    event: ({ requestId, payload }, context) => ({
      payload: { text: payload.content },
      kind: "final",
      channel: ownChannel,
      runId: requestId,
      ...present({ sessionKey: context.session?.key }),
    }),
    context: messageContext,
    result(result, event) {
      const { cancel, reason, payload } = membersOf(result);
      if (cancel === true) return refuse(reason);
      const { text } = membersOf(payload);
      if (typeof text !== "string") return undefined;
      return { event: { ...event, payload: { ...event.payload, content: text } } };
    },
  }),
  mapHook("message_sending", {
    event: ({ content, model }, context) => ({
      to: context.user?.id ?? ownChannel,
      content,
      metadata: { channel: ownChannel, model },
    }),
    context: messageContext,
    result(result, event) {
      const { cancel, cancelReason, content } = membersOf(result);
      if (cancel === true) return refuse(cancelReason);
      return typeof content === "string" ? { event: { ...event, content } } : undefined;
    },
  }),
  mapHook("message_sent", {
    event: ({ requestId, content, success, error }, context) => ({
      to: context.user?.id ?? ownChannel,
      content,
      success,
      messageId: requestId,
      runId: requestId,
      ...present({ error, sessionKey: context.session?.key }),
    }),
    context: messageContext,
  }),
];

interface Inbound {
  readonly requestId: string;
  readonly messages: readonly ChatMessage[];
}

function inbound(event: Inbound): Members {
  const { requestId } = event;
  return { content: wordsOf(event), timestamp: Date.now(), messageId: requestId, runId: requestId };
}

function wordsOf({ messages }: Inbound): string {
  return toTheirConversation(messages).prompt;
}
