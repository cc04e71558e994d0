import { membersOf, textsOf } from "../reading.js";

/** A gate's answer that refuses. */
export function refuse(...reasons: readonly unknown[]): { readonly block: true; readonly reason: string } {
  return { block: true, reason: textsOf(reasons)[0] ?? "the plugin refused it and did not say why" };
}

/** The texts that an answer adds to the prompt, in the order in which OpenClaw puts them there. */
export function promptTexts(result: unknown): readonly string[] {
  const { systemPrompt, prependSystemContext, appendSystemContext, prependContext, appendContext } = membersOf(result);
  return textsOf([prependSystemContext, systemPrompt, appendSystemContext, prependContext, appendContext]);
}

/** The text of a reply payload. */
export function replyText(reply: unknown): { readonly text?: string } {
  const { text } = membersOf(reply);
  return typeof text === "string" ? { text } : {};
}

/** An answer that claims an event, with its text; nothing where it does not. */
export function claimed(result: unknown, text: unknown): unknown {
  if (membersOf(result)["handled"] !== true) return undefined;
  return { handled: true, ...replyText({ text }) };
}
