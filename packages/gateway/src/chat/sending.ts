import type { ReplyPayload } from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { refused, type Reply } from "./reply.js";

const holding = ["before_agent_finalize", "reply_payload_sending", "message_sending"] as const;

/** Whether replies must be whole before they leave, because somebody may change them or hold them back. */
export async function mustHold({ host }: Serving): Promise<boolean> {
  await Promise.all(holding.map((hook) => host.prepareHook(hook)));
  return holding.some((hook) => host.registry.handlers(hook).length > 0);
}

/** A reply on its way out, and for which model. */
type Sending = Exchange & { readonly model: string };

/** Takes a reply through the gates before it leaves: as it was, changed, or replaced by the reason why it was blocked. */
export async function passGates(reply: Reply, sending: Sending, serving: Serving): Promise<Reply> {
  const checked = await passPayloadGate(reply, sending, serving);
  return checked.refusal === undefined ? passGate(checked, sending, serving) : checked;
}

async function passPayloadGate(reply: Reply, { requestId, model, signal }: Sending, { host }: Serving): Promise<Reply> {
  await host.prepareHook("reply_payload_sending");
  const { content, toolCalls, finishReason } = reply;
  const event = { requestId, model, payload: { content, toolCalls, finishReason } };
  const outcome = await host.hooks.gate("reply_payload_sending", event, { requestId, signal });
  if (outcome.blocked) return refused(reply, host.controlPlane.checks.redactor.text(outcome.reason));
  const { payload } = outcome.event as { readonly payload?: unknown };
  return isPayload(payload) ? { ...reply, ...payload } : reply;
}

function isPayload(value: unknown): value is ReplyPayload {
  const { content, toolCalls, finishReason } = (value ?? {}) as Partial<Record<keyof ReplyPayload, unknown>>;
  return typeof content === "string" && Array.isArray(toolCalls) && typeof finishReason === "string";
}

async function passGate(reply: Reply, { requestId, model, signal }: Sending, { host }: Serving): Promise<Reply> {
  await host.prepareHook("message_sending");
  const event = { requestId, model, content: reply.content };
  const outcome = await host.hooks.gate("message_sending", event, { requestId, signal });
  if (outcome.blocked) return refused(reply, host.controlPlane.checks.redactor.text(outcome.reason));
  const content: unknown = outcome.event.content;
  return typeof content === "string" ? { ...reply, content } : reply;
}
