import { contextEngine, type ChatMessage } from "@mortise/sdk";
import type { ChosenModel } from "../chat/choose-model.js";
import { chatSettings } from "../chat/chat-settings.js";
import type { Exchange, Serving } from "../serving.js";
import { surfaceEntries } from "../surface-entries.js";
import { orElse } from "./or-else.js";

/** How long an engine may take, in milliseconds. */
const deadlineMs = 30_000;

const roles: ReadonlySet<unknown> = new Set<ChatMessage["role"]>(["system", "user", "assistant", "tool"]);

/**
 * What of a prompt the model gets to see, as the context engine says; all of it where there is none, or it fails, which
 * is logged. The engine is told how much the model takes: its `contextWindow`, where the provider knows it.
 */
export async function assembleContext(
  messages: readonly ChatMessage[],
  chosen: Pick<ChosenModel, "provider" | "model">,
  exchange: Exchange,
  serving: Serving,
): Promise<readonly ChatMessage[]> {
  const { host } = serving;
  if ((await surfaceEntries(contextEngine, host)).length === 0) return messages;
  const { requestId, signal } = exchange;
  const budgetTokens = windowOf(chosen) ?? chatSettings(serving).contextTokens;
  const assemble = async () => {
    // The gateway keeps no sessions: each request brings the whole conversation.
    const request = { sessionId: requestId, messages, budgetTokens };
    const answer: unknown = await host.runtime.contextEngine.assemble(request, { requestId, signal, deadlineMs });
    return messagesOf(answer);
  };
  return orElse(assemble, messages, "The context engine gave no conversation, so the whole is sent", exchange, serving);
}

function windowOf({ provider: { value }, model }: Pick<ChosenModel, "provider" | "model">): number | undefined {
  const { contextWindow } = value.models?.find(({ id }) => id === model) ?? {};
  return typeof contextWindow === "number" && contextWindow > 0 ? contextWindow : undefined;
}

function messagesOf(answer: unknown): readonly ChatMessage[] {
  const { messages } = Object(answer) as { readonly messages?: unknown };
  const isMessage = (message: unknown) => roles.has((Object(message) as { readonly role?: unknown }).role);
  if (Array.isArray(messages) && messages.length > 0 && messages.every(isMessage)) {
    return messages as readonly ChatMessage[];
  }
  throw new TypeError("it answered with something that is no list of messages.");
}
