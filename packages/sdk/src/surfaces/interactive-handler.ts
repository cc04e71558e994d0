import { defineSurface } from "../contract.js";
import type { ChannelScope } from "../capabilities/channel.js";
import type { CallContext, JsonValue } from "../context.js";

/** Somebody pressed a button, chose from a menu or sent a form. */
export interface Interaction {
  /** The channel's id. */
  readonly channel: string;
  /** What followed the namespace: `namespace:payload` is what the button carries. */
  readonly payload: string;
  /** What a form or menu brought along. */
  readonly values?: { readonly [name: string]: JsonValue };
  readonly scope: ChannelScope;
}

/** Answers to the buttons, menus and forms that its plugin put into messages. */
export interface InteractiveHandler {
  /** The namespace: a button that carries `votes:yes` is for the handler `votes`. */
  readonly id: string;
  /** Only from these channels; from all unless given. */
  readonly channels?: readonly string[];
  handle(
    interaction: Interaction,
    context: CallContext,
  ): Promise<{ readonly handled: boolean; readonly text?: string }>;
}

/** Answers to buttons, menus and forms. */
export const interactiveHandler = defineSurface<InteractiveHandler>()({
  kind: "interactive-handler",
  key: "interactiveHandlers",
  metadata: ["channels"],
  operations: { handle: "required" },
  shape: { type: "object", properties: { channels: { type: "array", items: { type: "string" } } } },
});
