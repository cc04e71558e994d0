import { defineSurface } from "../contract.js";
import type { ChannelScope } from "../capabilities/channel.js";
import type { ChatMessage } from "../capabilities/text-inference.js";
import type { CallContext, JsonValue } from "../context.js";

/** Somebody called an action on a message. */
export interface MessageActionCall {
  /** The conversation up to the message, which stands last. */
  readonly messages: readonly ChatMessage[];
  readonly messageId?: string;
  readonly values?: { readonly [name: string]: JsonValue };
  readonly scope?: ChannelScope;
}

/** Something that can be done with a message, offered beside it: a button under an answer. */
export interface MessageAction {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Path within the plugin's folder, or an `https:` address. */
  readonly icon?: string;
  /** Resolves to what is shown, and to a text that takes the message's place, where there is one. */
  run(
    call: MessageActionCall,
    context: CallContext,
  ): Promise<{ readonly text?: string; readonly replacement?: string }>;
}

/** Something that can be done with a message. */
export const messageAction = defineSurface<MessageAction>()({
  kind: "message-action",
  key: "messageActions",
  metadata: ["label", "icon"],
  operations: { run: "required" },
  shape: {
    type: "object",
    required: ["label"],
    properties: { label: { type: "string" }, description: { type: "string" }, icon: { type: "string" } },
  },
});
