import { answerCommand } from "../commands/answer.js";
import type { Exchange, Serving } from "../serving.js";
import { textReply } from "./reply.js";
import type { ChatCall } from "./request.js";
import type { Prepared } from "./turn.js";

/**
 * Says that a message came in, and asks who answers it without a model: a plugin that claims it, a chat command, then a
 * plugin that claims what is no command. Nothing where it is for a model.
 */
export async function dispatch(call: ChatCall, exchange: Exchange, serving: Serving): Promise<Prepared | undefined> {
  const { requestId, signal } = exchange;
  const { host, emissions } = serving;
  const { model } = call;
  const event = { requestId, model, messages: call.request.messages };
  await emissions.observe("message_received", event, requestId);
  const claimed = async (hook: "inbound_claim" | "before_dispatch"): Promise<Prepared | undefined> => {
    await host.prepareHook(hook);
    const answer = await host.hooks.claim(hook, event, { requestId, signal });
    return answer && { reply: textReply(answer.text), model };
  };
  const taken = await claimed("inbound_claim");
  if (taken) return taken;
  const answer = await answerCommand(event.messages, exchange, serving);
  return answer ? { reply: textReply(answer.text), model } : claimed("before_dispatch");
}
