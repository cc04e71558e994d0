import { members } from "../conformance.js";
import { defineCapability } from "../contract.js";
import type { CallContext, JsonValue } from "../context.js";

/** Where a turn takes place, as the gateway knows it. Absent: not known, or there is none. */
export interface ChannelScope {
  readonly accountId?: string;
  readonly currentChannelId?: string;
  readonly currentThreadTs?: string;
  readonly currentMessageId?: string;
  readonly sessionKey?: string;
  readonly sessionId?: string;
  readonly agentId?: string;
  /** Who asked. Trusted: set by the gateway from the inbound message, never from what a model wrote. */
  readonly requesterSenderId?: string;
}

/** What the shared `message` tool may do in a channel, here and now; all at once, so that no part can drift. */
export interface MessageToolDescription {
  /** The actions that are visible, for example `send`, `react`, `poll`. */
  readonly actions: readonly string[];
  /** What the channel can do with messages, for example `buttons`, `threads`. */
  readonly capabilities: readonly string[];
  /** Parts of the tool's schema, by action: parameter to its JSON Schema. */
  readonly parameters: { readonly [action: string]: { readonly [name: string]: JsonValue } };
  /** Parameters that carry a path or address of a medium, by action; the gateway normalises just these. */
  readonly mediaSourceParams: { readonly [action: string]: readonly string[] };
}

/** An action of the shared `message` tool, as the model asked for it. */
export interface MessageActionRequest {
  readonly action: string;
  readonly parameters: { readonly [name: string]: JsonValue };
  readonly scope: ChannelScope;
}

/** What came of an action. Not handled: the gateway's shared path may try. */
export interface MessageActionResult {
  readonly handled: boolean;
  readonly text?: string;
  readonly data?: JsonValue;
}

/** A medium that goes along with a message. */
export interface OutboundMedium {
  readonly data: Uint8Array;
  /** For example `image/png`. */
  readonly mediaType: string;
  readonly name?: string;
}

/** A message on its way out. */
export interface OutboundMessage {
  /** A target as `resolveTarget` gave it, or as the channel writes its ids. */
  readonly target: string;
  readonly text: string;
  readonly media?: readonly OutboundMedium[];
  readonly replyToId?: string;
  readonly threadId?: string;
  readonly accountId?: string;
}

/** A poll in the form that channels have in common. */
export interface OutboundPoll {
  readonly target: string;
  readonly question: string;
  /** At least two. */
  readonly options: readonly string[];
  readonly isMultipleChoice?: boolean;
  /** How long it is open, in seconds. */
  readonly durationSeconds?: number;
  readonly threadId?: string;
  readonly accountId?: string;
}

/** What was sent. */
export interface Sent {
  readonly messageId: string;
  readonly threadId?: string;
}

/**
 * How a conversation's id is written. Data, so that the gateway takes ids apart without asking the plugin:
 * `telegram:-100:topic:7` is the thread `7` of `telegram:-100`, where `thread` is `:topic:`.
 */
export interface ConversationGrammar {
  /** What stands between the id of a conversation and that of a thread in it; absent: there are no threads. */
  readonly thread?: string;
  /** Whether a thread without settings of its own has those of the conversation it is in; it does unless `false`. */
  readonly inheritsFromParent?: boolean;
  /** Regular expression that a conversation's own id matches, without the thread. */
  readonly pattern?: string;
}

/** A target as a person or a model wrote it, to be made into one that `outbound` takes. */
export interface TargetRequest {
  /** For example `@ada`, `#general`, an address, or an id. */
  readonly text: string;
  readonly scope?: ChannelScope;
}

/** A target that `outbound` takes. */
export interface ResolvedTarget {
  readonly target: string;
  /** What it is called, for people. */
  readonly label?: string;
  readonly kind?: "user" | "group" | "channel" | "thread";
}

