import { channel, type Channel, type ChannelScope, type JsonValue, type Sent } from "@mortise/sdk";
import { foldId, type ResolvedProvider } from "@mortise/core";
import { readScope } from "../actions/scope.js";
import { ApiError, pluginFailed } from "../http/api-error.js";
import { anObject, aText, optional, present, required, someText, type JsonObject } from "../http/fields.js";
import type { Exchange, Serving } from "../serving.js";
import { readConversation } from "./conversation.js";
import { reportChannels } from "./report.js";

/** Methods of the gateway's RPC about channels, by name. */
export const channelMethods = {
  "channels.list": async (_: JsonObject, { signal }: Exchange, serving: Serving): Promise<object> => {
    return { channels: await reportChannels(serving, signal) };
  },
  "channels.readConversation": async (body: JsonObject, _: Exchange, serving: Serving): Promise<object> => {
    const { value } = await findChannel(body, serving);
    return readConversation(required(body, "id", someText), value.conversations);
  },
  "channels.send": send,
  "channels.describeActions": describeActions,
  "channels.act": act,
} as const;

/** Sends a text; `to` is made into a target by the channel, where it can, and may name a thread as the channel writes it. */
async function send(body: JsonObject, exchange: Exchange, serving: Serving): Promise<Sent> {
  return sendText(await findChannel(body, serving), body, readScope(body, serving), exchange, serving);
}

async function sendText(
  found: ResolvedProvider<Channel>,
  body: JsonObject,
  scope: ChannelScope,
  { requestId, signal }: Exchange,
  { host }: Serving,
): Promise<Sent> {
  const to = required(body, "to", someText);
  const text = required(body, "text", someText);
  const bounds = { requestId, signal };
  const target = found.value.resolveTarget
    ? (await host.call(found, "resolveTarget", { text: to, scope }, bounds)).target
    : to;
  const { conversation, thread } = readConversation(target, found.value.conversations);
  const further = present({
    threadId: optional(body, "threadId", aText) ?? thread,
    replyToId: optional(body, "replyToId", aText),
    accountId: scope.accountId,
  });
  return host.call(found, "outbound.send", { target: conversation, text, ...further }, bounds);
}

/** What a model may do in a channel, here and now. */
async function describeActions(body: JsonObject, { requestId, signal }: Exchange, serving: Serving): Promise<object> {
  const found = await findChannel(body, serving);
  return serving.host.call(found, "actions.describeMessageTool", readScope(body, serving), { requestId, signal });
}

/** Does what a model asked for. A `send` that the channel leaves to others goes the shared way. */
async function act(body: JsonObject, exchange: Exchange, serving: Serving): Promise<object> {
  const { requestId, signal } = exchange;
  const found = await findChannel(body, serving);
  const action = required(body, "action", someText);
  const parameters = optional(body, "parameters", anObject) ?? {};
  const scope = readScope(body, serving);
  const request = { action, parameters, scope };
  const result = await serving.host.call(found, "actions.handleAction", request, { requestId, signal });
  if (result.handled || action !== "send" || !found.value.outbound) return result;
  const sent = await sendText(found, parameters, scope, exchange, serving);
  return { handled: true, data: sent as unknown as JsonValue };
}

/** Throws 404 `channel_not_found`, and 503 where its plugin failed or its config does not hold. */
async function findChannel(body: JsonObject, { host, channels }: Serving): Promise<ResolvedProvider<Channel>> {
  const id = required(body, "channel", someText);
  const found = await host.resolve(channel, id);
  if (!found) {
    const known = host.registry.get(channel, id);
    if (known?.status === "failed") throw pluginFailed(`The channel '${id}' cannot be used`, known.plugin, "channel");
    throw new ApiError(`There is no channel '${id}'.`, { status: 404, code: "channel_not_found", param: "channel" });
  }
  const problem = channels.get(foldId(found.value.id))?.problem;
  if (problem === undefined) return found;
  const message = `The channel '${id}' cannot be used. ${problem} GET /healthz and GET /plugins say more.`;
  throw new ApiError(message, { status: 503, type: "server_error", code: "channel_not_configured", param: "channel" });
}
