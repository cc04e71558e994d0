import type { Interaction } from "@mortise/sdk";
import { missingMember } from "../runtime/missing.js";
import { membersOf, methodOf, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { textOfReply } from "../commands.js";

/** Registers their handler of buttons, menus and forms. */
export function toInteractive(scope: PluginScope, registration: Members): void {
  const id = scope.id("registerInteractiveHandler", registration["namespace"]);
  const handler = methodOf(registration, "handler");
  if (id === undefined || !handler) {
    return scope.leaveOut("registerInteractiveHandler", "it needs a namespace and a handler.");
  }
  const channel = textOf(registration["channel"]);
  scope.enter("registerInteractiveHandler", "registerInteractiveHandler", {
    id,
    ...(channel !== undefined && { channels: [channel] }),
    async handle(interaction) {
      const replies: string[] = [];
      const result = await handler(contextOf(scope, id, interaction, replies));
      const handled = membersOf(result)["handled"] !== false;
      return { handled, ...(replies.length > 0 && { text: replies.join("\n") }) };
    },
  });
}

function contextOf(
  { settings }: PluginScope,
  namespace: string,
  { channel, payload, values, scope }: Interaction,
  replies: string[],
): Members {
  const reply = (given: unknown) => {
    const text = textOfReply(given);
    if (text !== "") replies.push(text);
    return Promise.resolve();
  };
  const data = `${namespace}:${payload}`;
  return {
    channel,
    config: settings.current(),
    accountId: scope.accountId ?? "default",
    conversationId: scope.currentChannelId,
    senderId: scope.requesterSenderId,
    threadId: scope.currentThreadTs,
    namespace,
    payload,
    values,
    callback: { data, namespace, payload, messageId: scope.currentMessageId },
    interaction: { data, namespace, payload, values, messageId: scope.currentMessageId },
    auth: { isAuthorizedSender: true },
    respond: {
      reply,
      followUp: reply,
      acknowledge: () => Promise.resolve(),
      editMessage: reply,
      clearButtons: () => Promise.resolve(),
      deleteMessage: missingMember("registerInteractiveHandler.respond.deleteMessage"),
    },
  };
}