/** Whether a channel can send and receive. */
export interface ChannelReadiness {
  readonly isReady: boolean;
  /** What is missing, or whom it is connected as. Never a secret. */
  readonly detail?: string;
}

/** A place where messages come from and go to. */
export interface Channel {
  readonly id: string;
  readonly label?: string;
  /** Further names, for example `tg`. */
  readonly aliases?: readonly string[];
  /** How ids of conversations are written; without it an id is one word to the gateway. */
  readonly conversations?: ConversationGrammar;
  /** What the shared `message` tool can do. */
  readonly actions?: {
    describeMessageTool(scope: ChannelScope, context: CallContext): Promise<MessageToolDescription>;
    handleAction(request: MessageActionRequest, context: CallContext): Promise<MessageActionResult>;
  };
  /** The way out. */
  readonly outbound?: {
    send(message: OutboundMessage, context: CallContext): Promise<Sent>;
    sendPoll?(poll: OutboundPoll, context: CallContext): Promise<Sent>;
  };
  /**
   * Takes what the config says of the channel, `channels.<id>`: held against the schema that the manifest gives, defaults
   * in place, secrets resolved. Called once, when the gateway starts and before anything else of the channel; never
   * called where the section does not hold.
   */
  configure?(request: { readonly config: { readonly [key: string]: JsonValue } }, context: CallContext): Promise<void>;
  /** Finds the target that a person or a model means; throws `not-found`. */
  resolveTarget?(request: TargetRequest, context: CallContext): Promise<ResolvedTarget>;
  /** Whether it can send and receive now; shown in `inspect` and in the gateway's health. */
  readiness?(request: Record<string, never>, context: CallContext): Promise<ChannelReadiness>;
}

const text = { type: "string" } as const;
const sent = members({ messageId: { type: "string", minLength: 1 } }, { threadId: text });

/** A place where messages come from and go to. */
export const channel = defineCapability<Channel>()({
  kind: "channel",
  aliasField: "aliases",
  metadata: ["label", "conversations", "configSchema", "ui", "preferOver", "commands", "availability"],
  operations: {
    "actions.describeMessageTool": "optional",
    "actions.handleAction": "optional",
    "outbound.send": "optional",
    "outbound.sendPoll": "optional",
    configure: "optional",
    resolveTarget: "optional",
    readiness: "optional",
  },
  shape: {
    type: "object",
    properties: {
      label: text,
      aliases: { type: "array", items: text },
      conversations: {
        type: "object",
        properties: {
          thread: { type: "string", minLength: 1 },
          inheritsFromParent: { type: "boolean" },
          pattern: text,
        },
      },
      actions: { type: "object", required: ["describeMessageTool", "handleAction"] },
      outbound: { type: "object", required: ["send"] },
    },
  },
  conformance: {
    "actions.describeMessageTool": {
      request: () => ({ currentChannelId: "conformance", sessionKey: "conformance" }),
      result: members({
        actions: { type: "array", items: text },
        capabilities: { type: "array", items: text },
        parameters: { type: "object", additionalProperties: { type: "object" } },
        mediaSourceParams: { type: "object", additionalProperties: { type: "array", items: text } },
      }),
    },
    "actions.handleAction": {
      request: () => ({ action: "no-such-action", parameters: {}, scope: {} }),
      result: members({ handled: { type: "boolean" } }, { text }),
    },
    "outbound.send": { request: () => ({ target: "conformance", text: "Hello" }), result: sent },
    "outbound.sendPoll": {
      request: () => ({ target: "conformance", question: "Tea?", options: ["yes", "no"] }),
      result: sent,
    },
    configure: { request: () => ({ config: {} }), result: { type: "null" } },
    resolveTarget: {
      request: () => ({ text: "conformance" }),
      result: members({ target: { type: "string", minLength: 1 } }, { label: text }),
    },
    readiness: { request: () => ({}), result: members({ isReady: { type: "boolean" } }, { detail: text }) },
  },
});
