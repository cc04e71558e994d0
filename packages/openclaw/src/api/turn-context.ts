import type { CallContext, ChannelScope } from "@mortise/sdk";
import { present } from "./reading.js";

/** `provider/model` taken apart; a model may have slashes of its own. */
export function splitModel(name: string): { readonly provider?: string; readonly model: string } {
  const end = name.indexOf("/");
  return end <= 0 ? { model: name } : { provider: name.slice(0, end), model: name.slice(end + 1) };
}

/** Joins what `splitModel` took apart. */
export function joinModel(provider: string | undefined, model: string): string {
  return provider === undefined ? model : `${provider}/${model}`;
}

/** The channel that OpenClaw's plugins are told of where a message came over the gateway's own API. */
export const ownChannel = "gateway";

/** What a turn is known by there: its run, its session and who asks. What the gateway does not know is absent. */
export function turnContext(
  { requestId, session, user }: CallContext,
  { sessionKey, sessionId, agentId, accountId, currentChannelId, requesterSenderId }: ChannelScope = {},
): Record<string, unknown> {
  return present({
    runId: requestId,
    sessionKey: sessionKey ?? session?.key,
    sessionId: sessionId ?? session?.id,
    agentId: agentId ?? session?.agentId,
    accountId,
    channelId: currentChannelId ?? ownChannel,
    senderId: requesterSenderId ?? user?.id,
  });
}
