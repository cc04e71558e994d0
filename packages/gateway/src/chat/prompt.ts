import type { ChatMessage, ContentPart } from "@mortise/sdk";
import { assembleContext } from "../memory/assemble.js";
import { recall } from "../memory/recall.js";
import type { Exchange, Serving } from "../serving.js";
import { textsOf, type ChosenModel } from "./choose-model.js";

/** What the model is to be shown. */
export interface Prompt {
  readonly messages: readonly ChatMessage[];
  /** The only tools of plugins that it is offered, where a plugin limits them. */
  readonly toolsAllow?: readonly string[];
}

/**
 * Builds the prompt: what plugins put around the user's last message, their system texts and what is remembered in front
 * of everything, and of all that what the context engine lets through.
 */
export async function buildPrompt(
  conversation: readonly ChatMessage[],
  chosen: ChosenModel,
  exchange: Exchange,
  serving: Serving,
): Promise<Prompt> {
  const { name: model, system: legacy } = chosen;
  const { requestId, signal } = exchange;
  const { host } = serving;
  const bounds = { requestId, signal };
  await host.prepareHook("agent_turn_prepare");
  const around = await host.hooks.modify("agent_turn_prepare", { requestId, model, messages: conversation }, bounds);
  const messages = surround(conversation, textsOf(around?.prepend), textsOf(around?.append));
  await host.prepareHook("before_prompt_build");
  const built = await host.hooks.modify("before_prompt_build", { requestId, model, messages }, bounds);
  const remembered = await recall(conversation, exchange, serving);
  const texts = [...textsOf(built?.system), ...legacy, ...(remembered === undefined ? [] : [remembered])];
  const system: ChatMessage[] = texts.length > 0 ? [{ role: "system", content: texts.join("\n\n") }] : [];
  return {
    messages: await assembleContext([...system, ...messages], chosen, exchange, serving),
    ...(Array.isArray(built?.toolsAllow) && { toolsAllow: textsOf(built.toolsAllow) }),
  };
}

/** Puts texts before and behind the last message of the user; nowhere where there is none. */
function surround(
  messages: readonly ChatMessage[],
  prepend: readonly string[],
  append: readonly string[],
): readonly ChatMessage[] {
  const at = messages.findLastIndex(({ role }) => role === "user");
  const message = messages[at];
  if (message?.role !== "user" || prepend.length + append.length === 0) return messages;
  const { content } = message;
  const text = (texts: readonly string[]) => texts.map((each): ContentPart => ({ type: "text", text: each }));
  const whole =
    typeof content === "string"
      ? [...prepend, content, ...append].join("\n\n")
      : [...text(prepend), ...content, ...text(append)];
  return messages.with(at, { ...message, content: whole });
}
