import type { Exchange, Serving } from "../serving.js";
import { refused, type Reply } from "./reply.js";

/** Whether replies must be whole before they leave, because somebody may change them or hold them back. */
export async function mustHold({ host }: Serving): Promise<boolean> {
  await host.prepareHook("message_sending");
  return host.registry.handlers("message_sending").length > 0;
}

/** Takes a reply through `message_sending`: as it was, changed, or replaced by the reason why it was blocked. */
export async function passGate(
  reply: Reply,
  { requestId, model, signal }: Exchange & { readonly model: string },
  { host }: Serving,
): Promise<Reply> {
  await host.prepareHook("message_sending");
  const event = { requestId, model, content: reply.content };
  const outcome = await host.hooks.gate("message_sending", event, { requestId, signal });
  if (outcome.blocked) return refused(reply, host.controlPlane.checks.redactor.text(outcome.reason));
  const content: unknown = outcome.event.content;
  return typeof content === "string" ? { ...reply, content } : reply;
}
