import { CapabilityError } from "@mortise/sdk";

/** The longest text that is spoken at once, in UTF-16 units. A longer one would fill memory with audio. */
export const maxTextLength = 10_000;

/**
 * A text as eSpeak NG may be given it: plain words, none of its commands. Control characters start embedded commands
 * and `[[` starts phoneme notation, so both are taken apart.
 *
 * Throws `invalid-request` when there is nothing to say or more than `maxTextLength`.
 */
export function plainText(text: string): string {
  if (text.length > maxTextLength) {
    throw new CapabilityError(
      `The text has ${text.length} characters; eSpeak NG speaks at most ${maxTextLength} at once. Send it in parts.`,
      { code: "invalid-request" },
    );
  }
  const plain = text.replace(/[^\P{Cc}\n\t]/gu, " ").replace(/\[(?=\[)/g, "[ ");
  if (plain.trim() === "") throw new CapabilityError("There is no text to speak.", { code: "invalid-request" });
  return plain;
}
