import type { ChatMessage } from "@mortise/sdk";

/** What a rule may look at besides the message. */
export interface RuleContext {
  /** The whole conversation, the message included. */
  readonly messages: readonly ChatMessage[];
  readonly clock: Clock;
}

/** Where the model takes the time from. */
export interface Clock {
  now(): Date;
  /** An IANA name such as `Europe/Berlin`; the machine's zone without it. */
  readonly timeZone?: string;
}

/** One thing that the model can do. */
export interface Rule {
  /** What a person may type to see it; the list of abilities is made of these. Absent: not worth listing. */
  readonly example?: string;
  /** The answer to a message, or `undefined` where the rule does not apply. */
  answer(message: string, context: RuleContext): string | undefined;
}

/** The text of a message, its images left out. */
export function textOf({ content }: Pick<ChatMessage, "content">): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}
